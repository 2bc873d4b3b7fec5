"""Draws dealt ahead: what the next occasions of many customers will ask of chance, eight people at a time.

A number depends on its address alone, so drawing it early changes nothing but the time it takes: processors work on
eight addresses as fast as on one. Only what every occasion of a customer asks for is dealt; all else is drawn as asked.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from sim.core.draws import threshold, uniform
from sim.core.jit import formula
from sim.core.memory import person
from sim.core.side_by_side import EIGHT_PEOPLE, thresholds, uniforms
from sim.core.turns import fetch_inbox, fetch_targets, hand, occasion, set_occasion, turn
from sim.vocabulary import Decision, Stage

GAP, CHOICE, SPEND, SHARE, BASKET, RETURNED, EXPERIENCE, TROUBLE, SURVEY = range(9)
"""What is dealt. The gap is that to the next occasion, already a unit-exponential threshold."""
HANDS = 9
REPEAT = 1
"""The item of the address of what a repeat order leads to."""


@formula
def look_ahead(w: Any, called: int, day: int) -> None:
    """See which of those who are due have an occasion as customers today; ask memory for what others will need."""
    end = np.float32(day + 1.0)
    for k in range(called):
        i = turn(w, k)
        p = person(w, i)
        buys = p.at_need < end and p.stage == Stage.CUSTOMER
        set_occasion(w, k, np.int64(p.needs) if buys else np.int64(-1))
        if p.at_reach < end:
            fetch_targets(w, i)
        if p.inbox >= 0:
            fetch_inbox(w, p.inbox)


@formula
def anybody_buys(w: Any, k: int) -> bool:
    """Whether any of the people whose turns are ``k`` to ``k`` + 7 has an occasion as a customer."""
    latest = np.int64(-1)
    for j in range(k, k + EIGHT_PEOPLE):
        latest = max(latest, occasion(w, j))
    return latest >= 0


@formula
def deal(w: Any, called: int) -> None:
    """Draw the numbers of the occasions of the first ``called`` people whose turn it is."""
    for k in range(0, called, EIGHT_PEOPLE):
        if not anybody_buys(w, k):
            continue
        if w.regularity == 1:
            thresholds(w, GAP, k, Decision.NEED_REPEAT, 0, 1)
        uniforms(w, CHOICE, k, Decision.CHOICE_REPEAT, 0)
        uniforms(w, SPEND, k, Decision.SPEND_REPEAT, 0)
        uniforms(w, SHARE, k, Decision.SHARE_REPEAT, 0)
        if w.categories > 1:
            uniforms(w, BASKET, k, Decision.BASKET, REPEAT)
        if w.return_share > 0.0:
            uniforms(w, RETURNED, k, Decision.GOODS_RETURNED, REPEAT)
        if w.satisfaction_on and w.satisfaction_noise > 0.0:
            uniforms(w, EXPERIENCE, k, Decision.EXPERIENCE, REPEAT)
        if w.desks > 0 and w.trouble_share > 0.0:
            uniforms(w, TROUBLE, k, Decision.TROUBLE, REPEAT)
        if w.survey_share > 0.0:
            uniforms(w, SURVEY, k, Decision.SURVEY, REPEAT)


@formula
def drawn_for(w: Any, lane: int, decision: int, i: int, n: int, item: int, repeat: bool) -> float:
    """The uniform number of an address of person ``i``, whose turn it is; of a ``repeat`` order it may be dealt."""
    if repeat and n == occasion(w, w.hand):
        return hand(w, lane, w.hand)
    return uniform(w.key, decision, i, n, item)


@formula
def next_gap(w: Any, i: int, n: int) -> float:
    """Operational time from a customer's occasion ``n`` to the next, where gaps are exponential."""
    if n == occasion(w, w.hand):
        return hand(w, GAP, w.hand)
    return threshold(w.key, Decision.NEED_REPEAT, i, n + 1, 0)
