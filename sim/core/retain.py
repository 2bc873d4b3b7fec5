"""Retain: the owned channel. Messages are a fluid; remembered touches help to convert and tire people out."""

from __future__ import annotations

from typing import Any

import numpy as np

from sim.core.arithmetic import exp, log
from sim.core.clocks import after
from sim.core.draws import threshold, uniform
from sim.core.jit import formula
from sim.core.ledger import move, note
from sim.core.memory import curve, lever, person
from sim.core.need import next_need
from sim.core.reach import forget
from sim.core.spend import accrue
from sim.core.state import TOUCH_STOCK
from sim.vocabulary import NEVER, Decision, Event, Stage


@formula
def stock_path(start: float, touches: float, memory: float, elapsed: float) -> float:
    """Remembered touches ``elapsed`` days after ``start`` of them, at ``touches`` per day, forgotten at 1/memory."""
    steady = touches * memory
    return steady + (start - steady) * exp(-elapsed / memory)


@formula
def stock_of_all(w: Any, touches: float, cell: int, t: float) -> float:
    """Remembered touches at ``t`` of somebody in the channel since day 0; ``touches``: the day's cadence."""
    d = np.int64(t)
    return stock_path(curve(w, cell, TOUCH_STOCK, d), touches, w.touch_memory, t - d)


@formula
def stock(all_now: float, all_then: float, elapsed: float, memory: float) -> float:
    """Remembered touches of somebody who joined ``elapsed`` days ago, from those of somebody always there."""
    return max(all_now - all_then * exp(-elapsed / memory), 0.0)


@formula
def unsubscribe_rate(base: float, fatigue: float, touches: float) -> float:
    """Hazard of leaving the channel, per day: convex in remembered touches."""
    return base + fatigue * touches * touches


@formula
def nurture(effect: float, touches: float) -> float:
    """Utility that remembered touches add."""
    return effect * log(1.0 + touches)


@formula
def remembered(w: Any, p: Any, t: float) -> float:
    """The remembered touches of a person in the owned channel."""
    now = stock_of_all(w, lever(w, p.cell, np.int64(t)).touches, p.cell, t)
    then = stock_of_all(w, lever(w, p.cell, np.int64(p.since)).touches, p.cell, p.since)
    return stock(now, then, t - p.since, w.touch_memory)


@formula
def retained(w: Any, i: int, t: float) -> None:
    """Enter the owned channel."""
    p = person(w, i)
    move(w, p, t, Stage.RETAINED)
    p.accrued_to = t
    p.at_advance = NEVER
    p.candidate = 0
    p.signups += np.uint16(1)
    next_candidate(w, i, t)
    next_need(w, i, t)


@formula
def opt_in(w: Any, i: int, t: float) -> None:
    """Join the owned channel of one's own accord."""
    note(w, i, t, Event.OPTED_IN, 0)
    retained(w, i, t)


@formula
def next_candidate(w: Any, i: int, t: float) -> None:
    """The next moment at which unsubscribing is considered, at a rate that no policy moves."""
    p = person(w, i)
    e = threshold(w.key, Decision.UNSUBSCRIBE, i, p.signups, p.candidate)
    p.at_leave = after(e, w.unsubscribe_bound, t)


@formula
def consider_unsubscribing(w: Any, i: int, t: float) -> None:
    """Leave with the probability that the present hazard is of the bound; otherwise stay.

    Who leaves also leaves behind the invitation that brought them. A hazard above the bound counts as the bound.
    """
    p = person(w, i)
    rate = unsubscribe_rate(w.unsubscribe_rate, w.unsubscribe_fatigue, remembered(w, p, t))
    u = uniform(w.key, Decision.UNSUBSCRIBE_ACCEPT, i, p.signups, p.candidate)
    if u * w.unsubscribe_bound < rate:
        accrue(w, p, t)
        p.opted_out = 1
        p.referrer = -1
        forget(w, i, t, Event.UNSUBSCRIBED)
    else:
        p.candidate += np.uint16(1)
        next_candidate(w, i, t)
