"""What lies in the arrays of the service desks and of word of mouth, by name (as in sim.core.ground.memory)."""

from __future__ import annotations

import sim.core.ground.memory  # noqa: F401  (where compiled code learns of a world's arrays)
from sim.core.ground.jit import part
from sim.core.ground.types import Desk, Queue, Server, Ticket, World


@part
def ticket(w: World, number: int) -> Ticket:
    """The ticket of a number: one of those still of interest."""
    return w.tickets[number]


@part
def asked(w: World, place: int) -> Ticket:
    """A ticket opened today."""
    return w.asked[place]


@part
def desk(w: World, h: int) -> Desk:
    """What service desk ``h`` is like."""
    return w.desk_table[h]


@part
def queue(w: World, h: int) -> Queue:
    """Who waits at desk ``h``, and how many are at work there."""
    return w.queues[h]


@part
def server(w: World, h: int, place: int) -> Server:
    """A place in the heap of those at work at desk ``h``."""
    return w.servers[h, place]


@part
def on_duty(w: World, h: int, hour: int) -> int:
    """Members of staff on duty at desk ``h`` in an hour of the run."""
    return w.staff[h, hour]


@part
def hourly(w: World, hour: int) -> float:
    """The share of a day's tickets before an hour, 0 to 24."""
    return w.daytime[hour]


@part
def joining(w: World, day: int) -> int:
    """The number of the first ticket in the list of those that join a queue on a day, -1 none."""
    return w.later[day]


@part
def set_joining(w: World, day: int, number: int) -> None:
    """Put a ticket first in a day's list."""
    w.later[day] = number


@part
def add_desk(w: World, day: int, h: int, kind: int, amount: int) -> None:
    """Add to what is counted by day and desk."""
    w.desk_days[day, h, kind] += amount


@part
def add_wait(w: World, kind: int, h: int, place: int) -> None:
    """Count a wait for the first answer (``kind`` 0), a time to the solution (1) or a wait in vain (2)."""
    w.waits[kind, h, place] += 1


@part
def add_score(w: World, day: int, answered: int, score: int) -> None:
    """Count a customer who was asked for a score."""
    w.scores[day, answered, score] += 1


@part
def cause_share(w: World, cause: int) -> float:
    """Cumulative shares of the causes of trouble."""
    return w.cause_shares[cause]


@part
def known(w: World, cause: int, which: int) -> int:
    """Complaints about a cause so far (0), the day from which it is mended or -1 (1)."""
    return w.causes_known[cause, which]


@part
def set_known(w: World, cause: int, which: int, value: int) -> None:
    """Change what is known of a cause."""
    w.causes_known[cause, which] = value


@part
def ambient(w: World, day: int) -> float:
    """Contacts by word of mouth of somebody unaware since day 0, at the start of a day."""
    return w.ambient_levels[day]


@part
def set_ambient(w: World, day: int, value: float) -> None:
    """Extend the level of contacts by word of mouth."""
    w.ambient_levels[day] = value
