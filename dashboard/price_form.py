"""The question of the Price page at its side."""

from __future__ import annotations

from typing import Any

import streamlit as st

from dashboard import address, data, decided, deciding, decision_view, form, format
from dashboard.deciding import Asked
from dashboard.price_question import ENDS, POINTS, PriceQuestion
from dashboard.question import LIMITS
from dashboard.safe import markdown
from dashboard.text import Words

LOW, HIGH, TRIED = 70.0, 150.0, 13
"""The first question: from where to where, % of today's price, in so many steps."""


def first() -> PriceQuestion:
    """What is asked before a reader has chosen anything."""
    return PriceQuestion(decided.todays()[0], LOW, HIGH, TRIED, "profit", **data.defaults())


def show(words: Words, begin: PriceQuestion, fresh: bool) -> Asked:
    """Draw the form; it begins with ``begin``, and again where the reader has come by another address (``fresh``)."""
    name = deciding.scenario_field(words, "price", begin.scenario, fresh)
    st.markdown(f"**{words('price.range')}**")
    left, right = st.columns(2)
    low, fit = deciding.field(words, words("price.low"), "price low", begin.low, ENDS, fresh, left)
    high, good = deciding.field(words, words("price.high"), "price high", begin.high, ENDS, fresh, right)
    fit = fit and good
    if fit and low >= high:
        st.error(words("price.range_wrong"), icon=":material/error:")
        fit = False
    address.seed("price points", begin.points, fresh)
    points = st.slider(words("price.points"), *POINTS, key="price points", help=words("price.points_help"))
    objective, possible = deciding.objective_field(words, "price", begin.objective, fresh)
    sizes, whole = form.sizes(words, {one: getattr(begin, one) for one in LIMITS}, fresh, "price ")
    question = PriceQuestion(name, low, high, int(points), objective, **sizes)
    fit = fit and possible and whole
    return Asked(question, fit, form.runs(words, "price run", fit, "price.run"))


def difference(part: str, answers: PriceQuestion, asks: PriceQuestion, words: Words) -> str:
    """One part in which two questions differ, in words."""
    texts = [_said(part, getattr(one, part), words) for one in (answers, asks)]
    label = words(f"question.{part}") if part in LIMITS else words(f"price.part_{part}")
    return words("another.part", part=label, answers=texts[0], asks=texts[1])


def _said(part: str, value: Any, words: Words) -> str:
    if part == "objective":
        return decision_view.objective(value, words)
    if part == "scenario":
        return words.known(f"question.setting_{value}", markdown(value))
    return format.percent(value / 100.0, words.language) if part in ("low", "high") else format.whole(value)
