"""Referral loop: who brings whom, who truly came of it, what that costs and is worth."""

from collections.abc import Mapping

import streamlit as st

from dashboard import (
    address,
    asking,
    data,
    form,
    language,
    loop_asking,
    loop_form,
    loop_question,
    loop_sections,
    runs,
    sections,
    waiting,
)

KEYS = (*loop_question.KEYS, *address.EVERYWHERE)
PAGE = "referrals"
fresh = address.arrived(PAGE)
words = language.chosen()
asking.ready(words)
choices = data.choices()
standing = address.parts()
begin, unread = loop_asking.reading(standing, choices)


def meaning(parts: Mapping[str, str]) -> object:
    """What an address of this page shows."""
    question, _ = loop_asking.reading(parts, choices)
    return question, address.language(parts, language.usual()), parts.get("result", "")


stored = [one for one in data.stored() if one.kind == "referrals"]
address.seed("loop result", standing.get("result", ""), fresh)
takes = st.session_state.pop("loop taken", None)
with st.sidebar:
    asked = loop_form.show(words, choices, takes or begin, fresh or takes is not None)
    st.divider()
    if picked := form.earlier(words, stored, st.session_state["loop result"]):
        st.session_state["loop result"] = picked

st.title(words("loop.title"), anchor=False)
if asked.question == begin:  # else the form has moved on from what the link says
    asking.remarks(words, [*unread, *asking.strange(standing, KEYS)])
shown, run = str(st.session_state["loop result"]), False
made = runs.start(loop_form.request(asked.question), words) if asked.run else None
if made:
    pass  # the page is drawn anew with it
elif shown and (going := runs.job_of(shown)):
    shown = "" if waiting.show(words, going) else shown
elif shown and (sheet := loop_asking.programme(shown, words)):
    run = loop_asking.another(sheet, asked, words)
    loop_sections.show(sheet)
else:
    run = loop_sections.empty(words, asked.fit)
    labels = {one.name: form.label(one, words) for one in stored[: data.MOST_OFFERED]}
    shown = sections.earlier(words, labels) or shown

if run:
    made = runs.start(loop_form.request(asked.question), words)
shown = made or shown
turned, st.session_state["loop result"] = shown != st.session_state["loop result"], shown
wanted = {"lang": words.language, **loop_question.address(asked.question)}
address.settle(PAGE, wanted | ({"result": shown} if shown else {}), meaning)
if turned:
    st.rerun()
