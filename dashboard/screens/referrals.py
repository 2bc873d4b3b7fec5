"""Referral loop: who brings whom, who truly came of it, what that costs and is worth."""

import streamlit as st

from dashboard import data, form, language, loop_form, loop_sections, runs, sections, waiting
from dashboard.loop import Loop

words = language.chosen()
choices = data.choices()
current = st.query_params.get("result", "")
stored = [one for one in data.stored() if one.kind == "referrals"]

with st.sidebar:
    request, run = loop_form.show(words, choices)
    st.divider()
    picked = form.earlier(words, stored, current)

if picked:
    st.query_params["result"] = current = picked
if run:
    runs.start(request, words)

st.title(words("loop.title"), anchor=False)
if "job" in st.query_params:
    waiting.show(words, st.query_params["job"])
view = runs.result(current, words) if current else None
if view is not None and view.manifest["kind"] == "referrals":
    loop_sections.show(Loop(view))
elif view is not None:
    st.warning(words("loop.none"), icon=":material/help:")
elif "job" not in st.query_params:
    if loop_sections.empty(words):
        runs.start(request, words)
    if stored:
        opened = sections.earlier(words, {one.name: form.label(one, words) for one in stored[: data.MOST_OFFERED]})
        if opened is not None:
            st.query_params["result"] = opened
            st.rerun()
