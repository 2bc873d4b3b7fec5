"""One person's day: the earliest clock fires, what follows from it is done, until the day is over."""

from __future__ import annotations

import numpy as np

from sim.core.ground.jit import formula, step
from sim.core.ground.ledger import note
from sim.core.ground.memory import envelope, person
from sim.core.ground.predrawn import has_mark
from sim.core.ground.state import LINES_PER_EVENT
from sim.core.ground.types import World
from sim.core.hooks.acts import clock_fires, tries
from sim.core.hooks.answers import soonest_of_mechanisms
from sim.core.loop.convert import consider_first_order, end_trial, first_order
from sim.core.loop.inbox import letter_arrives
from sim.core.loop.known import goes_on
from sim.core.loop.repeat import consider_order, life_ends
from sim.core.verbs.lapse import be_lost, come_back
from sim.core.verbs.loyalty import recommend_effect_ends
from sim.core.verbs.reach import become_aware, contacted, forget
from sim.core.verbs.retain import consider_unsubscribing, opt_in, retained
from sim.vocabulary import AGAIN, NEVER, NEVER_DUE, ORGANIC, Event, Stage, Ties

FULL, LATER = -1, -2
"""Not a day: a buffer is full; the rest of the day comes later."""
MOST_EVENTS = 1 << 20
"""Nobody has so many events on a day (there are addresses for fewer); a clock that does not advance has."""


@step
def begins(w: World, i: int, t: float) -> None:
    """Put a person who is not unaware at time 0 into the stage of the start."""
    p = person(w, i)
    p.at_advance = NEVER
    start = p.start
    if i < w.known:
        goes_on(w, i, t)
        return
    become_aware(w, i, t, ORGANIC)
    if start == Stage.RETAINED:
        note(w, i, t, Event.OPTED_IN, 0)
        retained(w, i, t)
    elif start == Stage.CUSTOMER:
        first_order(w, i, t, 0)


@step
def leaves(w: World, i: int, t: float) -> None:
    """The clock of leaving fires: what it means depends on the stage."""
    stage = person(w, i).stage
    if stage == Stage.REACHED:
        forget(w, i, t, Event.FADED)
    elif stage == Stage.RETAINED:
        consider_unsubscribing(w, i, t)
    elif stage == Stage.TRIAL:
        end_trial(w, i, t)
    else:
        be_lost(w, i, t)


@step
def advances(w: World, i: int, t: float) -> None:
    """The clock of advancing fires: what it means depends on the stage."""
    stage = person(w, i).stage
    if stage == Stage.UNAWARE:
        begins(w, i, t)
    elif stage == Stage.REACHED:
        opt_in(w, i, t)
    elif stage == Stage.RETAINED:
        tries(w, i, t)
    elif stage == Stage.CUSTOMER:
        recommend_effect_ends(w, i, t)
    else:
        come_back(w, i, t, AGAIN)


@step
def needs(w: World, i: int, t: float) -> None:
    """An occasion comes."""
    if person(w, i).stage == Stage.CUSTOMER:
        consider_order(w, i, t)
    else:
        consider_first_order(w, i, t)


@formula
def before_others(w: World, i: int) -> float:
    """The earliest time of a person's clocks but that of occasions."""
    p = person(w, i)
    soonest = min(min(p.at_reach, p.at_leave), min(p.at_advance, p.at_dropout))
    if p.inbox >= 0:
        soonest = min(soonest, envelope(w, p.inbox).time)
    if w.extended:
        soonest = min(soonest, soonest_of_mechanisms(w, i))
    return soonest


@formula
def earliest(w: World, i: int) -> float:
    """When the first of a person's clocks fires, days."""
    return min(person(w, i).at_need, before_others(w, i))


@formula
def day_of(t: float) -> int:
    """The day on which a person is next due whose first clock fires at ``t``."""
    return np.int64(min(t, np.float32(NEVER_DUE)))


@formula
def needs_first(w: World, i: int, soonest: float) -> bool:
    """Whether of a person's clocks, the earliest of which fires at ``soonest``, that of occasions is the first."""
    p = person(w, i)
    return p.at_need == soonest and min(min(p.at_reach, p.at_leave), p.at_advance) != soonest


@step
def happens(w: World, i: int, soonest: float) -> None:
    """The earliest clock fires; of those that fire at the same moment the one that is named first here."""
    p = person(w, i)
    t = np.float64(soonest)
    if p.at_reach == soonest:
        contacted(w, i, t)
    elif p.at_leave == soonest:
        leaves(w, i, t)
    elif p.at_advance == soonest:
        advances(w, i, t)
    elif p.at_need == soonest:
        needs(w, i, t)
    elif p.at_dropout == soonest:
        life_ends(w, i, t)
    elif p.inbox >= 0 and envelope(w, p.inbox).time == soonest:
        letter_arrives(w, i, t)
    else:
        clock_fires(w, i, t, soonest)


@formula
def is_room(w: World) -> bool:
    """Whether the buffers take what any one event writes."""
    if w.outbox_used + w.most_letters > w.outbox_places:
        return False
    if w.desks > 0 and w.asked_used == w.asked_places:
        return False
    lines = w.most_letters + w.cart_lines + LINES_PER_EVENT
    return w.journal_places == 0 or w.journal_used + lines <= w.journal_places


@formula
def waits(w: World, i: int) -> bool:
    """Whether a person's next occasion is better lived through later in the day, when its draws have been dealt."""
    p = person(w, i)
    return w.network_kind != Ties.FRESH and not has_mark(w, p.stage == Stage.CUSTOMER, np.int64(p.needs))


@step
def live(w: World, i: int, day: int) -> int:
    """Live through ``day``; returns the next day due.

    Or FULL if a buffer must first be emptied, or the day does not end; LATER if there is another occasion today, for
    which nothing is dealt.
    """
    end = np.float32(day + 1.0)
    events = w.events if w.who == i else np.int64(0)
    while True:
        soonest = earliest(w, i)
        if soonest >= end:
            return day_of(soonest)
        if not is_room(w) or events > MOST_EVENTS:
            w.events = events
            w.who = i
            return np.int64(FULL)
        if needs_first(w, i, soonest) and waits(w, i):
            return np.int64(LATER)
        events += 1
        happens(w, i, soonest)


@formula
def is_stuck(w: World) -> bool:
    """Whether somebody's day does not end."""
    return w.events > MOST_EVENTS
