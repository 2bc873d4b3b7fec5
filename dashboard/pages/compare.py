"""Compare: which policy wins on profit and on CLV:CAC, by how much, how sure."""

from dataclasses import replace

import streamlit as st

from dashboard import data, form, job, language, sections, waiting
from dashboard.question import Question
from dashboard.safe import markdown
from dashboard.text import Words
from dashboard.view import View
from sim.problems import BadInput


def start(question: Question, words: Words) -> None:
    """Start the run that answers ``question`` and turn the page to it."""
    try:
        st.query_params["job"] = job.start(form.request(question), data.runs())
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


words = language.chosen()
choices = data.library()
current = st.query_params.get("result", "")

with st.sidebar:
    if len(choices) > 1:
        question, run = form.show(words, choices)
    else:
        st.caption(words("empty.too_few"))
        run = False
    st.divider()
    picked = form.earlier(words, data.stored(), current)

if picked:
    st.query_params["result"] = current = picked
if run:
    start(question, words)

st.title(words("compare.title"), anchor=False)
if "job" in st.query_params:
    waiting.show(words, st.query_params["job"])
view = result(current, words) if current else None
if view is not None:
    sections.show(view)
elif "job" not in st.query_params and len(choices) > 1:
    ready = question if question.others or question.own else replace(form.opening(choices), own=None)
    stored = data.stored()
    if sections.empty(words, choices, ready, first=not stored):
        start(ready, words)
    if stored:
        opened = sections.earlier(words, {one.name: form.label(one, words) for one in stored[: data.MOST_OFFERED]})
        if opened is not None:
            st.query_params["result"] = opened
            st.rerun()
    sections.offered(words, choices, question.base)
