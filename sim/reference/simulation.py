"""A run: everybody's life on SimPy, day by day."""

from __future__ import annotations

from sim.engine import Ledger
from sim.plan import Plan
from sim.reference import record
from sim.reference.customer import Customer
from sim.reference.market import Market
from sim.reference.parts import PARTS
from sim.reference.person import Person
from sim.reference.running_costs import RunningCosts


class Simulation:
    """A market with its people, from day 0 until the horizon."""

    def __init__(self, plan: Plan, journal: bool) -> None:
        self.market = Market(plan, journal)
        self.people = [Person(number, self.market) for number in range(plan.people)]
        self.market.people += self.people
        on = [part for number, part in PARTS.items() if self.market.nature.has(number)]
        for one in self.people:
            one.parts = tuple(one.part(kind) for kind in on)
            one.letter_box.owner = self.market.calendar.process(Customer(one).life())

    def lives_through(self, day: int) -> None:
        """A day: everybody's, then that of the post, then that of the desks."""
        market = self.market
        if market.nature.has("ambient"):
            market.nature.is_talked_about(day, sum(one.orders > 0 or one.is_talked_of for one in self.people))
        market.calendar.run(until=day + 1.0)
        if market.post is not None:
            market.post.closes()
        market.office.closes(day)

    def ends(self, horizon: float) -> None:
        """What is open is settled."""
        for one in self.people:
            one.part(RunningCosts).settles(horizon)
            for part in one.parts:
                part.horizon(horizon)


def run(plan: Plan, journal: bool = True) -> Ledger:
    """Run a plan; equal to ``sim.engine.run`` in everything but ``people["inbox"]``, a place in its store, and
    ``people["at_dropout"]``, which there may be a time before the drop-out.

    ``journal``: whether the journal's lines are kept.
    """
    simulation = Simulation(plan, journal)
    for day in range(plan.days):
        simulation.lives_through(day)
    simulation.ends(float(plan.days))
    people, market = simulation.people, simulation.market
    return market.books.ledger(
        [record.person(one) for one in people], [record.more(one) for one in people], market.office.causes()
    )
