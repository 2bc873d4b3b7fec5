"""The question of the Price page at its side."""

from __future__ import annotations

from typing import Any

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from dashboard import address, company, data, decided, deciding, decision_view, form, format, schemes
from dashboard.deciding import Asked
from dashboard.price_question import ENDS, FIELDS, POINTS, RIVALS, WHOLE, PriceQuestion, Schemes
from dashboard.question import LIMITS
from dashboard.safe import markdown
from dashboard.text import Words
from decisions.schemes import PATHS
from scenarios.lowering.levers import mean_order

LOW, HIGH, TRIED = 70.0, 150.0, 13
"""The first question: from where to where, % of today's price, in so many steps."""
FIRST = {
    "penetration": "penetration",
    "skimming": "skimming",
    "quantity": "volume_discount_100",
    "new_first": "new_customers_first",
}
"""By scheme the scenario of the library that says its first numbers."""
ASKED = ("penetration", "skimming", "quantity")
"""The schemes of the first question."""


def first() -> PriceQuestion:
    """What is asked before a reader has chosen anything."""
    usual = offered()
    asked = tuple((kind, usual[kind]) for kind in ASKED if kind in usual)
    return PriceQuestion(decided.todays()[0], LOW, HIGH, TRIED, asked, "stated", "profit", **data.defaults())


def offered() -> dict[str, tuple[float, ...]]:
    """The schemes that can be asked for, with their first numbers in units of the form."""
    names = {choice.name for choice in data.choices()}
    return {kind: _numbers(kind, name) for kind, name in FIRST.items() if name in names}


def _numbers(kind: str, name: str) -> tuple[float, ...]:
    one = data.opened(name, company.market())
    price = one.policy.price
    found: tuple[float, ...]
    if kind in PATHS:
        found = (100.0 * price.path.start, float(price.path.days))
    elif kind == "quantity":
        (step,) = price.quantity_discount.steps
        found = (float(step.from_), 100.0 * step.off, mean_order(one) / price.quantity_discount.unit_price)
    else:
        (change,) = price.changes
        found = (100.0 * change.level, float(change.until or 0))
    return tuple(float(f"{value:.6g}") for value in found)


def show(words: Words, begin: PriceQuestion, fresh: bool, page: DeltaGenerator) -> Asked:
    """Draw the form; it begins with ``begin``, and again where the reader has come by another address (``fresh``)."""
    name = deciding.scenario_field(words, "price", begin.scenario, fresh)
    st.markdown(f"**{words('price.range')}**")
    left, right = st.columns(2, gap="medium")
    low, fit = deciding.field(words, words("price.low"), "price low", begin.low, ENDS, fresh, left)
    high, good = deciding.field(words, words("price.high"), "price high", begin.high, ENDS, fresh, right)
    fit = fit and good
    if fit and low >= high:
        st.error(words("price.range_wrong"), icon=":material/error:")
        fit = False
    address.seed("price points", begin.points, fresh)
    points = st.slider(words("price.points"), *POINTS, key="price points", help=words("price.points_help"))
    ways, sound = _schemes(words, begin.schemes, fresh)
    rival = deciding.choice_field(words, "price", "rival", tuple(RIVALS), begin.rival, fresh)
    objective, good = deciding.objective_field(words, "price", begin.objective, fresh)
    sizes, whole = form.sizes(words, {one: getattr(begin, one) for one in LIMITS}, fresh, "price ")
    question = PriceQuestion(name, low, high, int(points), ways, rival, objective, **sizes)
    fit = fit and sound and good and whole
    return Asked(question, fit, form.runs(words, "price run", fit, "price.run"))


def _schemes(words: Words, begin: Schemes, fresh: bool) -> tuple[Schemes, bool]:
    """Other ways to price with their numbers, and whether these are possible."""
    usual, given = offered(), dict(begin)
    form.hold("price schemes", [kind for kind in given if kind in usual], words, fresh)
    chosen = st.multiselect(
        words("price.schemes"),
        list(usual),
        format_func=lambda kind: words(f"scheme.{kind}"),
        key="price schemes",
        placeholder=words("price.schemes_none"),
        help=words("price.schemes_help"),
    )
    found, sound = [], True
    for kind in (one for one in usual if one in chosen):
        st.markdown(f"**{words(f'scheme.{kind}')}**", help=words(f"scheme.{kind}_help"))
        values = []
        firsts = given.get(kind, usual[kind])
        places = st.columns(len(firsts), gap="medium", vertical_alignment="bottom")
        for place, (name, ends), first in zip(places, FIELDS[kind].items(), firsts, strict=True):
            label = words(f"scheme.field_{name}")
            value, good = deciding.field(words, label, f"price {kind} {name}", first, ends, fresh, place)
            if good and name in WHOLE and value != round(value):
                st.error(words("price.whole", name=label), icon=":material/error:")
                good = False
            values.append(value)
            sound = sound and good
        found.append((kind, tuple(values)))
    return tuple(found), sound


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
    if part == "rival":
        return words(f"price.rival_{value}")
    if part == "schemes":
        return words("link.and").join(schemes.named(kind, values, words) for kind, values in value) or words(
            "link.none"
        )
    return format.percent(value / 100.0, words.language) if part in ("low", "high") else format.whole(value)
