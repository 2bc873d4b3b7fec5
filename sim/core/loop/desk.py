"""The service desks: tickets wait, are served, come back or give up. One day at a time, after all customers' day.

Each desk is a queue of two urgencies, non-preemptive, whose staff changes by the hour; who waits may give up
(Erlang-A with log-normal handling: Brown et al. 2005). Nobody here is scanned: a desk lives from one event to
the next. What ends on a day is told to the customers on the following one.
"""

from __future__ import annotations

import numpy as np

from sim.core.ground.arithmetic import exp, log
from sim.core.ground.desk_memory import add_desk, add_wait, desk, on_duty, queue, server, ticket
from sim.core.ground.draws import uniform
from sim.core.ground.jit import formula, lookup
from sim.core.ground.ledger import note
from sim.core.ground.network import GOLDEN, scramble
from sim.core.ground.normal import normal_score
from sim.core.ground.types import Ticket, World
from sim.core.loop.tickets import NONE, set_aside
from sim.vocabulary import NEVER, Decision, Desk, Event

IN_QUEUE, GONE, DONE = 0, 1, 2
"""States of a ticket: waiting or in hand; given up, still in the queue; nothing more to come."""
MOST_TURNS = 255
MINUTES = 1440.0
"""In a day."""
BINS_PER_LOG = 10.0
"""Bins of waiting times for each e-fold of 1 + minutes."""


@formula
def draw(w: World, c: Ticket, decision: int) -> float:
    """A ticket's uniform number: a person's own by the person's address, of a double under a key of its own."""
    turn = (np.int64(c.ask) << 8) | np.int64(c.turn)
    if c.double == 0:
        return uniform(w.key, decision, c.who, c.index, turn)
    return uniform(doubles_key(w.key, turn), decision, c.who, c.index, c.double)


@formula
def doubles_key(key: int, turn: int) -> int:
    """The key under which the doubles of a person's ticket draw."""
    return scramble(np.uint64(key) + GOLDEN * np.uint64(turn + 1))


@formula
def exponential(u: float, mean: float) -> float:
    """An exponential time of a mean."""
    return -log(u) * mean


@lookup
def handling_time(w: World, h: int, u: float) -> float:
    """How long the staff of a desk works on a ticket, days."""
    kind = desk(w, h)
    if kind.exponential:
        return exponential(u, kind.handling)
    return exp(kind.log_mean + kind.log_sd * normal_score(u))


@formula
def wait_bin(time: float, bins: int) -> int:
    """The bin of a waiting time (sim.measures.service.wait_quantile reads them)."""
    return min(np.int64(BINS_PER_LOG * log(1.0 + MINUTES * time)), bins - 1)


@formula
def micro_days(time: float) -> int:
    """A time in micro-days, rounded down."""
    return np.int64(np.floor(time * 1e6))


@formula
def waiting(w: World, h: int) -> int:
    """How many wait at a desk, those who have silently gone included."""
    q = queue(w, h)
    return q.waiting[0] + q.waiting[1]


@formula
def line_up(w: World, h: int, number: int) -> None:
    """Put a ticket at the end of its queue."""
    q = queue(w, h)
    c = ticket(w, number)
    c.next = NONE
    u = np.int64(c.urgency)
    if q.waiting[u] == 0:
        q.first[u] = number
    else:
        ticket(w, q.last[u]).next = number
    q.last[u] = number
    q.waiting[u] += 1


@formula
def take_next(w: World, h: int) -> int:
    """The ticket whose turn it is, out of the queue; NONE if nobody waits."""
    q = queue(w, h)
    for u in range(2):
        if q.waiting[u] > 0:
            number = q.first[u]
            q.first[u] = ticket(w, number).next
            q.waiting[u] -= 1
            return number
    return NONE


@formula
def push(w: World, h: int, until: float, number: int) -> None:
    """A member of staff is at work until then (binary heap, the earliest first)."""
    q = queue(w, h)
    place = q.busy
    q.busy += 1
    while place > 0:
        above = (place - 1) >> 1
        if server(w, h, above).until <= until:
            break
        server(w, h, place).until = server(w, h, above).until
        server(w, h, place).ticket = server(w, h, above).ticket
        place = above
    server(w, h, place).until = until
    server(w, h, place).ticket = number


@formula
def pop(w: World, h: int) -> int:
    """The member of staff who is done first is done; returns the number of the ticket."""
    q = queue(w, h)
    done = server(w, h, 0).ticket
    q.busy -= 1
    n = q.busy
    until = server(w, h, n).until
    number = server(w, h, n).ticket
    place = 0
    while True:
        below = 2 * place + 1
        if below >= n:
            break
        if below + 1 < n and server(w, h, below + 1).until < server(w, h, below).until:
            below += 1
        if until <= server(w, h, below).until:
            break
        server(w, h, place).until = server(w, h, below).until
        server(w, h, place).ticket = server(w, h, below).ticket
        place = below
    server(w, h, place).until = until
    server(w, h, place).ticket = number
    return done


@formula
def is_over(w: World, number: int, over: int) -> int:
    """Put a ticket into the list of those over today; returns the new first of the list."""
    ticket(w, number).next_over = over
    return number


