"""Tickets by number: their places, lists of them, and their order."""

from __future__ import annotations

import numpy as np

from sim.core.ground.desk_memory import ticket
from sim.core.ground.jit import formula
from sim.core.ground.types import Ticket, World

NONE = -1


@formula
def place_for_ticket(w: World) -> int:
    """The number of a new ticket: a place that is free again, else the first that was never used."""
    number = np.int64(w.free_ticket)
    if number == NONE:
        w.tickets_used += 1
        return np.int64(w.tickets_used - 1)
    w.free_ticket = ticket(w, number).next
    w.tickets_free -= 1
    return number


@formula
def set_aside(w: World, number: int) -> None:
    """Nothing more comes of a ticket that stands in no list but what the customer is told tomorrow."""
    ticket(w, number).next = w.answered
    w.answered = number


@formula
def forget_answered(w: World) -> None:
    """Customers have been told what became of the tickets set aside: their places are free."""
    number = np.int64(w.answered)
    while number != NONE:
        c = ticket(w, number)
        following = c.next
        c.next = w.free_ticket
        w.free_ticket = number
        w.tickets_free += 1
        w.tickets_own -= np.int64(c.double == 0)
        number = following
    w.answered = NONE


@formula
def before(a: Ticket, b: Ticket, at_end: bool) -> bool:
    """Whether ticket ``a`` comes before ``b``: by desk and when they join, or by when they end."""
    if not at_end and a.desk != b.desk:
        return a.desk < b.desk
    x = a.end if at_end else a.time
    y = b.end if at_end else b.time
    if x != y:
        return x < y
    if a.who != b.who:
        return a.who < b.who
    if a.ask != b.ask:
        return a.ask < b.ask
    if a.index != b.index:
        return a.index < b.index
    return a.double < b.double


@formula
def after_it(w: World, number: int, at_end: bool) -> int:
    """The ticket behind one, in the list of those that end (``at_end``) or join today."""
    c = ticket(w, number)
    return c.next_over if at_end else c.next


@formula
def link(w: World, number: int, following: int, at_end: bool) -> None:
    """Put ``following`` behind ticket ``number``."""
    if at_end:
        ticket(w, number).next_over = following
    else:
        ticket(w, number).next = following


@formula
def sorted_list(w: World, first: int, at_end: bool) -> int:
    """A list of tickets in their order; returns its new first one (merge sort from runs of one, in place)."""
    width = 1
    while first != NONE:
        rest = first
        first = NONE
        last = NONE
        merges = 0
        while rest != NONE:
            merges += 1
            left = rest
            lefts = 0
            while rest != NONE and lefts < width:
                rest = after_it(w, rest, at_end)
                lefts += 1
            right = rest
            rights = width
            while lefts > 0 or (rights > 0 and right != NONE):
                if lefts > 0 and (
                    rights == 0 or right == NONE or not before(ticket(w, right), ticket(w, left), at_end)
                ):
                    taken = left
                    left = after_it(w, left, at_end)
                    lefts -= 1
                else:
                    taken = right
                    right = after_it(w, right, at_end)
                    rights -= 1
                if last == NONE:
                    first = taken
                else:
                    link(w, last, taken, at_end)
                last = taken
            rest = right
        link(w, last, NONE, at_end)
        if merges <= 1:
            return first
        width *= 2
    return first
