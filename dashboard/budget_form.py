"""The question of the Budget page: at its side, and the grid of its channels on the page itself."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

import numpy as np
import pandas as pd
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from dashboard import address, company, data, decided, deciding, decision_view, form, format, notes
from dashboard.budget_question import BOUNDS, GOALS, LEVERS, MOST_MONEY, PARTS, SPENDING, BudgetQuestion
from dashboard.deciding import Asked
from dashboard.question import LIMITS
from dashboard.safe import markdown, plain
from dashboard.text import Words
from decisions.optimise.budget import Budget, checked, of_today
from scenarios.scenario import Scenario
from sim.problems import BadInput

PEOPLE = 5000
"""People of the first question at most: many plans are run."""
STANDING = "budget grid of"
"""Under this name the session keeps which grid stands, and what it began with."""


def first() -> BudgetQuestion:
    """What is asked before a reader has chosen anything."""
    sizes = data.defaults()
    sizes["people"] = min(sizes["people"], PEOPLE)
    name = decided.todays()[0]
    return BudgetQuestion(name, None, False, 1, (), (), (), (), (), "worth", "mean", **sizes)


def channels(scenario: str) -> tuple[str, ...]:
    """The channels of the market of a scenario."""
    return tuple(one.name for one in opened(scenario).market.channels)


def opened(scenario: str) -> Scenario:
    """The policy of today that is asked about."""
    return data.opened(scenario, company.market())


def titles(scenario: Scenario, words: Words) -> dict[str, str]:
    """What the channels are called, as plain text."""
    named = {one.name: one.title.model_dump() if one.title is not None else {} for one in scenario.market.channels}
    return {name: plain(words.pick(title, name), 30) for name, title in named.items()}


def lever(name: str, words: Words) -> str:
    """What one of LEVERS is called, as plain text."""
    return words(f"budget.lever_{name}")


def show(words: Words, begin: BudgetQuestion, fresh: bool, page: DeltaGenerator) -> Asked:
    """Draw the form, the channels on the ``page``; it begins with ``begin``, and again where the reader has come by
    another address (``fresh``)."""
    grid = page.expander(words("budget.grid"), expanded=not st.session_state["budget result"])
    name = deciding.scenario_field(words, "budget", begin.scenario, fresh)
    base = opened(name)
    alike = name == begin.scenario
    objective, good = deciding.objective_field(words, "budget", begin.objective, fresh)
    goal = deciding.choice_field(words, "budget", "goal", GOALS, begin.goal, fresh)
    place = st.container()
    varied, possible = _levers(words, base, begin, fresh)
    numbers, fit = form.sizes(words, {one: getattr(begin, one) for one in LIMITS}, fresh, "budget ")
    sizes: dict[str, Any] = dict(numbers)
    resized = base.model_copy(update={"days": sizes["days"]}) if fit else base
    with place:
        total, exactly, parts, right = _money(words, resized, begin, alike, fresh)
    limits = _grid(words, resized, begin, alike, fresh, grid)
    split = tuple(limits["split"])
    usual = of_today(resized).channels
    bounds: dict[str, Any] = {
        one: tuple((key, value) for key, value in limits[one].items() if key in split) for one in BOUNDS
    }
    question = BudgetQuestion(
        name,
        total,
        exactly,
        parts,
        () if set(split) == set(usual) else split,
        **bounds,
        vary=varied,
        objective=objective,
        goal=str(goal),
        **sizes,
    )
    fit = fit and possible and good and right and _checked(words, resized, question, split, grid)
    return Asked(question, fit, form.runs(words, "budget run", fit, "budget.run"))


def difference(part: str, answers: BudgetQuestion, asks: BudgetQuestion, words: Words) -> str:
    """One part in which two questions differ, in words."""
    base = opened(asks.scenario)
    texts = [_said(part, one, base, words) for one in (answers, asks)]
    label = words(f"question.{part}") if part in LIMITS else words(f"budget.part_{part}")
    return words("another.part", part=label, answers=texts[0], asks=texts[1])


def _said(part: str, one: BudgetQuestion, base: Scenario, words: Words) -> str:
    value: Any = getattr(one, part)
    called = titles(base, words)
    joint = words("link.and")
    if part in LIMITS or part == "parts":
        return format.whole(value)
    if part == "total":
        return words("budget.as_today") if value is None else decision_view.money(value, words, base.currency)
    if part == "exactly":
        return words(f"budget.spending_{SPENDING[0 if value else 1]}")
    if part == "goal":
        return words(f"budget.goal_{value}")
    if part == "objective":
        return decision_view.objective(value, words)
    if part == "scenario":
        return words.known(f"question.setting_{value}", markdown(value))
    if part == "channels":
        return joint.join(markdown(called.get(name, name)) for name in value) or words("budget.all_that_spend")
    if part == "vary":
        return joint.join(f"{lever(name, words)} {low:g}–{high:g}" for name, low, high in value) or words("link.none")
    pairs = (f"{markdown(called.get(name, name))} {format.compact(amount, words.language)}" for name, amount in value)
    return joint.join(pairs) or words("link.none")


def _money(
    words: Words, base: Scenario, begin: BudgetQuestion, alike: bool, fresh: bool
) -> tuple[float | None, bool, int, bool]:
    """Total, whether all of it must be spent, parts of the horizon; and whether these are possible."""
    today = format.compact(of_today(base).total, words.language)
    address.seed("budget total", begin.total if alike else None, fresh)
    total = st.number_input(
        words("budget.total", currency=plain(base.currency, 12), horizon=format.horizon(base.days, words)),
        value=None,
        step=1.0,
        format="%.12g",
        key="budget total",
        placeholder=words("budget.total_today", total=today),
        help=words("budget.total_help"),
    )
    fit = total is None or 0.0 <= total <= MOST_MONEY
    if not fit and total is not None:
        ends = {"least": "0", "most": format.compact(MOST_MONEY, words.language)}
        found = format.compact(float(total), words.language)
        st.error(words("own.wrong", name=words("budget.part_total"), found=found, **ends), icon=":material/error:")
    form.hold("budget spending", SPENDING[0 if begin.exactly else 1], words, fresh)
    spending = st.segmented_control(
        words("budget.spending"),
        SPENDING,
        format_func=lambda one: words(f"budget.spending_{one}"),
        key="budget spending",
        required=True,
        width="stretch",
        label_visibility="collapsed",
    )
    address.seed("budget parts", begin.parts, fresh)
    least, most = PARTS
    parts = st.slider(words("budget.parts"), least, most, key="budget parts", help=words("budget.parts_help"))
    return (float(total) if fit and total is not None else None), spending == SPENDING[0], int(parts), fit


def _levers(
    words: Words, base: Scenario, begin: BudgetQuestion, fresh: bool
) -> tuple[tuple[tuple[str, float, float], ...], bool]:
    """Other levers with the ends of their ranges, and whether these are possible."""
    offered = [name for name in LEVERS if name not in ("referrer", "friend") or base.policy.referral.active]
    given = {name: ends for name, *ends in begin.vary if name in offered}
    form.hold("budget levers", list(given), words, fresh)
    st.session_state["budget levers"] = [one for one in st.session_state["budget levers"] if one in offered]
    chosen = st.multiselect(
        words("budget.levers"),
        offered,
        format_func=partial(lever, words=words),
        key="budget levers",
        placeholder=words("budget.levers_none"),
        help=words("budget.levers_help"),
    )
    found, fit = [], True
    for name in (one for one in LEVERS if one in chosen):
        st.markdown(f"**{lever(name, words)}**")
        usual = given.get(name, LEVERS[name][3])
        values = []
        for place, end, value in zip(st.columns(2, gap="medium"), ("from", "to"), usual, strict=True):
            label = words(f"budget.lever_{end}")
            key = f"budget {name} {end}"
            number, good = deciding.field(words, label, key, value, LEVERS[name][2], fresh, place)
            values.append(number)
            fit = fit and good
        if values[0] >= values[1]:
            st.error(words("budget.range_wrong", name=lever(name, words)), icon=":material/error:")
            fit = False
        found.append((name, values[0], values[1]))
    return tuple(found), fit


def _grid(
    words: Words, base: Scenario, begin: BudgetQuestion, alike: bool, fresh: bool, place: DeltaGenerator
) -> dict[str, Any]:
    """The channels with what is spent on them, whether they are in the split, and their limits; the reader's entries.

    A grid begins anew with another scenario, address or language, and keeps its entries otherwise.
    """
    names = channels(begin.scenario) if alike else tuple(one.name for one in base.market.channels)
    today = of_today(base).channels
    standing = st.session_state.get(STANDING)
    stamp = (base.name, names, words.language)
    if fresh or standing is None or standing["stamp"] != stamp:
        usual: dict[str, Any] = {"split": (begin.channels if alike else ()) or today}
        usual |= {one: dict(getattr(begin, one)) if alike else {} for one in BOUNDS}
        kept = standing is not None and not fresh and standing["stamp"][:2] == stamp[:2]
        number = standing["number"] + 1 if standing is not None else 0
        standing = {"stamp": stamp, "number": number, "first": standing["now"] if kept and standing else usual}
        st.session_state[STANDING] = standing
    begun = standing["first"]
    spend = Budget(names, 0.0).today(base)[:, 0]
    called = titles(base, words)
    rows = pd.DataFrame(
        {
            "channel": [called[name] for name in names],
            "split": [name in begun["split"] for name in names],
            "today": spend,
            **{one: [begun[one].get(name, np.nan) for name in names] for one in BOUNDS},
        }
    )
    amount = partial(st.column_config.NumberColumn, format="localized", min_value=0.0)
    with place:
        st.caption(words("budget.grid_caption", currency=plain(base.currency, 12)))
        edited = st.data_editor(
            rows,
            hide_index=True,
            width="stretch",
            placeholder=format.MISSING,
            disabled=["channel", "today"],
            key=f"budget grid {standing['number']}",
            column_config={
                "channel": st.column_config.TextColumn(words("budget.channel")),
                "split": st.column_config.CheckboxColumn(words("budget.split"), help=words("budget.split_help")),
                "today": amount(words("budget.today_week"), help=words("budget.today_help")),
                "least": amount(words("budget.least"), help=words("budget.least_help")),
                "most": amount(words("budget.most"), help=words("budget.most_help")),
                "step": amount(words("budget.step"), help=words("budget.step_help")),
            },
        )
    now: dict[str, Any] = {"split": tuple(name for name, on in zip(names, edited["split"], strict=True) if on)}
    for one in BOUNDS:
        pairs = zip(names, edited[one], strict=True)
        now[one] = {name: float(value) for name, value in pairs if value is not None and np.isfinite(value)}
    standing["now"] = now
    return now


def _checked(
    words: Words, base: Scenario, question: BudgetQuestion, split: tuple[str, ...], place: DeltaGenerator
) -> bool:
    """Whether the budget can be spent; why not is said."""
    limits: Mapping[str, Mapping[str, float]] = {one: dict(getattr(question, one)) for one in BOUNDS}
    total = of_today(base).total if question.total is None else question.total
    try:
        checked(Budget(split, total, question.exactly, question.parts, **limits), base)
    except BadInput as error:
        said = notes.refusal(str(error), words.language, titles(base, words))
        place.error(words("budget.refused"), icon=":material/error:")
        place.text("\n".join(plain(line, 400) for line in said.splitlines()))
        return False
    return True
