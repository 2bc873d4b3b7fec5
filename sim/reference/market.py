"""The market as SimPy sees it: a calendar, the people on it, the post between them, and the firm's desks."""

from __future__ import annotations

from sim.engine import Ledger
from sim.plan import Plan
from sim.reference import record
from sim.reference.books import Books
from sim.reference.calendar import Calendar
from sim.reference.customer import Customer
from sim.reference.nature import Nature
from sim.reference.office import Office
from sim.reference.parts import PARTS
from sim.reference.post import Post


class Market:
    """Everybody, from day 0 until the horizon."""

    def __init__(self, plan: Plan, journal: bool) -> None:
        self.calendar = Calendar()
        self.nature = Nature(plan)
        self.books = Books(plan, journal)
        self.post = Post(self) if plan.in_order else None
        self.office = Office(self)
        self.people: list[Customer] = [Customer(number, self) for number in range(plan.people)]
        on = [part for number, part in PARTS.items() if self.nature.has(number)]
        for person in self.people:
            person.parts = tuple(part(person) for part in on)
            person.process = self.calendar.process(person.life())

    def lives_through(self, day: int) -> None:
        """A day: everybody's, then that of the post, then that of the desks."""
        if self.nature.has("ambient"):
            self.nature.is_talked_about(day, sum(person.orders > 0 or person.is_talked_of for person in self.people))
        self.calendar.run(until=day + 1.0)
        if self.post is not None:
            self.post.closes()
        self.office.closes(day)


def run(plan: Plan, journal: bool = True) -> Ledger:
    """Run a plan; equal to ``sim.engine.run`` in everything but ``people["inbox"]``, a place in its store, and
    ``people["at_dropout"]``, which there may be a time before the drop-out.

    ``journal``: whether the journal's lines are kept.
    """
    market = Market(plan, journal)
    for day in range(plan.days):
        market.lives_through(day)
    for person in market.people:
        person.settles(float(plan.days))
        for part in person.parts:
            part.horizon(float(plan.days))
    people = market.people
    return market.books.ledger(
        [record.person(one) for one in people], [record.more(one) for one in people], market.office.causes()
    )
