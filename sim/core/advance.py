"""The loops: everybody begins, days pass, invitations are delivered, the books are closed."""

from __future__ import annotations

from typing import Any

import numpy as np

from sim.core.draws import threshold, uniform
from sim.core.jit import formula, kernel
from sim.core.journey import live
from sim.core.memory import cumulative_share, message, outgoing, person, sensitivity, set_target
from sim.core.reach import schedule_contact
from sim.core.repeat import trait
from sim.core.spend import accrue
from sim.core.state import CUSTOMER_SPEND_TABLE, DROPOUT_TABLE, NEED_TABLE, PRICE_TABLE
from sim.vocabulary import NEVER, NEVER_DUE, Decision, Stage

STRIDE = 64
"""People looked at together for whether anybody is due."""


@formula
def drawn(w: Any, row: int, count: int, u: float) -> int:
    """The first place."""
    place = 0
    while place < count - 1 and u >= cumulative_share(w, row, place):
        place += 1
    return place


@formula
def be_born(w: Any, i: int) -> int:
    """Give a person of the market traits by address, and the first clocks."""
    p = person(w, i)
    segment = drawn(w, 0, w.segments, uniform(w.key, Decision.SEGMENT, i, 0, 0))
    activity = drawn(w, 1, w.classes, uniform(w.key, Decision.ACTIVITY, i, 0, 0))
    p.segment = segment
    p.cell = segment * w.classes + activity
    p.need_rate = trait(w, NEED_TABLE, w.key, Decision.NEED_RATE, i, w.customer_rate_scale)
    p.dropout_rate = trait(w, DROPOUT_TABLE, w.key, Decision.DROPOUT_RATE, i, w.dropout_rate_scale)
    p.spend_rate = trait(w, CUSTOMER_SPEND_TABLE, w.key, Decision.SPEND_RATE, i, w.spend_rate_scale)
    response = w.price_response * sensitivity(w, segment)
    p.price_response = trait(w, PRICE_TABLE, w.key, Decision.PRICE_RESPONSE, i, response)
    p.at_leave = p.at_need = p.at_dropout = p.at_advance = NEVER
    p.reached_at = p.first_at = p.second_at = p.last_at = NEVER
    p.touched_at = -NEVER
    p.sharer_until = -1.0
    p.referrer = p.inbox = -1
    u = uniform(w.key, Decision.START, i, 0, 0)
    if i >= w.seeds:
        p.start = Stage.UNAWARE
    elif u < w.start_customer:
        p.start = Stage.CUSTOMER
    elif u < w.start_customer + w.start_retained:
        p.start = Stage.RETAINED
    elif u < w.start_customer + w.start_retained + w.start_reached:
        p.start = Stage.REACHED
    if p.start != Stage.UNAWARE:
        p.at_advance = 0.0
    for s in range(w.clocks):
        set_target(w, i, s, threshold(w.key, Decision.REACH, i, 0, s) if i < w.seeds else NEVER)
    schedule_contact(w, i, 0.0)
    return np.int64(min(min(p.at_reach, p.at_advance), np.float64(NEVER_DUE)))


@kernel
def begin(w: Any, due: np.ndarray, first: int, last: int) -> None:
    """Everybody from ``first`` up to ``last`` (excluded) begins; ``due``: int16 [person], days."""
    for i in range(first, last):
        due[i] = be_born(w, i)


@formula
def due_in(due: np.ndarray, day: int, first: int, last: int) -> bool:
    """Whether anybody of ``first`` up to ``last`` is due on ``day``."""
    found = np.int16(0)
    for i in range(np.uint64(first), np.uint64(last)):  # unsigned: no test for negative places, so vectorised
        found |= np.int16(due[i] == day)
    return found != 0


@kernel
def scan(w: Any, due: np.ndarray, day: int, first: int, last: int) -> int:
    """Those of ``first`` up to ``last`` who are due live through ``day``; returns where it had to stop."""
    today = np.int16(day)
    for start in range(first, last, STRIDE):
        end = min(start + STRIDE, last)
        if due_in(due, today, start, end):
            for i in range(start, end):
                if due[i] == today:
                    next_day = live(w, i, day)
                    if next_day < 0:
                        return i
                    due[i] = next_day
    return last


@kernel
def deliver(w: Any, due: np.ndarray, sender: Any, used: int) -> int:
    """Sort the invitations in ``sender``'s outbox into their receivers' inboxes, by (time, sender).

    ``used`` places of the store of messages are taken. The result does not depend on the order of delivery.
    """
    for k in range(sender.outbox_used):
        letter = outgoing(sender, k)
        place = used + k
        new = message(w, place)
        new.time = letter.time
        new.to = letter.to
        new.sender = letter.sender
        p = person(w, letter.to)
        before = np.int64(-1)
        after = np.int64(p.inbox)
        while after >= 0 and earlier(message(w, after), letter):
            before = after
            after = np.int64(message(w, after).next)
        new.next = after
        if before < 0:
            p.inbox = place
        else:
            message(w, before).next = place
        if letter.time < w.days:
            due[letter.to] = min(np.int64(due[letter.to]), np.int64(letter.time))
    used += sender.outbox_used
    sender.outbox_used = 0
    return used


@formula
def earlier(one: Any, other: Any) -> bool:
    """Whether one message comes before another: by time, then by sender."""
    return one.time < other.time or (one.time == other.time and one.sender < other.sender)


@kernel
def days_pass(w: Any, due: np.ndarray, day: int, place: int, last_day: int, used: int) -> tuple[int, int, int]:
    """One thread's days: from (``day``, ``place``) until ``last_day``; returns (day, place, messages used).

    Stops early, to be continued, when the journal is full or the messages need room. The outbox is
    delivered at the end of a day, or in between when it is full: no invitation arrives on the day it is sent.
    """
    n = due.shape[0]
    while day < last_day:
        place = scan(w, due, day, place, n)
        written = w.outbox_used
        if used + written > w.message_places:
            return day, place, used
        used = deliver(w, due, w, used)
        if place < n:
            if written == 0:
                return day, place, used
            continue
        day += 1
        place = 0
    return day, place, used


@kernel
def finish(w: Any, first: int, last: int) -> None:
    """Book what people cost by the day up to the horizon."""
    for i in range(first, last):
        p = person(w, i)
        if p.stage == Stage.RETAINED or p.stage == Stage.CUSTOMER:
            accrue(w, p, np.float64(w.days))
