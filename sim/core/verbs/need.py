"""Occasions: when a person needs something of the category. An absolute clock that no policy moves.

In operational time (the season's curve times the person's rate) occasions are a Poisson process of rate 1 that
runs from day 0. It is drawn window by window, so that the first occasion after any moment is found without
drawing all earlier ones: occasion (k, j) is the j-th from the start of window k. Prospects and customers have a
clock each. The index of an occasion, k * 2**16 + j, addresses everything that is decided on it and the gap behind it;
that of a window, j = 0, the gap to its first occasion.

A customer's occasions may be more regular: gaps are then Erlang with ``regularity`` stages and the same mean
(Chatfield & Goodhardt 1973). Such gaps remember, so all of them lie in one window.
"""

from __future__ import annotations

import numpy as np

from sim.core.ground.batch import hand
from sim.core.ground.clocks import level, when
from sim.core.ground.draws import threshold
from sim.core.ground.jit import formula, part
from sim.core.ground.memory import common, person
from sim.core.ground.predrawn import AHEAD, gap_into, next_gap
from sim.core.ground.simd import EIGHT_PEOPLE, gaps_ahead
from sim.core.ground.state import NEED, RENEWAL
from sim.core.ground.types import Person, World
from sim.vocabulary import NEVER, Decision, Stage

WINDOW, CUSTOMER_WINDOW = 2.0, 4.0
"""Operational time of a window, of those who never bought and of customers: the occasions expected in it.

Short ones are soon entered from outside, long ones seldom left; customers stay, and have more occasions.
"""


@formula
def gap(key: int, i: int, customer: bool, n: int, stages: int) -> float:
    """Operational time from occasion ``n``, or the start of a window, to the next: Erlang of ``stages``, mean 1."""
    if not customer:
        return threshold(key, Decision.NEED_FIRST, i, n, 0)
    if stages == 1:
        return threshold(key, Decision.NEED_REPEAT, i, n, 0)
    total = 0.0
    for stage in range(stages):
        total += threshold(key, Decision.NEED_REPEAT, i, n, stage)
    return total / stages


@formula
def following(key: int, i: int, customer: bool, n: int, x: float, stages: int, window: float) -> tuple[int, float]:
    """The occasion after occasion ``n`` at operational time ``x``: its index and time.

    ``stages`` and ``window`` (operational time) are those of a customer's occasions.
    """
    return from_gap(key, i, customer, n, x, gap(key, i, customer, n, stages), stages, window)


@formula
def from_gap(
    key: int, i: int, customer: bool, n: int, x: float, step: float, stages: int, window: float
) -> tuple[int, float]:
    """The same, where the gap ``step`` to the next occasion is known."""
    width = window if customer else WINDOW
    k = n >> 16
    while True:
        n += 1
        x = np.float64(np.float32(x + step))  # as it is kept
        if x < (k + 1) * width:
            return n, x
        k += 1
        n = k << 16
        x = k * width
        step = gap(key, i, customer, n, stages)


@formula
def first_after(key: int, i: int, customer: bool, now: float, stages: int, window: float) -> tuple[int, float]:
    """The first occasion after operational time ``now``: its index and time."""
    width = window if customer else WINDOW
    k = np.int64(now / width)
    n, x = following(key, i, customer, k << 16, k * width, stages, window)
    while x <= now:
        n, x = following(key, i, customer, n, x, stages, window)
    return n, x


@formula
def next_after(w: World, i: int, customer: bool, now: float) -> tuple[int, float]:
    """The same for a person of a world, the gaps drawn eight at a time where they are exponential."""
    if customer and w.regularity != 1:
        return first_after(w.key, i, customer, now, w.regularity, w.need_window)
    width = w.need_window if customer else WINDOW
    k = np.int64(now / width)
    n = k << 16
    x = k * width
    drawn = EIGHT_PEOPLE
    while True:
        if drawn == EIGHT_PEOPLE:
            gaps_ahead(w, AHEAD, i, customer, n)
            drawn = 0
        x = np.float64(np.float32(x + hand(w, AHEAD, drawn)))
        drawn += 1
        n += 1
        if x >= (k + 1) * width:
            k += 1
            n = k << 16
            x = k * width
            drawn = EIGHT_PEOPLE
        elif x > now:
            return n, x


@formula
def need_rate(w: World, i: int) -> float:
    """Occasions per day of normal demand: a customer's own rate, or that of all prospects of the cell."""
    p = person(w, i)
    return np.float64(p.need_rate) if p.stage == Stage.CUSTOMER else w.prospect_rate * common(w, p.cell).need


@formula
def has_occasions(w: World, p: Person) -> bool:
    """Whether occasions come to a person at all: not to who could never buy, nor to who is under contract."""
    if p.stage == Stage.CUSTOMER:
        return w.dropout_kind != RENEWAL
    return p.potential != 0


@formula
def next_need(w: World, i: int, t: float) -> None:
    """Set the first occasion after ``t``."""
    p = person(w, i)
    rate = need_rate(w, i)
    p.at_need = NEVER
    if rate <= 0.0 or not has_occasions(w, p):
        return
    customer = p.stage == Stage.CUSTOMER
    n, x = next_after(w, i, customer, level(w, p.cell, NEED, t) * rate)
    set_need(w, i, t, n, x, rate)


@part
def pass_need(w: World, i: int, t: float) -> None:
    """The occasion at ``t`` is over: set the next one."""
    p = person(w, i)
    customer = p.stage == Stage.CUSTOMER
    n = np.int64(p.needs)
    x = np.float64(p.need_level)
    if not customer or w.regularity == 1:
        step = next_gap(w, i, customer, n)
        end = ((n >> 16) + 1) * (w.need_window if customer else WINDOW)
        if np.float64(np.float32(x + step)) >= end:
            step = gap_into(w, i, customer, n)
            n = ((n >> 16) + 1) << 16
            x = end
    else:
        step = gap(w.key, i, customer, n, w.regularity)
    n, x = from_gap(w.key, i, customer, n, x, step, w.regularity, w.need_window)
    set_need(w, i, t, n, x, need_rate(w, i))


@formula
def set_need(w: World, i: int, t: float, n: int, x: float, rate: float) -> None:
    """Remember the next occasion and when it comes."""
    p = person(w, i)
    p.needs = n
    p.need_level = x
    p.at_need = when(w, p.cell, NEED, x / rate, t)
