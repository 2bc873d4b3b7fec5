"""The reader's own plan at the side of the page: its numbers, what is wrong with them, its file."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import groupby
from pathlib import Path

import streamlit as st

from dashboard import address, data, notes, variant
from dashboard.question import Question
from dashboard.safe import markdown, plain
from dashboard.text import Words
from dashboard.variant import Lever, Variant
from scenarios.scenario import Scenario
from sim.problems import BadInput

GROUPS = {"price": "price", "first": "price", "repeat": "price", "spend": "spend", "reward": "reward", "staff": "staff"}

WIDE = ("price", "staff")
"""Kinds of levers whose fields take the whole width; they stand first in their group."""


def show(words: Words, first: Question, base: str, market: str, days: int, fresh: bool) -> tuple[Variant | None, bool]:
    """Draw the plan's numbers; return the plan, None while there is none, and whether what stands there can be run.

    ``first``: the question of the address, whose plan the numbers begin with where it is one of ``base``; ``fresh``:
    whether they begin now. A plan that cannot be run is returned all the same: it belongs to the question.
    """
    address.seed("own", first.own is not None, fresh)
    if not st.toggle(words("own.on"), key="own", help=words("own.on_help")):
        return None, True
    file = data.markets().get(market)
    try:
        begin = data.opened(base, file)
    except (BadInput, OSError) as error:
        st.error(words("own.refused"), icon=":material/error:")
        st.text(notes.refusal(str(error), words.language))
        return first.own, False
    given = first.own if first.own is not None and first.base == base else None
    with st.container(border=True, gap="small"):
        address.seed("own title", given.title if given is not None else "", fresh)
        title = st.text_input(
            words("own.name"),
            max_chars=variant.LONGEST_TITLE,
            placeholder=words("own.title"),
            key="own title",
        )
        levers = variant.levers(begin)
        values = _numbers(words, begin, levers, dict(given.values) if given is not None else {}, market, fresh)
        made = Variant(
            plain(title, variant.LONGEST_TITLE),
            tuple((lever.key, value) for lever, value in zip(levers, values, strict=True) if value != lever.value),
        )
        fit = _checked(words, begin, levers, values, made, file, days)
        if fit:
            st.download_button(
                words("own.download"),
                variant.document(made, begin, days).encode(),
                file_name="own-plan.yaml",
                mime="application/yaml",
                on_click="ignore",
                icon=":material/download:",
                width="stretch",
                help=words("own.download_help", base=base),
            )
    return made, fit


def _numbers(
    words: Words, base: Scenario, levers: Sequence[Lever], given: dict[str, float], market: str, fresh: bool
) -> list[float]:
    """A field for every lever, by what it is about; the base's own value stands in it at first."""
    found = []
    for group, members in groupby(levers, key=lambda lever: GROUPS[lever.kind]):
        heading = words(f"own.group_{group}", currency=plain(base.currency, 12))
        st.markdown(f"**{heading}**", help=words.known(f"own.group_{group}_help", "") or None)
        shown = list(members)
        wide = [lever for lever in shown if lever.kind in WIDE]
        places = [st.container() for _ in wide]
        for _ in range(0, len(shown) - len(wide), 2):
            places += st.columns(2, gap="medium")
        for place, lever in zip(places, shown, strict=False):
            name = variant.name_of(lever, base, words, short=True)
            label = markdown(name) if lever.kind in ("spend", "staff") else name  # escapes would be read aloud
            key = f"own {base.name} {market} {lever.key}"  # another base begins with its own numbers
            value = given.get(lever.key, lever.value)
            address.seed(key, value, fresh)
            shape, click = "%.6g" if abs(value) < 1e6 else "%.0f", variant.step(lever.kind, base)
            field = place.number_input(label, value=None, step=click, format=shape, key=key)
            found.append(math.nan if field is None else float(field))
    return found


def _checked(
    words: Words,
    base: Scenario,
    levers: Sequence[Lever],
    values: Sequence[float],
    made: Variant,
    market: Path | None,
    days: int,
) -> bool:
    """Whether the plan can be run; what is wrong with it is said."""
    wrong = [(lever, value) for lever, value in zip(levers, values, strict=True) if not lever.allows(value)]
    for lever, value in wrong:
        ends = [variant.amount(lever, end, words) for end in lever.limits]
        name, found = markdown(variant.name_of(lever, base, words)), variant.amount(lever, value, words)
        key = "empty" if math.isnan(value) else "wrong_whole" if lever.kind == "staff" else "wrong"
        said = words(f"own.{key}", name=name, found=found, least=ends[0], most=ends[1])
        st.error(said, icon=":material/error:")
    if wrong:
        return False
    if not made.values:
        st.info(words("own.nothing"), icon=":material/info:")
        return False
    problems = data.problems(variant.document(made, base, days), market)
    if problems:
        st.error(words("own.refused"), icon=":material/error:")
        called = {desk.name: variant.desk_of(desk, words) for desk in base.market.service.desks}
        st.text("\n".join(plain(notes.refusal(one, words.language, called), 400) for one in problems))
    return not problems
