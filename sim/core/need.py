"""Occasions: when a person needs something of the category. An absolute clock that no policy moves.

In operational time (the season's curve times the person's rate) occasions are a Poisson process of rate 1 that
runs from day 0. It is drawn window by window, so that the first occasion after any moment is found without
drawing all earlier ones: occasion (k, j) is the j-th from the start of window k. Prospects and customers have a
clock each. The index of an occasion, k * 2**16 + j, addresses everything that is decided on it.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from sim.core.clocks import level, when
from sim.core.draws import threshold
from sim.core.jit import formula
from sim.core.memory import person
from sim.core.state import NEED
from sim.vocabulary import NEVER, Decision, Stage

WINDOW = 4.0
"""Operational time of a window: the occasions expected in it."""


@formula
def following(key: int, i: int, customer: bool, n: int, x: float) -> tuple[int, float]:
    """The occasion after occasion ``n`` at operational time ``x``: its index and time."""
    decision = Decision.NEED_REPEAT if customer else Decision.NEED_FIRST
    k = n >> 16
    while True:
        n += 1
        x += threshold(key, decision, i, n, 0)
        if x < (k + 1) * WINDOW:
            return n, x
        k += 1
        n = k << 16
        x = k * WINDOW


@formula
def first_after(key: int, i: int, customer: bool, now: float) -> tuple[int, float]:
    """The first occasion after operational time ``now``: its index and time."""
    k = np.int64(now / WINDOW)
    n, x = following(key, i, customer, k << 16, k * WINDOW)
    while x <= now:
        n, x = following(key, i, customer, n, x)
    return n, x


@formula
def need_rate(w: Any, i: int) -> float:
    """Occasions per day of normal demand: a customer's own rate, or that of all prospects."""
    p = person(w, i)
    return p.need_rate if p.stage == Stage.CUSTOMER else w.prospect_rate


@formula
def next_need(w: Any, i: int, t: float) -> None:
    """Set the first occasion after ``t``."""
    p = person(w, i)
    rate = need_rate(w, i)
    p.at_need = NEVER
    if rate <= 0.0:
        return
    n, x = first_after(w.key, i, p.stage == Stage.CUSTOMER, level(w, p.cell, NEED, t) * rate)
    set_need(w, i, t, n, x, rate)


@formula
def pass_need(w: Any, i: int, t: float) -> None:
    """The occasion at ``t`` is over: set the next one."""
    p = person(w, i)
    n, x = following(w.key, i, p.stage == Stage.CUSTOMER, np.int64(p.needs), p.need_level)
    set_need(w, i, t, n, x, need_rate(w, i))


@formula
def set_need(w: Any, i: int, t: float, n: int, x: float, rate: float) -> None:
    """Remember the next occasion and when it comes."""
    p = person(w, i)
    p.needs = n
    p.need_level = x
    p.at_need = when(w, p.cell, NEED, x / rate, t)
