"""Retain: the own list. Messages are a fluid; remembered touches help and tire people out."""

from __future__ import annotations

import numpy as np

from sim.core.ground.arithmetic import exp, log
from sim.core.ground.clocks import timer
from sim.core.ground.draws import uniform
from sim.core.ground.jit import formula, lookup
from sim.core.ground.ledger import book, move, note
from sim.core.ground.memory import curve, lever, person
from sim.core.ground.state import TOUCH_STOCK
from sim.core.ground.types import Person, World
from sim.core.hooks.answers import decides, joins_list, leaves_list
from sim.core.verbs.need import next_need
from sim.core.verbs.reach import forget
from sim.core.verbs.spend import accrue
from sim.vocabulary import NEVER, Account, Decision, Event, Stage


@formula
def stock_path(start: float, touches: float, memory: float, elapsed: float) -> float:
    """Remembered touches ``elapsed`` days after ``start`` of them, at ``touches`` per day, forgotten at 1/memory."""
    steady = touches * memory
    return steady + (start - steady) * exp(-elapsed / memory)


@lookup
def stock_of_all(w: World, touches: float, cell: int, t: float) -> float:
    """Remembered touches at ``t`` of somebody on the own list since day 0; ``touches``: the day's cadence."""
    d = np.int64(t)
    return stock_path(curve(w, cell, TOUCH_STOCK, d), touches, w.touch_memory, t - d)


@formula
def stock(all_now: float, all_then: float, elapsed: float, memory: float) -> float:
    """Remembered touches of somebody who joined ``elapsed`` days ago, from those of somebody always on it."""
    return max(all_now - all_then * exp(-elapsed / memory), 0.0)


@formula
def unsubscribe_rate(base: float, fatigue: float, touches: float) -> float:
    """Hazard of leaving the own list, per day: convex in remembered touches."""
    return base + fatigue * touches * touches


@formula
def nurture(effect: float, touches: float) -> float:
    """Utility that remembered touches add."""
    return effect * log(1.0 + touches)


@formula
def remembered(w: World, p: Person, t: float) -> float:
    """The remembered touches of a person on the own list; who has been on it since the start remembers all."""
    since = np.float64(p.since)
    now = stock_of_all(w, lever(w, p.cell, np.int64(t)).touches, p.cell, t)
    if since == 0.0:
        return now
    then = stock_of_all(w, lever(w, p.cell, np.int64(since)).touches, p.cell, since)
    return stock(now, then, t - since, w.touch_memory)


@formula
def retained(w: World, i: int, t: float) -> None:
    """Join the own list."""
    p = person(w, i)
    move(w, p, t, Stage.RETAINED)
    p.at_advance = NEVER
    p.candidate += np.uint16(1)
    next_candidate(w, i, t)
    if p.at_need == NEVER:  # else whoever knew us has been waiting for an occasion already
        next_need(w, i, t)
    joins_list(w, i, t)


@formula
def opt_in(w: World, i: int, t: float) -> None:
    """Join the own list of one's own accord, for the reward of the day."""
    p = person(w, i)
    reward = lever(w, p.cell, np.int64(t)).optin_reward
    note(w, i, t, Event.OPTED_IN, reward)
    book(w, p, t, Account.OPTIN_REWARD, -reward)
    p.spent -= reward
    retained(w, i, t)


@formula
def next_candidate(w: World, i: int, t: float) -> None:
    """The next moment at which unsubscribing is considered, at a rate that no policy moves."""
    p = person(w, i)
    p.at_leave = timer(w, Decision.UNSUBSCRIBE, i, p.candidate, w.unsubscribe_bound, t)


@formula
def consider_unsubscribing(w: World, i: int, t: float) -> None:
    """Leave with the probability that the present hazard is of the bound; otherwise stay.

    Who leaves also leaves behind the invitation that brought them. A hazard above the bound counts as the bound. Who
    is to decide on an offer stays.
    """
    p = person(w, i)
    rate = unsubscribe_rate(w.unsubscribe_rate, w.unsubscribe_fatigue, remembered(w, p, t))
    u = uniform(w.key, Decision.UNSUBSCRIBE_ACCEPT, i, p.candidate, 0)
    if u * w.unsubscribe_bound < rate and not decides(w, i):
        accrue(w, i, t)
        p.opted_out = 1
        p.referrer = -1
        leaves_list(w, i)
        forget(w, i, t, Event.UNSUBSCRIBED)
    else:
        p.candidate += np.uint16(1)
        next_candidate(w, i, t)
