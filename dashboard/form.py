"""The question at the side of the page: what to compare, on how many people and worlds; earlier results."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import streamlit as st

from dashboard import address, data, format, own, variant
from dashboard.job import Request
from dashboard.question import LIMITS, MOST_OTHERS, Question, suggested
from dashboard.safe import plain
from dashboard.text import Words

STEP = 1
"""Of the fields for numbers: with another a browser calls what lies between two steps wrong, in its own language."""


@dataclass(frozen=True)
class Asked:
    """The question as the form stands, whether it can be run, which holds for every button that would run it, and
    whether it is to be run now."""

    question: Question
    fit: bool
    run: bool


def show(words: Words, choices: Sequence[data.Choice], first: Question, fresh: bool) -> Asked:
    """Draw the form; it begins with ``first``, and again where the reader has come by another address (``fresh``)."""
    titles = {choice.name: plain(words.pick(choice.title, choice.name), 60) for choice in choices}
    names = _setting(words, choices, first.base, fresh)
    hold("base", first.base, words, fresh)
    base = st.selectbox(
        words("question.base"),
        names,
        format_func=titles.__getitem__,
        key="base",
        help=words("question.base_help"),
    )
    hold("others", [name for name in first.others if name != base], words, fresh)
    others = st.multiselect(
        words("question.others"),
        [name for name in names if name != base],
        format_func=titles.__getitem__,
        key="others",
        max_selections=MOST_OTHERS,
        placeholder=words("question.others_empty"),
        help=words("question.others_help"),
    )
    beside = st.container()
    numbers, fit = sizes(words, {name: getattr(first, name) for name in LIMITS}, fresh)
    markets = data.offered()
    hold("market", first.market if first.market in markets else markets[0], words, fresh)
    market = st.selectbox(
        words("question.market"),
        markets,
        format_func=lambda name: plain(name) or words("question.market_base"),
        key="market",
    )
    with beside:
        plan, possible = own.show(words, first, base, market or "", numbers["days"], fresh)
    question = Question(base, tuple(others), **numbers, market=market or "", own=plan)
    fit = fit and possible and question.compares
    return Asked(question, fit, runs(words, "run", fit))


def runs(words: Words, key: str, fit: bool, label: str = "question.run") -> bool:
    """A button that runs what the form asks; every one of them is ready, or none is."""
    return st.button(
        words(label), type="primary", width="stretch", disabled=not fit, icon=":material/play_arrow:", key=key
    )


def sizes(words: Words, first: Mapping[str, int], fresh: bool, prefix: str = "") -> tuple[dict[str, int], bool]:
    """Fields for the sizes of a run; their numbers, and whether all of them are possible. What is not is said here
    and not by the browser, which would say it in its own language."""
    found, wrong = {}, []
    places = [
        place for _ in range(2) for place in st.columns(2, gap="medium")
    ]  # too narrow for buttons beside a number
    for place, name in zip(places, LIMITS, strict=True):
        key = f"{prefix}{name}"
        address.seed(key, first[name], fresh)
        label = words(f"question.{name}")
        about = words(f"question.{name}_help")
        value = place.number_input(label, value=None, step=STEP, key=key, help=about)
        found[name] = first[name] if value is None else int(value)
        least, most = LIMITS[name]
        if value is None or not least <= value <= most:
            ends = {"least": format.whole(least), "most": format.whole(most)}
            shown = format.MISSING if value is None else format.whole(value)
            wrong.append(words("own.empty" if value is None else "own.wrong", name=label, found=shown, **ends))
    for said in wrong:
        st.error(said, icon=":material/error:")
    return found, not wrong


def _setting(words: Words, choices: Sequence[data.Choice], base: str, fresh: bool) -> list[str]:
    """The switch between the markets of the library, with everything else of the question; the scenarios of the
    market that is chosen."""
    of = {choice.name: choice.market for choice in choices}
    todays = list(dict.fromkeys(of.values()))

    def turn() -> None:
        usual = [data.opened(name, None).days for name in (of[st.session_state["base"]], st.session_state["setting"])]
        if st.session_state["days"] == usual[0]:
            st.session_state["days"] = usual[1]
        st.session_state["base"] = st.session_state["setting"]
        st.session_state["others"] = list(suggested(st.session_state["setting"], of))

    if len(todays) == 1:
        return list(of)
    address.seed("setting", of[base], fresh)
    chosen = st.radio(
        words("question.setting"),
        todays,
        format_func=lambda today: words.known(f"question.setting_{today}", today),
        key="setting",
        on_change=turn,
        help=words("question.setting_help"),
    )
    return [name for name, market in of.items() if market == chosen]


def earlier(words: Words, results: Sequence[data.Stored], current: str) -> str | None:
    """The list of stored results; the name of the one that was picked just now, if any."""
    labels = {one.name: label(one, words) for one in results}
    if not labels:
        st.caption(words("question.none"))
        return None

    def pick() -> None:
        st.session_state["picked"] = st.session_state["earlier"]

    standing = current if current in labels else None
    if st.session_state.get("earlier") != standing and "picked" not in st.session_state:
        st.session_state["earlier"] = standing
    hold("earlier", standing, words, False)
    st.selectbox(
        words("question.open"),
        list(labels),
        index=None,
        format_func=labels.__getitem__,
        key="earlier",
        on_change=pick,
        placeholder=words("question.open_empty"),
    )
    picked: str | None = st.session_state.pop("picked", None)
    return picked


def label(one: data.Stored, words: Words) -> str:
    """When a result was made, and what it compares, or whose programme it looks into."""
    said = [s for s in one.scenarios if one.kind != "referrals" or not s["base"]]
    names = [plain(words.pick(s.get("title") or {}, str(s["name"])), 24) for s in said]
    return f"{plain(one.created[:16]).replace('T', ' ')} · {' / '.join(names)}"


def request(question: Question) -> Request:
    """The run that answers ``question``."""
    market = data.markets().get(question.market)
    text = ""
    if question.own is not None:
        text = variant.document(question.own, data.opened(question.base, market), question.days)
    sizes = (question.people, question.worlds, question.days, question.seed)
    return Request(question.scenarios, *sizes, market=str(market) if market else None, own=text)


def hold(key: str, first: object, words: Words, fresh: bool) -> None:
    """Give a widget its ``first`` value, and after a change of language its value again: what it shows is
    otherwise left in the old one."""
    address.seed(key, first, fresh)
    if st.session_state.get(f"{key} language") != words.language:
        st.session_state[f"{key} language"] = words.language
        st.session_state[key] = st.session_state[key]
