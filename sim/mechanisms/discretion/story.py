"""Compensation in a customer's life."""

from sim.reference.part import Part
from sim.vocabulary import Account, Decision, Event


class Story(Part):
    """Somebody whom the staff of service may compensate."""

    def ticket_solved(self, index: int, item: int) -> None:
        """A ticket is solved."""
        u = self.nature.uniform(Decision.COMPENSATED, self.one.number, index, item)
        if u >= self.nature.number("compensated"):
            return
        cost = self.nature.amount("compensation")
        self.one.notes(Event.COMPENSATED, cost)
        self.one.costs_to_serve(Account.COMPENSATION, cost)
