"""One person's day: the earliest clock fires, what follows from it is done, until the day is over."""

from __future__ import annotations

from typing import Any

import numpy as np

from sim.core.convert import consider_first_order, first_order
from sim.core.jit import formula
from sim.core.lapse import be_lost, come_back, drop_out, recommend_effect_ends
from sim.core.memory import message, person
from sim.core.reach import become_aware, contacted, forget
from sim.core.refer import invited
from sim.core.repeat import consider_order
from sim.core.retain import consider_unsubscribing, opt_in
from sim.vocabulary import NEVER, NEVER_DUE, ORGANIC, Clock, Event, Stage

LINES_PER_EVENT = 4
"""No event writes more lines into the journal than this."""


@formula
def begins(w: Any, i: int, t: float) -> None:
    """Put a person who is not unaware at time 0 into the stage of the start."""
    p = person(w, i)
    p.at_advance = NEVER
    start = p.start
    become_aware(w, i, t, ORGANIC)
    if start == Stage.RETAINED:
        opt_in(w, i, t)
    elif start == Stage.CUSTOMER:
        first_order(w, i, t)


@formula
def leaves(w: Any, i: int, t: float) -> None:
    """The clock of leaving fires: what it means depends on the stage."""
    stage = person(w, i).stage
    if stage == Stage.REACHED:
        forget(w, i, t, Event.FADED)
    elif stage == Stage.RETAINED:
        consider_unsubscribing(w, i, t)
    else:
        be_lost(w, i, t)


@formula
def advances(w: Any, i: int, t: float) -> None:
    """The clock of advancing fires: what it means depends on the stage."""
    stage = person(w, i).stage
    if stage == Stage.UNAWARE:
        begins(w, i, t)
    elif stage == Stage.REACHED:
        opt_in(w, i, t)
    elif stage == Stage.CUSTOMER:
        recommend_effect_ends(w, i, t)
    else:
        come_back(w, i, t)


@formula
def needs(w: Any, i: int, t: float) -> None:
    """An occasion comes."""
    if person(w, i).stage == Stage.CUSTOMER:
        consider_order(w, i, t)
    else:
        consider_first_order(w, i, t)


@formula
def live(w: Any, i: int, day: int) -> int:
    """Live through ``day``; returns the next day due, or -1 if a buffer is full and must first be emptied."""
    p = person(w, i)
    end = day + 1.0
    while True:
        t = p.at_reach
        clock = Clock.REACH
        if p.at_leave < t:
            t = p.at_leave
            clock = Clock.LEAVE
        if p.at_advance < t:
            t = p.at_advance
            clock = Clock.ADVANCE
        if p.at_need < t:
            t = p.at_need
            clock = Clock.NEED
        if p.at_dropout < t:
            t = p.at_dropout
            clock = Clock.DROPOUT
        if p.inbox >= 0 and message(w, p.inbox).time < t:
            t = message(w, p.inbox).time
            clock = Clock.INVITATION
        if t >= end:
            return np.int64(min(t, np.float64(NEVER_DUE)))
        if w.outbox_used >= w.outbox_places:
            return np.int64(-1)
        if 0 < w.journal_places < w.journal_used + LINES_PER_EVENT:
            return np.int64(-1)
        if clock == Clock.REACH:
            contacted(w, i, t)
        elif clock == Clock.LEAVE:
            leaves(w, i, t)
        elif clock == Clock.ADVANCE:
            advances(w, i, t)
        elif clock == Clock.NEED:
            needs(w, i, t)
        elif clock == Clock.DROPOUT:
            drop_out(w, i, t)
        else:
            invited(w, i, t)
