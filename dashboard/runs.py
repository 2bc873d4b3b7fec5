"""What pages do with runs and results: start the one, open the other."""

from __future__ import annotations

import streamlit as st

from dashboard import data, job
from dashboard.job import Request
from dashboard.safe import markdown
from dashboard.text import Words
from dashboard.view import View
from sim.problems import BadInput


def start(request: Request, words: Words) -> None:
    """Start ``request`` and turn the page to it."""
    try:
        st.query_params["job"] = job.start(request, data.runs())
    except job.Busy:
        st.warning(words("job.busy", count=job.MOST_RUNNING), icon=":material/hourglass:")
    else:
        st.rerun()


def result(name: str, words: Words) -> View | None:
    """The stored result ``name``, or None after saying why it cannot be shown."""
    path = next((one.path for one in data.stored() if one.name == name), None)
    if path is None:
        st.warning(words("result.missing", name=markdown(name)), icon=":material/help:")
        return None
    try:
        return View(name, data.load(path), words)
    except (BadInput, OSError) as error:
        st.error(words("result.unreadable", name=markdown(name), reason=""), icon=":material/error:")
        st.text(str(error))
        return None