@formula
def count_giving_up(w: World, h: int, day: int, number: int, over: int) -> int:
    """Whoever waits has had enough, and feels it the day after (sim.core.loop.inbox.hear_of_ticket); returns the first
    of the list of those over today."""
    c = ticket(w, number)
    c.end = c.until
    c.over = GONE if c.silent else DONE
    add_desk(w, day, h, Desk.GAVE_UP, 1)
    add_desk(w, day, h, Desk.IN_VAIN, micro_days(c.until - c.time))
    add_wait(w, 2, h, wait_bin(c.until - c.time, w.wait_bins))
    if c.silent:
        add_desk(w, day, h, Desk.SILENT, 1)
    return is_over(w, number, over)


@formula
def serve(w: World, h: int, day: int, now: float, staff: int, over: int) -> int:
    """Whoever is free takes the next ticket; returns the first of the list of those over today."""
    while queue(w, h).busy < staff:
        number = take_next(w, h)
        if number == NONE:
            return over
        c = ticket(w, number)
        if c.until < now:
            if c.over == IN_QUEUE:
                over = count_giving_up(w, h, day, number, over)
            if c.silent:
                push(w, h, now + desk(w, h).silent_time, number)
                c.start = now
            continue
        c.start = now
        push(w, h, now + handling_time(w, h, draw(w, c, Decision.HANDLING)), number)
    return over


@formula
def finish_one(w: World, h: int, day: int, now: float, over: int) -> int:
    """A member of staff is done with a ticket; returns the first of the list of those over today."""
    number = pop(w, h)
    c = ticket(w, number)
    add_desk(w, day, h, Desk.HANDLED, micro_days(now - c.start))
    if c.over == GONE:
        c.over = DONE
        if c.end < day:  # nor does it stand among those over today
            set_aside(w, number)
        return over
    c.end = now
    add_desk(w, day, h, Desk.SERVED, 1)
    add_desk(w, day, h, Desk.WAITED, micro_days(c.start - c.time))
    add_wait(w, 0, h, wait_bin(c.start - c.time, w.wait_bins))
    c.over = DONE
    c.again = NEVER
    solved = desk(w, h).solved
    if solved < 1.0 and c.turn < MOST_TURNS and draw(w, c, Decision.SOLVED) >= solved:
        c.again = np.floor(now) + 1.0 + exponential(draw(w, c, Decision.REOPENED), w.reopen_delay)
    else:
        add_desk(w, day, h, Desk.SOLVED, 1)
        add_desk(w, day, h, Desk.SOLVING, micro_days(now - c.opened))
        add_wait(w, 1, h, wait_bin(now - c.opened, w.wait_bins))
    return is_over(w, number, over)


@formula
def join(w: World, h: int, day: int, number: int) -> None:
    """A ticket joins the queue, for the first time or again."""
    c = ticket(w, number)
    c.over = IN_QUEUE
    patience = desk(w, h).patience
    c.until = c.time + exponential(draw(w, c, Decision.PATIENCE), patience) if patience > 0.0 else NEVER
    silent_share = desk(w, h).silent_share
    c.silent = np.uint8(silent_share > 0.0 and draw(w, c, Decision.SILENT) < silent_share)
    add_desk(w, day, h, Desk.ASKED, 1)
    if c.turn > 0:
        add_desk(w, day, h, Desk.REOPENED, 1)
        if c.double == 0:
            note(w, np.int64(c.who), c.time, Event.REOPENED, h)
    line_up(w, h, number)


@formula
def purge(w: World, h: int, day: int, over: int) -> int:
    """At the end of the day: those who have given up leave the queue, the silent ones stay in it."""
    q = queue(w, h)
    for u in range(2):
        number = q.first[u]
        left = q.waiting[u]
        q.waiting[u] = 0
        for _ in range(left):
            following = ticket(w, number).next
            c = ticket(w, number)
            if c.over == IN_QUEUE and c.until < day + 1.0:
                over = count_giving_up(w, h, day, number, over)
            if c.over != DONE:
                line_up(w, h, number)
            number = following
    return over


@formula
def desk_day(w: World, h: int, day: int, number: int, over: int) -> tuple[int, int]:
    """One desk's day; ``number``: the first of the day's list of tickets, in order of their desks.

    Returns the first ticket of the next desk and the list of those over.

    At equal times work ends before the shift changes, and that comes before a ticket joins.
    """
    hour = day * 24 - 1
    staff = on_duty(w, h, hour) if hour >= 0 else 0
    while True:
        joins = ticket(w, number).time if number != NONE and ticket(w, number).desk == h else NEVER
        changes = (hour + 1) / 24.0 if hour + 1 < (day + 1) * 24 else NEVER
        done = server(w, h, 0).until if queue(w, h).busy > 0 else NEVER
        now = min(min(joins, changes), done)
        if now >= day + 1.0:
            break
        if done == now:
            over = finish_one(w, h, day, now, over)
        elif changes == now:
            hour += 1
            staff = on_duty(w, h, hour)
        else:
            following = ticket(w, number).next
            join(w, h, day, number)
            number = following
        over = serve(w, h, day, now, staff, over)
    if desk(w, h).patience > 0.0:
        over = purge(w, h, day, over)
    add_desk(w, day, h, Desk.WAITING, waiting(w, h))
    add_desk(w, day, h, Desk.BUSY, queue(w, h).busy)
    return number, over
