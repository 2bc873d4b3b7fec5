"""What pages do with runs and results: start the one, open the other."""

from __future__ import annotations

import streamlit as st

from dashboard import data, job, notes, sheet
from dashboard.job import Decision, Request
from dashboard.safe import markdown
from dashboard.sheet import Sheet
from dashboard.text import Words
from sim.problems import BadInput


def start(request: Request | Decision, words: Words) -> str | None:
    """Start ``request``; the name that its result will have, None after saying that too many are waiting."""
    try:
        return data.name_of(job.start(request, data.runs()))
    except job.Busy:
        st.warning(words("job.busy", count=job.MOST_WAITING), icon=":material/hourglass:")
        return None


def job_of(name: str) -> str | None:
    """The job that is to make the result ``name`` and has not made it yet, None where there is none."""
    folder, _, last = name.rpartition("/")
    if folder != data.runs().resolve().name or not job.known(last, data.runs()):
        return None
    return last if job.poll(last, data.runs()).state != "done" else None


def result(name: str, words: Words) -> Sheet | None:
    """The stored result ``name``, or None after saying why it cannot be shown."""
    found = next((one for one in data.stored() if one.name == name), None)
    if found is None:
        st.warning(words("result.missing", name=markdown(name)), icon=":material/help:")
        return None
    try:
        return sheet.opened(found, words.language)
    except (BadInput, OSError) as error:
        st.error(words("result.unreadable", name=markdown(name), reason=""), icon=":material/error:")
        st.text(notes.refusal(str(error), words.language))
        return None
