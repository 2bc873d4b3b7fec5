"""The loops: everybody begins, days pass, letters are delivered, the books are closed."""

from __future__ import annotations

from typing import Any

import numpy as np

from sim.core.clocks import level
from sim.core.draws import quantile, threshold, uniform
from sim.core.hands import deal, look_ahead
from sim.core.jit import formula, kernel
from sim.core.journey import live
from sim.core.memory import cumulative_share, more, person, sensitivity, set_target
from sim.core.normal import tied
from sim.core.office import close, hear_around, room_needed, take_in
from sim.core.points import lapse_points
from sim.core.post import deliver
from sim.core.reach import schedule_contact
from sim.core.spend import accrue
from sim.core.state import (
    CHANCE_TABLE,
    CUSTOMER_SPEND_TABLE,
    DROPOUT_TABLE,
    EXPONENTIAL,
    NEED_TABLE,
    PRICE_TABLE,
    REACH,
    STRIDE,
    THRESHOLD,
    TURNS,
    WILLINGNESS_TABLE,
)
from sim.core.turns import due_among, fetch, lowest_bit, set_turn, turn
from sim.vocabulary import NEVER, NEVER_DUE, Decision, Stage


@formula
def drawn(w: Any, row: int, count: int, u: float) -> int:
    """The first place."""
    place = 0
    while place < count - 1 and u >= cumulative_share(w, row, place):
        place += 1
    return place


@formula
def trait(w: Any, law: int, u: float, scale: float) -> float:
    """A person's rate or sensitivity: the quantile at ``u`` of the population's law times ``scale``."""
    return quantile(w, law, u) * scale


@formula
def draw_traits(w: Any, i: int) -> None:
    """How often a person needs something, drops out, how much it spends, how it answers to prices."""
    p = person(w, i)
    need = uniform(w.key, Decision.NEED_RATE, i, 0, 0)
    dropout = uniform(w.key, Decision.DROPOUT_RATE, i, 0, 0)
    spend = uniform(w.key, Decision.SPEND_RATE, i, 0, 0)
    price = uniform(w.key, Decision.PRICE_RESPONSE, i, 0, 0)
    if w.rate_spend_correlation != 0.0:  # who spends much has a low spend rate
        spend = tied(-w.rate_spend_correlation, spend, need)
    if w.price_dropout_correlation != 0.0:
        dropout = tied(w.price_dropout_correlation, dropout, price)
    p.need_rate = trait(w, NEED_TABLE, need, w.customer_rate_scale)
    p.dropout_rate = trait(w, DROPOUT_TABLE, dropout, w.dropout_rate_scale)
    p.spend_rate = trait(w, CUSTOMER_SPEND_TABLE, spend, w.spend_rate_scale)
    p.price_response = trait(w, PRICE_TABLE, price, w.price_response * sensitivity(w, p.segment))
    if w.extended:
        m = more(w, i)
        if w.dropout_kind != EXPONENTIAL:
            m.chance = min(quantile(w, CHANCE_TABLE, dropout), 1.0)
        if w.rule == THRESHOLD:
            m.willingness = quantile(w, WILLINGNESS_TABLE, uniform(w.key, Decision.WILLINGNESS, i, 0, 0))


@formula
def starting_stage(w: Any, u: float) -> int:
    """Where a person stands at time 0."""
    if u < w.start_customer:
        return Stage.CUSTOMER
    if u < w.start_customer + w.start_retained:
        return Stage.RETAINED
    if u < w.start_customer + w.start_retained + w.start_reached:
        return Stage.REACHED
    return Stage.UNAWARE


@formula
def place_in_market(w: Any, i: int) -> None:
    """The segment, the use of media, whether the person could ever buy, and whether the firm recognises that."""
    p = person(w, i)
    segment = drawn(w, 0, w.segments, uniform(w.key, Decision.SEGMENT, i, 0, 0))
    cell = segment * w.classes + drawn(w, 1, w.classes, uniform(w.key, Decision.ACTIVITY, i, 0, 0))
    p.segment = segment
    p.start = Stage.UNAWARE
    if i < w.seeds:  # the others are there to be invited
        p.start = starting_stage(w, uniform(w.key, Decision.START, i, 0, 0))
    p.potential = 1
    if w.potential_share < 1.0 and p.start != Stage.CUSTOMER:
        p.potential = np.uint8(uniform(w.key, Decision.POTENTIAL, i, 0, 0) < w.potential_share)
    if w.recognition:
        share = w.recognised_true if p.potential else w.recognised_false
        cell = 2 * cell + np.int64(uniform(w.key, Decision.RECOGNISED, i, 0, 0) < share)
    p.cell = cell


