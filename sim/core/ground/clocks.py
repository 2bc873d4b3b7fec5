"""Clocks: an event happens when its integrated hazard reaches a unit-exponential threshold.

Levers are constant within a day, so a cumulative hazard is a curve of straight pieces between day boundaries:
``curve(w, cell, row, day)`` is its level at the start of the day. An event's target is a level on the curve,
which never changes when the curve's future is written again; the time follows by inversion, exactly. Where to look
is listed beforehand by equal steps of the level (``first_day``).
"""

from __future__ import annotations

import numpy as np

from sim.core.ground.draws import threshold
from sim.core.ground.jit import formula, kernel, lookup
from sim.core.ground.memory import curve, decay, first_day, set_first_day, set_steps, steps
from sim.core.ground.types import World
from sim.vocabulary import NEVER

LEAST = 1e-290
"""A curve that rises less in a whole run is searched from the first day on: steps per level would be infinite."""
A_HAIR = 1.0 - 1e-9
"""By which the foot of a step of levels is lowered, so that rounding puts no level of the step before its first day."""


@lookup
def level(w: World, cell: int, row: int, t: float) -> float:
    """The curve's level at time ``t``, days; the last level after the horizon."""
    d = np.int64(t)
    if d >= w.days:
        return curve(w, cell, row, w.days)
    start = curve(w, cell, row, d)
    return start + (t - d) * (curve(w, cell, row, d + 1) - start)


@lookup
def when(w: World, cell: int, row: int, target: float, now: float) -> float:
    """The time, not before ``now``, at which the curve reaches ``target``; NEVER within the horizon if not."""
    if target >= curve(w, cell, row, w.days):
        return NEVER
    day: int = max(np.int64(now), first_day(w, cell, row, np.int64(target * steps(w, cell, row))))
    while curve(w, cell, row, day + 1) <= target:
        day += 1
    start = curve(w, cell, row, day)
    t = day + (target - start) / (curve(w, cell, row, day + 1) - start)
    return max(t, now)


@kernel
def index_curves(w: World) -> None:
    """List on which day each curve enters each step of its levels, which are as many as there are days.

    Of the levels that a curve passes each step then holds one day in the mean, however unlike the days are.
    """
    for cell in range(w.cells):
        for row in range(w.rows):
            last = curve(w, cell, row, w.days)
            rise = last / w.days * A_HAIR
            set_steps(w, cell, row, w.days / last if last > LEAST else 0.0)
            day = 0
            for step in range(w.days + 1):
                while day < w.days - 1 and curve(w, cell, row, day + 1) <= step * rise:
                    day += 1
                set_first_day(w, cell, row, step, day)


@formula
def after(threshold: float, rate: float, now: float) -> float:
    """The time at which a constant hazard ``rate`` (per day), running from ``now``, reaches ``threshold``."""
    if rate <= 0.0:
        return NEVER
    return min(now + threshold / rate, NEVER)


@formula
def timer(w: World, decision: int, i: int, n: int, rate: float, now: float) -> float:
    """When a constant hazard that runs from ``now`` fires for person ``i``; the address is (decision, i, n)."""
    if rate <= 0.0:
        return NEVER  # nothing need be drawn
    return after(threshold(w.key, decision, i, n, 0), rate, now)


@formula
def timer_on(w: World, cell: int, row: int, decision: int, i: int, n: int, now: float) -> float:
    """The same for a hazard that a curve adds up."""
    start = level(w, cell, row, now)
    if start >= curve(w, cell, row, w.days):
        return NEVER
    return when(w, cell, row, start + threshold(w.key, decision, i, n, 0), now)


@lookup
def faded(w: World, row: int, elapsed: float) -> float:
    """What is left of 1 after ``elapsed`` days of exponential decay: exact at whole days, straight in between.

    ``row``: of World.decays. The relative error is at most the square of the rate per day over 8.
    """
    day = np.int64(elapsed)
    start = decay(w, row, day)
    return start + (elapsed - day) * (decay(w, row, day + 1) - start)
