"""Clocks: an event happens when its integrated hazard reaches a unit-exponential threshold.

Levers are constant within a day, so a cumulative hazard is a curve of straight pieces between day boundaries:
``curve(w, cell, row, day)`` is its level at the start of the day. An event's target is a level on the curve,
which never changes when the curve's future is written again; the time follows by inversion, exactly.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from sim.core.draws import threshold
from sim.core.jit import formula, lookup
from sim.core.memory import curve, decay
from sim.vocabulary import NEVER

WEEK = 7
"""Days over which a curve's rise says how far to look ahead: demand repeats itself by the week."""


@lookup
def level(w: Any, cell: int, row: int, t: float) -> float:
    """The curve's level at time ``t``, days; the last level after the horizon."""
    d = np.int64(t)
    if d >= w.days:
        return curve(w, cell, row, w.days)
    start = curve(w, cell, row, d)
    return start + (t - d) * (curve(w, cell, row, d + 1) - start)


@lookup
def when(w: Any, cell: int, row: int, target: float, now: float) -> float:
    """The time, not before ``now``, at which the curve reaches ``target``; NEVER within the horizon if not."""
    if target >= curve(w, cell, row, w.days):
        return NEVER
    low = np.int64(now)
    high = w.days
    ahead = min(low + WEEK, high)
    start = curve(w, cell, row, low)
    rise = curve(w, cell, row, ahead) - start
    if rise <= 0.0:
        ahead = high
        rise = curve(w, cell, row, ahead) - start
    far = low + (target - start) / rise * (ahead - low)  # right at once where the curve is straight
    day = max(np.int64(min(far, high - 1.0)), low)
    step = 1
    while day > low and curve(w, cell, row, day) > target:
        high = day
        day = max(day - step, low)
        step *= 2
    low = day
    while high - low > 1:
        middle = min(low + step, (low + high) >> 1)
        step *= 2
        if curve(w, cell, row, middle) <= target:
            low = middle
        else:
            high = middle
    start = curve(w, cell, row, low)
    t = low + (target - start) / (curve(w, cell, row, low + 1) - start)
    return max(t, now)


@formula
def after(threshold: float, rate: float, now: float) -> float:
    """The time at which a constant hazard ``rate`` (per day), running from ``now``, reaches ``threshold``."""
    if rate <= 0.0:
        return NEVER
    return min(now + threshold / rate, NEVER)


@formula
def timer(w: Any, decision: int, i: int, n: int, rate: float, now: float) -> float:
    """When a constant hazard that runs from ``now`` fires for person ``i``; the address is (decision, i, n)."""
    if rate <= 0.0:
        return NEVER  # nothing need be drawn
    return after(threshold(w.key, decision, i, n, 0), rate, now)


@formula
def timer_on(w: Any, cell: int, row: int, decision: int, i: int, n: int, now: float) -> float:
    """The same for a hazard that a curve adds up."""
    start = level(w, cell, row, now)
    if start >= curve(w, cell, row, w.days):
        return NEVER
    return when(w, cell, row, start + threshold(w.key, decision, i, n, 0), now)


@lookup
def faded(w: Any, row: int, elapsed: float) -> float:
    """What is left of 1 after ``elapsed`` days of exponential decay: exact at whole days, straight in between.

    ``row``: of World.decays. The relative error is at most the square of the rate per day over 8.
    """
    day = np.int64(elapsed)
    start = decay(w, row, day)
    return start + (elapsed - day) * (decay(w, row, day + 1) - start)
