"""Asking: when customers want something of us, and what their ticket is before it joins a queue."""

from __future__ import annotations

import numpy as np

from sim.core.ground.batch import FIRST, REPEAT
from sim.core.ground.desk_memory import asked
from sim.core.ground.draws import threshold, uniform
from sim.core.ground.jit import formula, part
from sim.core.ground.ledger import note
from sim.core.ground.memory import more, person
from sim.core.ground.types import World
from sim.core.verbs.letters import tomorrow, write
from sim.core.verbs.loyalty import reconsider_loyalty
from sim.mechanisms.desk.rules import cause_of, clock_time, desk_for, goes_first, turns_bad
from sim.vocabulary import Ask, Decision, Event, Letter

START = 2
"""The item of the address of trouble with getting started, beside those of orders (sim.core.ground.batch)."""


@part
def expect_trouble(w: World, i: int, t: float, n: int, item: int) -> None:
    """After an order: whether it turns out, some days later, that it needs service."""
    if w.desks == 0:
        return
    if w.trouble_share > 0.0 and turns_bad(w, i, t, n, item):
        turn_out(w, i, t, n, item, Ask.FIRST_ORDER if item == FIRST else Ask.REPEAT_ORDER)
    if item == FIRST and w.start_share > 0.0 and uniform(w.key, Decision.TROUBLE, i, n, START) < w.start_share:
        turn_out(w, i, t, n, START, Ask.START)


@formula
def turn_out(w: World, i: int, t: float, n: int, item: int, ask: int) -> None:
    """A letter to oneself: trouble shows after a while, the next day at the earliest."""
    delay = threshold(w.key, Decision.TROUBLE_DELAY, i, n, item) * w.trouble_delay
    write(w, ask, i, Letter.TROUBLE, max(t + delay, tomorrow(t)), n)


@formula
def ask(w: World, i: int, t: float, kind: int, index: int) -> None:
    """Open a ticket. Its room was checked before the event (see sim.core.loop.journey.live)."""
    m = more(w, i)
    h = desk_for(w, uniform(w.key, Decision.DESK, i, index, kind << 8))
    note(w, i, t, Event.ASKED, h)
    m.open += np.uint16(1)
    if w.causes > 0 and (kind == Ask.FIRST_ORDER or kind == Ask.REPEAT_ORDER):
        cause = cause_of(w, i, index, FIRST if kind == Ask.FIRST_ORDER else REPEAT)
        m.complained |= np.uint16(1 << cause)
    reconsider_loyalty(w, i, t)
    entry = asked(w, w.asked_used)
    entry.time = clock_time(w, t)
    entry.opened = entry.time
    entry.who = i
    entry.index = index
    entry.double = 0
    entry.ask = kind
    entry.turn = 0
    entry.desk = h
    entry.urgency = 0 if goes_first(w, person(w, i)) else 1
    w.asked_used += 1
