"""One person's day: the earliest clock fires, what follows from it is done, until the day is over."""

from __future__ import annotations

from typing import Any

import numpy as np

from sim.core.convert import consider_first_order, end_trial, first_order
from sim.core.inbox import letter_arrives
from sim.core.jit import formula
from sim.core.lapse import be_lost, come_back, pause_or_resume
from sim.core.loyalty import recommend_effect_ends
from sim.core.memory import message, more, person
from sim.core.points import leave_tier
from sim.core.reach import become_aware, contacted, forget
from sim.core.repeat import consider_order, life_ends
from sim.core.retain import consider_unsubscribing, opt_in, start_trial
from sim.core.service import question_comes_up
from sim.core.state import LINES_PER_EVENT
from sim.core.winback import fall_silent
from sim.vocabulary import NEVER, NEVER_DUE, ORGANIC, Clock, Event, Stage


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
        first_order(w, i, t, 0)


@formula
def leaves(w: Any, i: int, t: float) -> None:
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


@formula
def advances(w: Any, i: int, t: float) -> None:
    """The clock of advancing fires: what it means depends on the stage."""
    stage = person(w, i).stage
    if stage == Stage.UNAWARE:
        begins(w, i, t)
    elif stage == Stage.REACHED:
        opt_in(w, i, t)
    elif stage == Stage.RETAINED:
        start_trial(w, i, t)
    elif stage == Stage.CUSTOMER:
        recommend_effect_ends(w, i, t)
    else:
        come_back(w, i, t, w.second_life)


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
    end = np.float32(day + 1.0)
    while True:
        soonest = p.at_reach
        clock = Clock.REACH
        if p.at_leave < soonest:
            soonest = p.at_leave
            clock = Clock.LEAVE
        if p.at_advance < soonest:
            soonest = p.at_advance
            clock = Clock.ADVANCE
        if p.at_need < soonest:
            soonest = p.at_need
            clock = Clock.NEED
        if p.at_dropout < soonest:
            soonest = p.at_dropout
            clock = Clock.DROPOUT
        if p.inbox >= 0 and message(w, p.inbox).time < soonest:
            soonest = message(w, p.inbox).time
            clock = Clock.INVITATION
        if w.extended:
            m = more(w, i)
            if m.at_pause < soonest:
                soonest = m.at_pause
                clock = Clock.PAUSE
            if m.at_silence < soonest:
                soonest = m.at_silence
                clock = Clock.SILENCE
            if m.at_question < soonest:
                soonest = m.at_question
                clock = Clock.QUESTION
            if m.at_tier < soonest:
                soonest = m.at_tier
                clock = Clock.TIER
        if soonest >= end:
            return np.int64(min(soonest, np.float32(NEVER_DUE)))
        if w.outbox_used + w.most_letters > w.outbox_places:
            return np.int64(-1)
        if w.desks > 0 and w.asked_used == w.asked_places:
            return np.int64(-1)
        if 0 < w.journal_places < w.journal_used + w.most_letters + LINES_PER_EVENT:
            return np.int64(-1)
        t = np.float64(soonest)
        if clock == Clock.REACH:
            contacted(w, i, t)
        elif clock == Clock.LEAVE:
            leaves(w, i, t)
        elif clock == Clock.ADVANCE:
            advances(w, i, t)
        elif clock == Clock.NEED:
            needs(w, i, t)
        elif clock == Clock.DROPOUT:
            life_ends(w, i, t)
        elif clock == Clock.INVITATION:
            letter_arrives(w, i, t)
        elif clock == Clock.PAUSE:
            pause_or_resume(w, i, t)
        elif clock == Clock.SILENCE:
            fall_silent(w, i, t)
        elif clock == Clock.QUESTION:
            question_comes_up(w, i, t)
        else:
            leave_tier(w, i, t)
