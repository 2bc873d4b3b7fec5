"""The loops: days pass, letters are delivered, the books are closed."""

from __future__ import annotations

import numpy as np

from sim.core.ground.batch import (
    NOTHING,
    OPEN,
    OVER,
    REPEAT,
    add_turns,
    decided,
    due_among,
    fetch,
    in_line,
    kind,
    occasion,
    set_decided,
    set_due,
    set_in_line,
    set_turn,
    turn,
)
from sim.core.ground.jit import formula, kernel, step
from sim.core.ground.memory import person
from sim.core.ground.predrawn import deal_choices, deal_orders, look_ahead, next_turn
from sim.core.ground.state import STRIDE, TURNS
from sim.core.ground.types import World
from sim.core.hooks.acts import horizon
from sim.core.hooks.answers import has_at_home
from sim.core.loop.end_of_day import close, hear_around, room_needed, take_in
from sim.core.loop.journey import FULL, LATER, before_others, day_of, earliest, is_room, is_stuck, live
from sim.core.loop.post import deliver
from sim.core.loop.repeat import buy, offer_for, pass_by
from sim.core.verbs.spend import accrue
from sim.vocabulary import Ties


@formula
def call_up(w: World, day: int, start: int, last: int, called: int) -> tuple[int, int]:
    """List the next people who are due, from ``start`` on, behind the first ``called``, who are there already.

    Returns how many there are, and up to where it has looked.

    Memory is asked for their records at once, so that it works for all of them at the same time.
    """
    known = called
    while start < last and called <= TURNS - STRIDE:
        called = add_turns(w, due_among(w, start, last, day), start, called)
        start += STRIDE
    for k in range(known, called):
        fetch(w, turn(w, k))
    return called, start


@formula
def choice_of(w: World, k: int) -> int:
    """What a customer does with an occasion that is the first that happens today: nothing can come between."""
    if occasion(w, k) < 0 or kind(w, k) != REPEAT:
        return np.int64(OPEN)
    i = turn(w, k)
    p = person(w, i)
    if p.at_need >= before_others(w, i) or has_at_home(w, i):
        return np.int64(OPEN)
    w.hand = k
    return offer_for(w, i, np.float64(p.at_need), occasion(w, k))


@formula
def decide(w: World, called: int) -> int:
    """Make the choices of customers, one after the other, as processors then work on several of them at a time.

    Who takes none of our offers stands in line from place 0 on; returns how many these are. Where invitations reach
    fresh people everybody lives through the day in turn, as these are used up one by one.
    """
    end = 0
    for k in range(called):
        what = choice_of(w, k) if w.network_kind != Ties.FRESH else np.int64(OPEN)
        set_decided(w, k, what)
        set_in_line(w, end, k)
        end += what == NOTHING
    return end


@formula
def pass_occasions(w: World, count: int, day: int) -> None:
    """See the ``count`` people in line off who take none of our offers, if nothing else happens to them on ``day``."""
    end = np.float32(day + 1.0)
    for place in range(count):
        k = in_line(w, place)
        i = turn(w, k)
        w.hand = k
        pass_by(w, i, np.float64(person(w, i).at_need))
        may_be_over(w, i, k, end)


@formula
def may_be_over(w: World, i: int, k: int, end: float) -> None:
    """Person ``i``, who has the ``k``-th turn, has done something: is anything left to do until ``end``?"""
    soonest = earliest(w, i)
    if soonest < end:
        set_decided(w, k, OPEN)
    else:
        set_decided(w, k, OVER)
        set_due(w, i, day_of(soonest))


@step
def place_orders(w: World, last: int, day: int) -> bool:
    """Those who have seats and take an offer of ours do so; returns whether there was room for what they write.

    All orders come before all else, as processors then keep at hand what an order is made of.
    """
    end = np.float32(day + 1.0)
    for place in range(TURNS, last):
        k = in_line(w, place)
        chosen = decided(w, k)
        if chosen > NOTHING:
            if not is_room(w):
                return False
            i = next_turn(w, k)
            buy(w, i, np.float64(person(w, i).at_need), occasion(w, k), chosen)
            may_be_over(w, i, k, end)
    return True


@formula
def not_over(w: World, called: int) -> int:
    """Those for whom the day is not over stand in line from place 0 on; returns how many these are."""
    end = 0
    for k in range(called):
        set_in_line(w, end, k)
        end += decided(w, k) != OVER
    return end


@step
def scan(w: World, due: np.ndarray, day: int, first: int, last: int) -> int:
    """Those of ``first`` up to ``last`` who are due live through ``day``; returns where it had to stop."""
    waiting = 0
    while first < last or waiting > 0:
        called, first = call_up(w, day, first, last, waiting)
        look_ahead(w, called, day)
        deal_choices(w, called)
        pass_occasions(w, decide(w, called), day)
        if not place_orders(w, deal_orders(w, called), day):
            return turn(w, 0)  # whoever is not through with the day is called up again
        waiting = 0
        for place in range(not_over(w, called)):
            i = next_turn(w, in_line(w, place))
            next_day = live(w, i, day)
            if next_day == FULL:
                return min(i, turn(w, 0)) if waiting > 0 else i
            if next_day == LATER:
                set_turn(w, waiting, i)
                waiting += 1
            else:
                due[i] = next_day
    return last


@formula
def has_room(w: World, day: int, used: int) -> bool:
    """Whether the end of the day fits into the arrays."""
    tickets, letters, lines = room_needed(w, w.asked_used, day)
    if tickets > w.ticket_places or used + letters > w.mail_places:
        return False
    return w.journal_places == 0 or w.journal_used + lines <= w.journal_places


@kernel
def days_pass(
    w: World, due: np.ndarray, day: int, until: int, place: int, last: int, alone: bool, used: int
) -> tuple[int, int, int]:
    """One thread's days: from (``day``, ``place``) to before day ``until``; returns (day, place, mail used).

    A thread that is not ``alone`` lives through one day for the people up to ``last``, and leaves the rest to others.

    Stops early, to be continued, when the journal is full or the mail needs room. The outbox is
    delivered at the end of a day, or in between when it is full: no invitation arrives on the day it is sent.
    """
    while day < until:
        if alone and place == 0 and w.ambient > 0.0:
            hear_around(w, day, w.joined)
        place = scan(w, due, day, place, last)
        if not alone or is_stuck(w):
            return day, place, used
        written = w.outbox_used + w.asked_used
        if used + w.outbox_used > w.mail_places:
            return day, place, used
        used = deliver(w, due, w, used)
        if w.desks > 0:
            if not has_room(w, day, used):
                return day, place, used
            take_in(w, w, day)
        if place < last:
            if written == 0:
                return day, place, used
            continue
        if w.desks > 0:
            used = close(w, due, day, used)
        day += 1
        place = 0
        w.who = -1
    return day, place, used


@kernel
def finish(w: World, first: int, last: int, days: int) -> None:
    """Book what people cost by the day up to the end of so many days, and the points that have lapsed by then."""
    for i in range(first, last):
        accrue(w, i, np.float64(days))
        horizon(w, i, np.float64(days))
