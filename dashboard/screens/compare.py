"""Compare: which policy wins on profit and on CLV:CAC, by how much, how sure."""

from collections.abc import Mapping

import streamlit as st

from dashboard import address, asking, data, form, language, question, runs, sections, waiting

KEYS = (*question.KEYS, *address.EVERYWHERE, "scale")
PAGE = ""
fresh = address.arrived(PAGE)
words = language.chosen()
asking.ready(words)
choices = data.choices()
standing = address.parts()
begin = asking.reading(standing, words)


def meaning(parts: Mapping[str, str]) -> object:
    """What an address of this page shows."""
    shown = asking.scale(parts), address.language(parts, language.usual()), parts.get("result", "")
    return asking.reading(parts, words).question, shown


address.seed("scale", asking.scale(standing), fresh)
address.seed("result", standing.get("result", ""), fresh)
takes = st.session_state.pop("taken", None)
with st.sidebar:
    if len(choices) > 1:
        asked = form.show(words, choices, takes or begin.question, fresh or takes is not None)
    else:
        st.caption(words("empty.too_few"))
        asked = form.Asked(begin.question, False, False)
    st.divider()
    if picked := form.earlier(words, data.stored(), st.session_state["result"]):
        st.session_state["result"] = picked

st.title(words("compare.title"), anchor=False)
if asked.question == begin.question:  # else the form has moved on from what the link says
    asking.remarks(words, [*begin.remarks, *asking.strange(standing, KEYS)])
shown, run = str(st.session_state["result"]), False
made = runs.start(form.request(asked.question), words) if asked.run else None
if made:
    pass  # the page is drawn anew with it
elif shown and (going := runs.job_of(shown)):
    shown = "" if waiting.show(words, going) else shown
elif shown and (sheet := runs.result(shown, words)):
    run = asking.another(sheet, asked, words)
    sections.show(sheet)
elif len(choices) > 1:
    stored = data.stored()
    run = sections.empty(words, choices, asked, first=not stored)
    labels = {one.name: form.label(one, words) for one in stored[: data.MOST_OFFERED]}
    shown = sections.earlier(words, labels) or shown
    sections.offered(words, choices, asked.question.base)

if run:
    made = runs.start(form.request(asked.question), words)
shown = made or shown
turned, st.session_state["result"] = shown != st.session_state["result"], shown
wanted = {"lang": words.language, **question.address(asked.question)}
wanted |= {"result": shown} if shown else {}
wanted |= {"scale": "percent"} if st.session_state.get("scale") == "percent" else {}
address.settle(PAGE, wanted, meaning)
if turned:
    st.rerun()
