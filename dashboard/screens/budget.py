"""Budget: where the next unit of money goes, how sure that is, and what it rests on."""

from collections.abc import Mapping

import streamlit as st

from dashboard import address, asking, budget_form, budget_question, budget_sections, decided, deciding, language
from dashboard.question import Remark

KIND, PAGE = "advice", "budget"
KEYS = (*budget_question.KEYS, *address.EVERYWHERE)
fresh = address.arrived(PAGE)
words = language.chosen()
asking.ready(words)
standing = address.parts()


def reading(parts: Mapping[str, str]) -> tuple[budget_question.BudgetQuestion, tuple[Remark, ...]]:
    """The question of an address, and what of it cannot be asked."""
    usual = deciding.begun(KIND, parts, budget_question.KEYS, budget_form.first(), budget_question.answered)
    return budget_question.read(parts, decided.todays(), usual, budget_form.channels)


def meaning(parts: Mapping[str, str]) -> object:
    """What an address of this page shows."""
    return reading(parts)[0], address.language(parts, language.usual()), parts.get("result", "")


begin, unread = reading(standing)
address.seed("budget result", standing.get("result", ""), fresh)
takes = st.session_state.pop("budget taken", None)
st.title(words("budget.title"), anchor=False)
told, grid = st.container(), st.expander(words("budget.grid"), expanded=not st.session_state["budget result"])
with st.sidebar:
    asked = budget_form.show(words, takes or begin, fresh or takes is not None, grid)
    st.divider()
    deciding.earlier(words, KIND, PAGE)
with told:
    if asked.question == begin:  # else the form has moved on from what the link says
        asking.remarks(words, [*unread, *asking.strange(standing, KEYS)])
turned = deciding.page(
    words,
    KIND,
    PAGE,
    asked,
    budget_question.answered,
    budget_form.difference,
    lambda one: budget_sections.show(one, words),
    lambda: budget_sections.empty(words, asked.fit),
)
shown = str(st.session_state["budget result"])
wanted = {"lang": words.language, **budget_question.address(asked.question)}
address.settle(PAGE, wanted | ({"result": shown} if shown else {}), meaning)
if turned:
    st.rerun()
