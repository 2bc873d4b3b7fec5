"""The question of the Referral loop page at its side."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import streamlit as st

from dashboard import address, company, data, form, format
from dashboard.job import Request
from dashboard.loop_question import CHANGES, ENDS, PERCENT, LoopQuestion
from dashboard.question import LIMITS
from dashboard.safe import plain
from dashboard.text import Words

FIRST = "referral_two_sided"
"""The programme that is looked into at first."""


@dataclass(frozen=True)
class Asked:
    """The question as the form stands, whether it can be run, and whether it is to be run now."""

    question: LoopQuestion
    fit: bool
    run: bool


def programmes(choices: Sequence[data.Choice]) -> tuple[str, ...]:
    """The policies of the library whose programme can be looked into, the first to be looked into first: those that
    are about inviting friends, and today's."""
    about = [choice for choice in choices if choice.front == "referral" or choice.name in data.MARKETS]
    active = [choice.name for choice in about if data.opened(choice.name, company.market()).policy.referral.active]
    return tuple(sorted(active, key=lambda name: name != FIRST))


def own(name: str) -> Mapping[str, float]:
    """The rewards and chances of a scenario itself, in the market of the company if there is one."""
    opened = data.opened(name, company.market())
    policy, belief = opened.policy.referral, opened.market.referral
    chances = belief.share_probability.value, belief.accept_probability.value
    rewards = float(policy.reward_referrer), float(policy.reward_friend)
    return dict(zip(CHANGES, (*rewards, *(round(100.0 * share, 6) for share in chances)), strict=True))


def first(choices: Sequence[data.Choice]) -> LoopQuestion:
    """What is asked before a reader has chosen anything."""
    return LoopQuestion(programmes(choices)[0], (), **{name: data.defaults()[name] for name in LIMITS})


def show(words: Words, choices: Sequence[data.Choice], begin: LoopQuestion, fresh: bool) -> Asked:
    """Draw the form; it begins with ``begin``, and again where the reader has come by another address (``fresh``)."""
    titles = {choice.name: plain(words.pick(choice.title, choice.name), 60) for choice in choices}
    form.hold("loop scenario", begin.scenario, words, fresh)
    name = st.selectbox(
        words("loop.whose"),
        programmes(choices),
        format_func=titles.__getitem__,
        key="loop scenario",
        help=words("loop.whose_help"),
    )
    changes, possible = _changes(words, name, dict(begin.changes) if name == begin.scenario else {}, fresh)
    numbers, fit = form.sizes(words, {one: getattr(begin, one) for one in LIMITS}, fresh, "loop ")
    fit = fit and possible
    return Asked(LoopQuestion(name, changes, **numbers), fit, form.runs(words, "loop run", fit, "loop.run"))


def request(question: LoopQuestion) -> Request:
    """The run that answers ``question``."""
    sizes = (question.people, question.worlds, question.days, question.seed)
    home = company.market()
    market = None if home is None else str(home)
    return Request((question.scenario,), *sizes, market=market, programme=True, changes=question.overrides)


def label(name: str, words: Words) -> str:
    """What one of CHANGES is called."""
    return words(f"loop.{name}" if name in PERCENT else f"own.reward_{name}_short")


def _changes(
    words: Words, scenario: str, begin: Mapping[str, float], fresh: bool
) -> tuple[tuple[tuple[str, float], ...], bool]:
    """Fields for rewards and chances; what differs from the scenario's own, and whether all of it is possible."""
    usual, found, wrong = own(scenario), [], []
    base = data.opened(scenario, company.market())
    currency = plain(base.currency, 12)
    headings = {"referrer": words("loop.rewards", currency=currency), "share": words("loop.chances")}
    for name in CHANGES:
        if name in headings:
            st.markdown(f"**{headings[name]}**", help=words("loop.chances_help") if name in PERCENT else None)
            places = iter(st.columns(2, gap="medium"))
        key, help_ = f"loop {scenario} {name}", words(f"loop.{name}_help") if name in PERCENT else None
        address.seed(key, begin.get(name, usual[name]), fresh)
        field = next(places).number_input(label(name, words), value=None, step=1.0, format="%.6g", key=key, help=help_)
        if field is None or not 0.0 <= field <= ENDS[name]:
            shown = format.MISSING if field is None else f"{field:,.6g}"
            ends = {"least": "0", "most": format.whole(ENDS[name])}
            key = "own.empty" if field is None else "own.wrong"
            wrong.append(words(key, name=label(name, words), found=shown, **ends))
        elif field != usual[name]:
            found.append((name, float(field)))
    for said in wrong:
        st.error(said, icon=":material/error:")
    return tuple(found), not wrong
