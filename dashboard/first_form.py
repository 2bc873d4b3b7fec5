"""The question of the page What do we do first? at its side, and its questionnaire on the page itself."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from dashboard import company, data, decided, deciding, decision_view, form, format
from dashboard.deciding import Asked
from dashboard.first_question import (
    ARM,
    LENGTH,
    OBJECTIVES,
    OUTCOMES,
    SHARE,
    STEPS,
    Answers,
    Arm,
    FirstQuestion,
)
from dashboard.question import LIMITS
from dashboard.safe import markdown, plain
from dashboard.text import Words
from decisions.first.answers import HIGH, LOW, dimensions, questions
from decisions.first.focus import planned, steps
from decisions.first.some import difference as given_to_some
from scenarios.files.loading import load
from scenarios.scenario import Scenario
from sim.problems import BadInput

SHARE_FIRST, LENGTH_FIRST = 50.0, 91
CAME: Arm = (10_000.0, 0.0, 0.0)
KEPT = "first kept"
"""What was asked on the other steps, in the session."""


def first() -> FirstQuestion:
    """What is asked before a reader has chosen anything."""
    scenario = decided.todays()[-1] if company.market() is None else decided.todays()[0]
    scenario = "full" if "full" in decided.todays() else scenario
    plan = next(iter(plans(scenario)), "")
    return FirstQuestion(
        next(iter(STEPS)), scenario, (), OBJECTIVES[0], plan, SHARE_FIRST, "", OUTCOMES[0], LENGTH_FIRST, CAME, CAME,
        **data.defaults(),
    )  # fmt: skip


def plans(scenario: str) -> tuple[str, ...]:
    """The steps of focus and the plans of the market of ``scenario`` that may be given to some people alone."""
    home = company.market()
    return _plans(scenario, str(home or ""), company.version(home))


@st.cache_resource(max_entries=20, show_spinner=False)
def _plans(scenario: str, market: str, version: tuple[int, ...]) -> tuple[str, ...]:
    home = Path(market) if market else None
    base = data.opened(scenario, home)
    file, today = company.files(home)
    made = {one.step: partial(planned, one, base, scenario, partial(load, market=file, today=today)) for one in steps()}
    for choice in data.choices():
        if choice.market == scenario and choice.name != scenario:
            made[choice.name] = partial(data.opened, choice.name, home)
    return tuple(name for name, plan in made.items() if _some_alone(base, plan))


def _some_alone(base: Scenario, plan: Callable[[], Scenario]) -> bool:
    try:
        given_to_some(base, plan())
    except BadInput:
        return False
    return True


def called(plan: str, words: Words) -> str:
    """The title of a plan that may be tried."""
    titles = {one.name: one.title for one in data.choices()} | {one.step: one.title for one in steps()}
    return plain(words.pick(titles.get(plan, {}), plan), 60)


def groups(scenario: str) -> tuple[str, ...]:
    """The groups of ``scenario`` on which a plan may be tried."""
    market = data.opened(scenario, company.market()).market
    kinds = [(kind, getattr(market, f"{kind}s")) for kind in ("segment", "region")]
    return tuple(f"{kind}={one.name}" for kind, known in kinds if len(known) > 1 for one in known)


def follow(step: str, scenario: str, plan: str = "") -> None:
    """Go on to another ``step`` about the same policy of today, with what is to be tried."""
    st.session_state["first step"], st.session_state["first scenario"] = step, scenario
    if plan:
        st.session_state["first plan"] = plan
    turned()


def turned() -> None:
    """Another step begins with no result."""
    st.session_state["first result"] = ""


def show(words: Words, begin: FirstQuestion, fresh: bool, page: DeltaGenerator) -> Asked:
    """Draw the form; it begins with ``begin``, and again where the reader has come by another address (``fresh``)."""
    kept = begin if fresh else st.session_state.get(KEPT, begin)
    form.hold("first step", begin.step, words, fresh or st.session_state.get("first step") not in STEPS)
    step = str(
        page.segmented_control(
            words("first.step"),
            list(STEPS),
            format_func=lambda one: words(f"first.step_{one}"),
            key="first step",
            required=True,
            on_change=turned,
            width="stretch",
            label_visibility="collapsed",
        )
    )
    scenario = deciding.scenario_field(words, "first", kept.scenario, fresh)
    own, fit = _OWN[step](words, kept, scenario, fresh, page)
    sizes, whole = form.sizes(words, {one: getattr(kept, one) for one in LIMITS}, fresh, "first ")
    stated = {"step": step, "scenario": scenario, **own, **sizes}
    st.session_state[KEPT] = replace(kept, **stated)
    fit = fit and whole
    return Asked(replace(first(), **stated), fit, form.runs(words, "first run", fit, f"first.run_{step}"))


def _diagnose(
    words: Words, kept: FirstQuestion, scenario: str, fresh: bool, page: DeltaGenerator
) -> tuple[dict[str, Any], bool]:
    """The questionnaire; what is not answered is not known."""
    given, found = dict(kept.answers), {}
    with page, _folded(words("first.questions", count=len(list(questions()))), "quiz", False):
        st.caption(words("first.scale"))
        for dimension in dimensions():
            st.markdown(f"**{markdown(words.pick(dimension.title, dimension.name))}**")
            places = [place for _ in dimension.questions[::2] for place in st.columns(2)]
            for one, place in zip(dimension.questions, places, strict=False):
                key = f"first {one.name}"
                form.hold(key, given.get(one.name), words, fresh)
                answer = place.segmented_control(
                    markdown(words.pick(one.says, one.name)), list(range(LOW, HIGH + 1)), key=key
                )
                if answer is not None:
                    found[one.name] = int(answer)
    answers: Answers = tuple(found.items())
    return {"answers": answers}, True


def _folded(label: str, icon: str, open_first: bool) -> DeltaGenerator:
    """A part of the question on the page itself; it folds when a result is to be seen below it."""
    result, key = str(st.session_state["first result"]), "first unfolded"
    if st.session_state.get("first below") != (result, label):
        st.session_state["first below"] = result, label
        st.session_state[key] = open_first and not result
    return st.expander(label, icon=f":material/{icon}:", key=key, on_change="rerun")


def _focus(
    words: Words, kept: FirstQuestion, scenario: str, fresh: bool, page: DeltaGenerator
) -> tuple[dict[str, Any], bool]:
    form.hold("first objective", kept.objective, words, fresh)
    chosen = st.selectbox(
        words("decide.objective"),
        OBJECTIVES,
        format_func=lambda one: words(f"decide.objective_{one}"),
        key="first objective",
        help=words("first.objective_help"),
    )
    return {"objective": str(chosen)}, True


def _pilot(
    words: Words, kept: FirstQuestion, scenario: str, fresh: bool, page: DeltaGenerator
) -> tuple[dict[str, Any], bool]:
    offered = plans(scenario)
    if not offered:
        st.error(words("first.no_plan"), icon=":material/error:")
        return {}, False
    plan = _one_of(words, "plan", offered, kept.plan, lambda one: called(one, words), fresh)
    some = ("", *groups(scenario))
    group = _one_of(words, "group", some, kept.group, lambda one: named(one, scenario, words), fresh)
    share, fit = kept.share, True
    if not group.startswith("region="):
        share, fit = deciding.field(words, words("first.share"), "first share", kept.share, SHARE, fresh)
    outcome = _one_of(words, "outcome", OUTCOMES, kept.outcome, lambda one: words(f"first.outcome_{one}"), fresh)
    return {"plan": plan, "group": group, "share": share, "outcome": outcome}, fit


def _one_of(
    words: Words, part: str, offered: Sequence[str], kept: str, called: Callable[[str], str], fresh: bool
) -> str:
    """What is chosen of what is ``offered`` for a part of a trial; the first where what was kept is not offered."""
    key = f"first {part}"
    if st.session_state.get(key) not in (None, *offered):
        del st.session_state[key]
    form.hold(key, kept if kept in offered else offered[0], words, fresh)
    return str(
        st.selectbox(words(f"first.{part}"), offered, format_func=called, key=key, help=words(f"first.{part}_help"))
    )


def _review(
    words: Words, kept: FirstQuestion, scenario: str, fresh: bool, page: DeltaGenerator
) -> tuple[dict[str, Any], bool]:
    found, fit = _pilot(words, kept, scenario, fresh, page)
    length, good = deciding.field(words, words("first.length"), "first length", float(kept.length), LENGTH, fresh)
    fit = fit and good
    with page, _folded(words("first.trial"), "fact_check", True):
        st.caption(words("first.sd_help"))
        for name in ("came", "without"):
            st.markdown(f"**{words(f'first.{name}')}**")
            values = []
            for place, part, ends, value in zip(
                st.columns(3), ("people", "money", "sd"), ARM, getattr(kept, name), strict=True
            ):
                label = words(f"first.{part}")
                number, good = deciding.field(words, label, f"first {name} {part}", value, ends, fresh, place)
                values.append(number)
                fit = fit and good
            found[name] = tuple(values)
        if not any(found[name][1] for name in ("came", "without")):
            st.caption(f":material/edit: {words('first.trial_empty')}")
            fit = False
    return {**found, "length": int(length)}, fit


_OWN = {"diagnose": _diagnose, "focus": _focus, "pilot": _pilot, "review": _review}


def named(group: str, scenario: str, words: Words) -> str:
    """Of whom a plan is tried, in words."""
    if not group:
        return words("first.group_all")
    kind, _, name = group.partition("=")
    market = data.opened(scenario, company.market()).market
    one = next((one for one in getattr(market, f"{kind}s") if one.name == name), None)
    title = one.title.model_dump() if one is not None and one.title is not None else {}
    return words(f"first.group_{kind}", name=plain(words.pick(title, name), 40))


def difference(part: str, answers: FirstQuestion, asks: FirstQuestion, words: Words) -> str:
    """One part in which two questions differ, in words."""
    texts = [_said(part, one, words) for one in (answers, asks)]
    label = words(f"question.{part}") if part in LIMITS else words(f"first.part_{part}")
    return words("another.part", part=label, answers=texts[0], asks=texts[1])


def _said(part: str, question: FirstQuestion, words: Words) -> str:
    value = getattr(question, part)
    if part == "objective":
        return decision_view.objective(value, words)
    if part == "scenario":
        return words.known(f"question.setting_{value}", markdown(value))
    if part == "plan":
        return markdown(called(value, words))
    if part == "group":
        return markdown(named(value, question.scenario, words))
    if part == "answers":
        return words("first.count_answers", count=len(value))
    if part in ("step", "outcome"):
        return words(f"first.{part}_{value}")
    if part in ("came", "without"):
        return " / ".join(format.compact(one, words.language) for one in value)
    return format.percent(value / 100.0, words.language) if part == "share" else format.whole(value)
