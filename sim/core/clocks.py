"""Clocks: an event happens when its integrated hazard reaches a unit-exponential threshold.

Levers are constant within a day, so a cumulative hazard is a curve of straight pieces between day boundaries:
``curve(w, cell, row, day)`` is its level at the start of the day. An event's target is a level on the curve,
which never changes when the curve's future is written again; the time follows by inversion, exactly.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from sim.core.arithmetic import exp
from sim.core.jit import formula, lookup
from sim.core.memory import curve
from sim.vocabulary import NEVER


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
    start = curve(w, cell, row, low)
    part = (target - start) / (curve(w, cell, row, high) - start)
    day = min(max(np.int64(low + part * (high - low)), low), high - 1)  # right at once where the curve is straight
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
def discounted(rate: float, age: float) -> float:
    """Present value of one unit ``age`` days later; ``rate`` continuous, per day."""
    return exp(-rate * age)
