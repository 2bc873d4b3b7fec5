"""The question at the side of the page: what to compare, on how many people and worlds; earlier results."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from dashboard import data, own, variant
from dashboard.job import Request
from dashboard.question import LIMITS, MOST_OTHERS, Question, address, asked, suggested
from dashboard.safe import plain
from dashboard.text import Words

STEPS = {"people": 1000, "worlds": 10, "days": 30, "seed": 1}


def opening(choices: Sequence[data.Choice]) -> Question:
    """The question of the address with which the visit began."""
    if "opening" not in st.session_state:
        names = {choice.name: choice.market for choice in choices}
        st.session_state["opening"] = asked(st.query_params, names, data.defaults(), data.markets())
    question: Question = st.session_state["opening"]
    return question


def show(words: Words, choices: Sequence[data.Choice]) -> tuple[Question, bool]:
    """Draw the form; return the question as it stands, and whether it is to be run now."""
    first = opening(choices)
    titles = {choice.name: plain(words.pick(choice.title, choice.name), 60) for choice in choices}
    names = _setting(words, choices, first.base)
    _hold("base", first.base, words)
    base = st.selectbox(
        words("question.base"),
        names,
        format_func=titles.__getitem__,
        key="base",
        help=words("question.base_help"),
    )
    _hold("others", [name for name in first.others if name != base], words)
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
    numbers = {}
    for place, name in zip((*st.columns(2), *st.columns(2)), LIMITS, strict=True):
        least, most = LIMITS[name]
        numbers[name] = int(
            place.number_input(
                words(f"question.{name}"),
                min_value=least,
                max_value=most,
                value=getattr(first, name),
                step=STEPS[name],
                key=name,
                help=words(f"question.{name}_help"),
            )
        )
    markets = ["", *data.markets()]
    _hold("market", first.market if first.market in markets else "", words)
    market = st.selectbox(
        words("question.market"),
        markets,
        format_func=lambda name: plain(name) or words("question.market_base"),
        key="market",
    )
    with beside:
        plan, fit = own.show(words, first, base, data.markets().get(market or ""), numbers["days"])
    question = Question(base, tuple(others), **numbers, market=market or "", own=plan if fit else None)
    run = st.button(
        words("question.run"),
        type="primary",
        width="stretch",
        disabled=not fit or not (others or question.own),
        icon=":material/play_arrow:",
        key="run",
    )
    written = {**_kept(), **address(question)}
    if written != st.query_params.to_dict():
        st.query_params.from_dict(written)
    return question, run


def _setting(words: Words, choices: Sequence[data.Choice], base: str) -> list[str]:
    """The switch between the markets of the library, with everything else of the question; the scenarios of the
    market that is chosen."""
    of = {choice.name: choice.market for choice in choices}
    todays = list(dict.fromkeys(of.values()))

    def turn() -> None:
        st.session_state["base"] = st.session_state["setting"]
        st.session_state["others"] = list(suggested(st.session_state["setting"], of))

    if len(todays) == 1:
        return list(of)
    chosen = st.segmented_control(
        words("question.setting"),
        todays,
        default=of[base],
        format_func=lambda today: words.known(f"question.setting_{today}", today),
        key="setting",
        required=True,
        on_change=turn,
        width="stretch",
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

    _hold("earlier", current if current in labels else None, words)
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


def _hold(key: str, first: object, words: Words) -> None:
    """Give a widget its ``first`` value, and after a change of language its value again: what it shows is
    otherwise left in the old one."""
    if st.session_state.get(f"{key} language") != words.language:
        st.session_state[f"{key} language"] = words.language
        st.session_state[key] = st.session_state.get(key, first)


def _kept() -> dict[str, str]:
    """The parts of the address that are not the question's own."""
    return {key: st.query_params[key] for key in ("lang", "result", "job", "scale") if key in st.query_params}
