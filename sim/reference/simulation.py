"""A run: everybody's life on SimPy, day by day."""

from __future__ import annotations

from operator import or_

from sim.engine import Ledger
from sim.plan import Plan
from sim.reference import record
from sim.reference.customer import Customer
from sim.reference.journey import Journey
from sim.reference.market import Market
from sim.reference.parts import PARTS
from sim.reference.person import Person


def populated(plan: Plan, journal: bool) -> tuple[Market, list[Person]]:
    """A market before the first day, and everybody in it."""
    market = Market(plan, journal)
    people = [Person(number, market) for number in range(plan.people)]
    market.people += people
    on = [part for number, part in PARTS.items() if market.nature.has(number)]
    for one in people:
        one.parts = tuple(one.part(kind) for kind in on)
        one.letter_box.owner = market.calendar.process(Customer(one).life())
    return market, people


def run(plan: Plan, journal: bool = True) -> Ledger:
    """Run a plan; equal to ``sim.engine.run`` in everything but ``people["inbox"]``, a place in its store, and
    ``people["at_dropout"]``, which there may be a time before the drop-out.

    ``journal``: whether the journal's lines are kept.
    """
    market, people = populated(plan, journal)
    for day in range(plan.days):  # of all people, then of the post, then of the desks
        if market.nature.has("ambient"):
            joined = sum(one.orders > 0 or one.asks("is_heard_of", False, join=or_) for one in people)
            market.nature.is_talked_about(day, joined)
        market.calendar.run(until=day + 1.0)
        if market.post is not None:
            market.post.closes()
        market.office.closes(day)
    for one in people:
        one.part(Journey).settles(float(plan.days))
        one.tells("horizon", float(plan.days))
    return market.books.ledger(
        [record.person(one) for one in people], [record.more(one) for one in people], market.office.causes()
    )