@formula
def be_born(w: Any, i: int) -> int:
    """Give a person of the market traits by address, and the first clocks."""
    p = person(w, i)
    place_in_market(w, i)
    draw_traits(w, i)
    p.at_leave = p.at_need = p.at_dropout = p.at_advance = NEVER
    p.reached_at = p.first_at = p.second_at = NEVER
    p.touched_at = -NEVER
    p.ratio = 1.0
    p.referrer = p.inbox = -1
    if w.extended:
        m = more(w, i)
        m.at_pause = m.at_silence = m.at_question = m.at_tier = NEVER
        m.reference = m.life = 1.0
        m.coupon_until = -1.0
    entry = 0.0
    if w.inflow:
        entry = uniform(w.key, Decision.ENTRY, i, 0, 0) * w.days
    if p.start != Stage.UNAWARE:
        p.at_advance = entry
    for s in range(w.clocks):
        reach = level(w, p.cell, REACH + s, entry) + threshold(w.key, Decision.REACH, i, 0, s)
        set_target(w, i, s, reach if i < w.seeds else NEVER)
    schedule_contact(w, i, entry)
    return np.int64(min(min(p.at_reach, p.at_advance), np.float32(NEVER_DUE)))


@kernel
def begin(w: Any, due: np.ndarray, first: int, last: int) -> None:
    """Everybody from ``first`` up to ``last`` (excluded) begins; ``due``: int16 [person], days."""
    for i in range(first, last):
        due[i] = be_born(w, i)


@formula
def call_up(w: Any, day: int, start: int, last: int) -> tuple[int, int]:
    """List the next people who are due, from ``start`` on; returns how many, and up to where it has looked.

    Memory is asked for their records at once, so that it works for all of them at the same time.
    """
    called = 0
    while start < last and called <= TURNS - STRIDE:
        found = due_among(w, start, last, day)
        while found != 0:
            i = start + lowest_bit(found)
            found &= found - np.uint64(1)
            fetch(w, i)
            set_turn(w, called, i)
            called += 1
        start += STRIDE
    return called, start


@kernel
def scan(w: Any, due: np.ndarray, day: int, first: int, last: int) -> int:
    """Those of ``first`` up to ``last`` who are due live through ``day``; returns where it had to stop."""
    while first < last:
        called, first = call_up(w, day, first, last)
        look_ahead(w, called, day)
        deal(w, called)
        for k in range(called):
            i = turn(w, k)
            w.hand = k
            next_day = live(w, i, day)
            if next_day < 0:
                return i
            due[i] = next_day
    return last


@formula
def has_room(w: Any, day: int, used: int) -> bool:
    """Whether the end of the day fits into the arrays."""
    tickets, letters, lines = room_needed(w, w.asked_used, day)
    if tickets > w.ticket_places or used + letters > w.message_places:
        return False
    return w.journal_places == 0 or w.journal_used + lines <= w.journal_places


@kernel
def days_pass(w: Any, due: np.ndarray, day: int, place: int, last_day: int, used: int) -> tuple[int, int, int]:
    """One thread's days: from (``day``, ``place``) until ``last_day``; returns (day, place, messages used).

    Stops early, to be continued, when the journal is full or the messages need room. The outbox is
    delivered at the end of a day, or in between when it is full: no invitation arrives on the day it is sent.
    """
    while day < last_day:
        if place == 0 and w.ambient > 0.0:
            hear_around(w, day, w.joined)
        place = scan(w, due, day, place, w.population)
        written = w.outbox_used + w.asked_used
        if used + w.outbox_used > w.message_places:
            return day, place, used
        used = deliver(w, due, w, used)
        if w.desks > 0:
            if not has_room(w, day, used):
                return day, place, used
            take_in(w, w, day)
        if place < w.population:
            if written == 0:
                return day, place, used
            continue
        if w.desks > 0:
            used = close(w, due, day, used)
        day += 1
        place = 0
    return day, place, used


@kernel
def finish(w: Any, first: int, last: int) -> None:
    """Book what people cost by the day up to the horizon, and the points that have lapsed by then."""
    for i in range(first, last):
        accrue(w, i, np.float64(w.days))
        if w.points_on:
            lapse_points(w, i, np.float64(w.days))
