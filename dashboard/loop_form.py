"""The question of the Referral loop page: whose programme, with which rewards, on how many people and worlds."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from dashboard import data, variant
from dashboard.form import STEPS
from dashboard.job import Request
from dashboard.question import LIMITS
from dashboard.safe import plain
from dashboard.text import Words
from scenarios.scenario import Scenario

FIRST = "referral_two_sided"
"""The programme that is looked into at first."""
REWARDS = {"referrer": "policy.referral.reward_referrer", "friend": "policy.referral.reward_friend"}
CHANCES = {"share": "market.referral.share_probability", "accept": "market.referral.accept_probability"}


def programmes(choices: Sequence[data.Choice]) -> list[str]:
    """The policies of the library that have a referral programme, the first to be looked into first."""
    active = [choice.name for choice in choices if data.opened(choice.name, None).policy.referral.active]
    return sorted(active, key=lambda name: name != FIRST)


def show(words: Words, choices: Sequence[data.Choice]) -> tuple[Request, bool]:
    """Draw the form; return the run that it asks for, and whether it is to be started now."""
    titles = {choice.name: plain(words.pick(choice.title, choice.name), 60) for choice in choices}
    names = programmes(choices)
    asked = st.query_params.get("scenario", "")
    name = st.selectbox(
        words("loop.whose"),
        names,
        index=names.index(asked) if asked in names else 0,
        format_func=lambda one: titles[one],
        key=f"loop scenario {words.language}",
        help=words("loop.whose_help"),
    )
    st.query_params["scenario"] = name
    changes = _levers(words, data.opened(name, None))
    sizes = _sizes(words)
    run = st.button(words("loop.run"), type="primary", width="stretch", icon=":material/play_arrow:", key="loop run")
    people, worlds, days, seed = (sizes[one] for one in ("people", "worlds", "days", "seed"))
    return Request((name,), people, worlds, days, seed, programme=True, changes=changes), run


def _levers(words: Words, base: Scenario) -> tuple[str, ...]:
    """Fields for rewards and chances; what differs from ``base``, as PATH=VALUE."""
    policy, belief = base.policy.referral, base.market.referral
    changes = []
    st.markdown(f"**{words('loop.rewards', currency=plain(base.currency, 12))}**")
    rewards = policy.reward_referrer, policy.reward_friend
    for place, (name, path), now in zip(st.columns(2), REWARDS.items(), rewards, strict=True):
        value = place.number_input(
            words(f"own.reward_{'referrer' if name == 'referrer' else 'friend'}_short"),
            min_value=0.0,
            max_value=variant.LIMITS["reward"][1],
            value=now,
            step=variant.step("reward", base),
            format="%.6g",
            key=f"loop {base.name} {name}",
        )
        changes += [f"{path}={value!r}"] if value != now else []
    st.markdown(f"**{words('loop.chances')}**", help=words("loop.chances_help"))
    chances = belief.share_probability.value, belief.accept_probability.value
    for place, (name, path), share in zip(st.columns(2), CHANCES.items(), chances, strict=True):
        now = round(100.0 * share, 6)
        value = place.number_input(
            words(f"loop.{name}"),
            min_value=0.0,
            max_value=100.0,
            value=now,
            step=1.0,
            format="%.6g",
            key=f"loop {base.name} {name}",
            help=words(f"loop.{name}_help"),
        )
        changes += [f"{path}={round(value / 100.0, 8)!r}"] if value != now else []
    return tuple(changes)


def _sizes(words: Words) -> dict[str, int]:
    found, first = {}, data.defaults()
    for place, name in zip((*st.columns(2), *st.columns(2)), LIMITS, strict=True):
        least, most = LIMITS[name]
        value = place.number_input(
            words(f"question.{name}"),
            min_value=least,
            max_value=most,
            value=first[name],
            step=STEPS[name],
            key=f"loop {name}",
            help=words(f"question.{name}_help"),
        )
        found[name] = int(value)
    return found
