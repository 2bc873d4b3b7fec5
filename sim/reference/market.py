"""The market as SimPy sees it: a calendar, the people on it, and the post between them."""

from __future__ import annotations

from heapq import heappush

import simpy
from simpy.events import NORMAL, Event

from sim.engine import Ledger
from sim.plan import Plan
from sim.reference import record
from sim.reference.books import Books
from sim.reference.customer import Customer
from sim.reference.nature import Nature
from sim.reference.post import Post


class Calendar(simpy.Environment):
    """SimPy's clock, days, with events at absolute times: now + (time - now) would lose bits of the time."""

    def at(self, time: float) -> Event:
        """An event at ``time``, which must not have passed."""
        event = Event(self)
        event._ok, event._value = True, None
        heappush(self._queue, (time, NORMAL, next(self._eid), event))
        return event


class Market:
    """Everybody, from day 0 until the horizon."""

    def __init__(self, plan: Plan, journal: bool) -> None:
        self.calendar = Calendar()
        self.nature = Nature(plan)
        self.books = Books(plan, journal)
        self.post = Post(self) if plan.in_order else None
        self.people: list[Customer] = [Customer(number, self) for number in range(plan.people)]
        for person in self.people:
            person.process = self.calendar.process(person.life())


def run(plan: Plan, journal: bool = True) -> Ledger:
    """Run a plan; equal to ``sim.engine.run`` in everything but ``people["inbox"]``, a place in its store.

    ``journal``: whether the journal's lines are kept.
    """
    market = Market(plan, journal)
    market.calendar.run(until=float(plan.days))
    if market.post is not None:
        market.post.closes()
    for person in market.people:
        person.settles(float(plan.days))
    people = market.people
    return market.books.ledger([record.person(one) for one in people], [record.more(one) for one in people])
