"""How compiled code reaches the arrays of the service desks and of word of mouth (as in sim.core.memory)."""

from __future__ import annotations

from typing import Any

import numpy as np

from sim.core.jit import accessor
from sim.core.memory import EIGHT, get_float, get_int, put_float, put_int, record_at
from sim.core.state import DESK, QUEUE, SERVER, TICKET
from sim.vocabulary import Desk

ticket_at = record_at(TICKET)
server_at = record_at(SERVER)
queue_at = record_at(QUEUE)
desk_at = record_at(DESK)

TICKET_SIZE = np.uint64(TICKET.itemsize)
SERVER_SIZE = np.uint64(SERVER.itemsize)
QUEUE_SIZE = np.uint64(QUEUE.itemsize)
DESK_SIZE = np.uint64(DESK.itemsize)
DESK_KINDS = len(Desk)


def ticket(w: Any, number: int) -> Any:
    """The ticket of a number: one of those still of interest."""
    return w.tickets[number]


@accessor(ticket)
def _(w, number):
    return lambda w, number: ticket_at(w.tickets_at + np.uint64(number) * TICKET_SIZE)


def asked(w: Any, place: int) -> Any:
    """A ticket opened today."""
    return w.asked[place]


@accessor(asked)
def _(w, place):
    return lambda w, place: ticket_at(w.asked_at + np.uint64(place) * TICKET_SIZE)


def desk(w: Any, h: int) -> Any:
    """What service desk ``h`` is like."""
    return w.desk_table[h]


@accessor(desk)
def _(w, h):
    return lambda w, h: desk_at(w.desk_table_at + np.uint64(h) * DESK_SIZE)


def queue(w: Any, h: int) -> Any:
    """Who waits at desk ``h``, and how many are at work there."""
    return w.queues[h]


@accessor(queue)
def _(w, h):
    return lambda w, h: queue_at(w.queues_at + np.uint64(h) * QUEUE_SIZE)


def server(w: Any, h: int, place: int) -> Any:
    """A place in the heap of those at work at desk ``h``."""
    return w.servers[h, place]


@accessor(server)
def _(w, h, place):
    return lambda w, h, place: server_at(w.servers_at + np.uint64(h * w.most_staff + place) * SERVER_SIZE)


def on_duty(w: Any, h: int, hour: int) -> int:
    """Members of staff on duty at desk ``h`` in an hour of the run."""
    return w.staff[h, hour]


@accessor(on_duty)
def _(w, h, hour):
    return lambda w, h, hour: get_int(w.staff_at + np.uint64(h * (w.days * 24) + hour) * EIGHT)


def hourly(w: Any, hour: int) -> float:
    """The share of a day's tickets before an hour, 0 to 24."""
    return w.daytime[hour]


@accessor(hourly)
def _(w, hour):
    return lambda w, hour: get_float(w.daytime_at + np.uint64(hour) * EIGHT)


def joining(w: Any, day: int) -> int:
    """The number of the first ticket in the list of those that join a queue on a day, -1 none."""
    return w.later[day]


@accessor(joining)
def _(w, day):
    return lambda w, day: get_int(w.later_at + np.uint64(day) * EIGHT)


def set_joining(w: Any, day: int, number: int) -> None:
    """Put a ticket first in a day's list."""
    w.later[day] = number


@accessor(set_joining)
def _(w, day, number):
    return lambda w, day, number: put_int(w.later_at + np.uint64(day) * EIGHT, number)


def add_desk(w: Any, day: int, h: int, kind: int, amount: int) -> None:
    """Add to what is counted by day and desk."""
    w.desk_days[day, h, kind] += amount


@accessor(add_desk)
def _(w, day, h, kind, amount):
    def code(w, day, h, kind, amount):
        at = w.desk_days_at + np.uint64((day * w.desks + h) * DESK_KINDS + kind) * EIGHT
        put_int(at, get_int(at) + amount)

    return code


def add_wait(w: Any, kind: int, h: int, place: int) -> None:
    """Count a wait for the first answer (``kind`` 0), a time to the solution (1) or a wait in vain (2)."""
    w.waits[kind, h, place] += 1


@accessor(add_wait)
def _(w, kind, h, place):
    def code(w, kind, h, place):
        at = w.waits_at + np.uint64((kind * w.desks + h) * w.wait_bins + place) * EIGHT
        put_int(at, get_int(at) + 1)

    return code


def add_score(w: Any, day: int, answered: int, score: int) -> None:
    """Count a customer who was asked for a score."""
    w.scores[day, answered, score] += 1


@accessor(add_score)
def _(w, day, answered, score):
    def code(w, day, answered, score):
        at = w.scores_at + np.uint64((day * 2 + answered) * 3 + score) * EIGHT
        put_int(at, get_int(at) + 1)

    return code


def cause_share(w: Any, cause: int) -> float:
    """Cumulative shares of the causes of trouble."""
    return w.cause_shares[cause]


@accessor(cause_share)
def _(w, cause):
    return lambda w, cause: get_float(w.cause_shares_at + np.uint64(cause) * EIGHT)


def known(w: Any, cause: int, part: int) -> int:
    """Complaints about a cause so far (part 0), the day from which it is mended or -1 (part 1)."""
    return w.causes_known[cause, part]


@accessor(known)
def _(w, cause, part):
    return lambda w, cause, part: get_int(w.causes_known_at + np.uint64(2 * cause + part) * EIGHT)


def set_known(w: Any, cause: int, part: int, value: int) -> None:
    """Change what is known of a cause."""
    w.causes_known[cause, part] = value


@accessor(set_known)
def _(w, cause, part, value):
    return lambda w, cause, part, value: put_int(w.causes_known_at + np.uint64(2 * cause + part) * EIGHT, value)


def ambient(w: Any, day: int) -> float:
    """Contacts by word of mouth of somebody unaware since day 0, at the start of a day."""
    return w.ambient_levels[day]


@accessor(ambient)
def _(w, day):
    return lambda w, day: get_float(w.ambient_levels_at + np.uint64(day) * EIGHT)


def set_ambient(w: Any, day: int, value: float) -> None:
    """Extend the level of contacts by word of mouth."""
    w.ambient_levels[day] = value


@accessor(set_ambient)
def _(w, day, value):
    return lambda w, day, value: put_float(w.ambient_levels_at + np.uint64(day) * EIGHT, value)
