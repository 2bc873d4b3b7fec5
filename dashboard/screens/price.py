"""Price: what it should cost, what a price does, and how sure that is."""

from collections.abc import Mapping

import streamlit as st

from dashboard import address, asking, decided, deciding, language, price_form, price_question, price_sections
from dashboard.question import Remark

KIND, PAGE = "price", "price"
KEYS = (*price_question.KEYS, *address.EVERYWHERE)
fresh = address.arrived(PAGE)
words = language.chosen()
asking.ready(words)
standing = address.parts()


def reading(parts: Mapping[str, str]) -> tuple[price_question.PriceQuestion, tuple[Remark, ...]]:
    """The question of an address, and what of it cannot be asked."""
    usual = deciding.begun(KIND, parts, price_question.KEYS, price_form.first(), price_question.answered)
    return price_question.read(parts, decided.todays(), usual)


def meaning(parts: Mapping[str, str]) -> object:
    """What an address of this page shows."""
    return reading(parts)[0], address.language(parts, language.usual()), parts.get("result", "")


begin, unread = reading(standing)
address.seed("price result", standing.get("result", ""), fresh)
takes = st.session_state.pop("price taken", None)
with st.sidebar:
    asked = price_form.show(words, takes or begin, fresh or takes is not None)
    st.divider()
    deciding.earlier(words, KIND, PAGE)
st.title(words("price.title"), anchor=False)
if asked.question == begin:  # else the form has moved on from what the link says
    asking.remarks(words, [*unread, *asking.strange(standing, KEYS)])
turned = deciding.page(
    words,
    KIND,
    PAGE,
    asked,
    price_question.answered,
    price_form.difference,
    lambda one: price_sections.show(one, words),
    lambda: price_sections.empty(words, asked.fit),
)
shown = str(st.session_state["price result"])
wanted = {"lang": words.language, **price_question.address(asked.question)}
address.settle(PAGE, wanted | ({"result": shown} if shown else {}), meaning)
if turned:
    st.rerun()
