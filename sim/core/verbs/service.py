"""Asking: when customers want something of us, and what their ticket is before it joins a queue."""

from __future__ import annotations

import numpy as np

from sim.core.ground import predrawn
from sim.core.ground.arithmetic import log
from sim.core.ground.batch import FIRST, REPEAT
from sim.core.ground.clocks import timer
from sim.core.ground.desk_memory import asked, cause_share, desk, hourly, known
from sim.core.ground.draws import threshold, uniform
from sim.core.ground.jit import formula, lookup, part
from sim.core.ground.ledger import note
from sim.core.ground.memory import common, lever, more, person
from sim.core.ground.predrawn import drawn_for
from sim.core.ground.types import Person, World
from sim.core.verbs.letters import tomorrow, write
from sim.core.verbs.loyalty import reconsider_loyalty
from sim.vocabulary import NEVER, Ask, Decision, Event, Letter

START = 2
"""The item of the address of trouble with getting started, beside those of orders (sim.core.ground.batch)."""


@formula
def trouble_chance(share: float, quality: float, anchor: float) -> float:
    """Probability that an order leads to a ticket: ``share`` at the quality ``anchor``, none at quality 1."""
    if anchor >= 1.0:
        return share
    return min(share * (1.0 - quality) / (1.0 - anchor), 1.0)


@lookup
def clock_time(w: World, t: float) -> float:
    """When of a day, as tickets come, the moment ``t`` of an even day is."""
    day = np.floor(t)
    part = t - day
    hour = 0
    while hour < 23 and hourly(w, hour + 1) <= part:
        hour += 1
    start = hourly(w, hour)
    at = day + (hour + (part - start) / (hourly(w, hour + 1) - start)) / 24.0
    return min(at, np.nextafter(day + 1.0, day))


@formula
def cause_of(w: World, i: int, n: int, item: int) -> int:
    """The cause of trouble with an order, if there is any."""
    u = uniform(w.key, Decision.CAUSE, i, n, item)
    cause = 0
    while cause < w.causes - 1 and u >= cause_share(w, cause):
        cause += 1
    return cause


@formula
def is_mended(w: World, cause: int, t: float) -> bool:
    """Whether a cause of trouble is one no longer."""
    return 0 <= known(w, cause, 1) <= np.int64(t)


@formula
def complaints_needed(after: float, accuracy: float, u: float) -> float:
    """Complaints until a cause is found: ``after`` each time that one looks for it, found with chance ``accuracy``."""
    if accuracy >= 1.0:
        return after
    if accuracy <= 0.0:
        return NEVER
    return after * (1.0 + np.floor(log(u) / log(1.0 - accuracy)))


@formula
def enough_complaints(w: World, cause: int, complaints: int) -> bool:
    """Whether, with so many complaints of the people simulated, a cause is found."""
    u = uniform(w.key, Decision.CAUSE_FOUND, cause, 0, 0)
    return complaints * (w.copies + 1.0) >= complaints_needed(w.mend_after, w.mend_accuracy, u)


@part
def expect_trouble(w: World, i: int, t: float, n: int, item: int) -> None:
    """After an order: whether it turns out, some days later, that it needs service."""
    if w.desks == 0:
        return
    if w.trouble_share > 0.0 and turns_bad(w, i, t, n, item):
        turn_out(w, i, t, n, item, Ask.FIRST_ORDER if item == FIRST else Ask.REPEAT_ORDER)
    if item == FIRST and w.start_share > 0.0 and uniform(w.key, Decision.TROUBLE, i, n, START) < w.start_share:
        turn_out(w, i, t, n, START, Ask.START)


@part
def turns_bad(w: World, i: int, t: float, n: int, item: int) -> bool:
    """Whether there is trouble with an order, of a cause that is not mended."""
    quality = lever(w, person(w, i).cell, np.int64(t)).quality
    u = drawn_for(w, predrawn.TROUBLE, Decision.TROUBLE, i, n, item, item == REPEAT)
    if u >= trouble_chance(w.trouble_share, quality, w.quality_anchor):
        return False
    return w.causes == 0 or not is_mended(w, cause_of(w, i, n, item), t)


@formula
def turn_out(w: World, i: int, t: float, n: int, item: int, ask: int) -> None:
    """A letter to oneself: trouble shows after a while, the next day at the earliest."""
    delay = threshold(w.key, Decision.TROUBLE_DELAY, i, n, item) * w.trouble_delay
    write(w, ask, i, Letter.TROUBLE, max(t + delay, tomorrow(t)), n)


@formula
def set_question(w: World, i: int, t: float) -> None:
    """Set when the customer next asks something that comes with being one."""
    if w.desks > 0:
        m = more(w, i)
        rate = w.question_rate * common(w, person(w, i).cell).questions
        m.at_question = timer(w, Decision.QUESTION, i, m.questions, rate, t)


@formula
def question_comes_up(w: World, i: int, t: float) -> None:
    """The clock of questions fires."""
    m = more(w, i)
    index = np.int64(m.questions)
    m.questions += np.uint16(1)
    ask(w, i, t, Ask.ROUTINE, index)
    set_question(w, i, t)


@formula
def goes_first(w: World, p: Person) -> bool:
    """Whether a customer's tickets go before others'."""
    if w.urgent_orders > 0 and p.orders >= w.urgent_orders:
        return True
    return ((w.urgent_segments >> np.int64(p.segment)) & 1) != 0


@formula
def desk_for(w: World, u: float) -> int:
    """The desk that a ticket goes to."""
    h = 0
    while h < w.desks - 1 and u >= desk(w, h).share:
        h += 1
    return h


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
