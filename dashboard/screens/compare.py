"""Compare: which policy wins on profit and on CLV:CAC, by how much, how sure."""

from dataclasses import replace

import streamlit as st

from dashboard import data, form, language, runs, sections, waiting

words = language.chosen()
choices = data.choices()
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
    runs.start(form.request(question), words)

st.title(words("compare.title"), anchor=False)
if "job" in st.query_params:
    waiting.show(words, st.query_params["job"])
view = runs.result(current, words) if current else None
if view is not None:
    sections.show(view)
elif "job" not in st.query_params and len(choices) > 1:
    ready = question if question.others or question.own else replace(form.opening(choices), own=None)
    stored = data.stored()
    if sections.empty(words, choices, ready, first=not stored):
        runs.start(form.request(ready), words)
    if stored:
        opened = sections.earlier(words, {one.name: form.label(one, words) for one in stored[: data.MOST_OFFERED]})
        if opened is not None:
            st.query_params["result"] = opened
            st.rerun()
    sections.offered(words, choices, question.base)
