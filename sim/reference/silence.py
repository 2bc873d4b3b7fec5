"""Silence: all that the firm sees of a drop-out. It calls who is silent lapsed; incentives may follow."""

from __future__ import annotations

from sim.mechanisms.silence.rules import patience_of_firm
from sim.reference.person import Person
from sim.vocabulary import Clock, Event


class Silence:
    """How long nothing is heard of a customer until the firm says so."""

    def __init__(self, one: Person) -> None:
        self.one, self.nature = one, one.nature

    def begins(self) -> None:
        """With an order. The firm waits a multiple of the customer's own mean gap."""
        self.lasts(self.patience_of_firm(self.one.first_order_at - self.one.customer_before, self.one.now))

    def goes_on(self, age: float, silent: float) -> None:
        """Who has been silent for longer than the firm waits is called lapsed already."""
        patience = self.patience_of_firm(-age, -silent)
        if patience > silent:
            self.lasts(patience - silent)

    def patience_of_firm(self, first: float, last: float) -> float:
        """Days of silence until the firm calls a customer lapsed."""
        multiple, days = self.nature.number("label_multiple"), self.nature.number("label_days")
        return patience_of_firm(multiple, days, first, last, self.one.orders)

    def lasts(self, days: float) -> None:
        """So many days until the firm notices, if it looks."""
        if self.nature.has("label_days"):
            self.one.clocks[Clock.SILENCE] = self.one.now + days

    def is_noticed(self) -> bool:
        """It has lasted long enough for the firm. Whether the customer comes back by an incentive."""
        self.one.notes(Event.LABELLED)
        self.one.stops(Clock.SILENCE)
        gone = not self.one.is_customer
        self.one.tells("silent")
        return gone and self.one.is_customer
