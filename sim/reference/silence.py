"""Silence: all that the firm sees of a drop-out. It calls who is silent lapsed; offers may follow."""

from __future__ import annotations

from sim.reference.person import Person
from sim.vocabulary import Clock, Event


class Silence:
    """How long nothing is heard of a customer until the firm says so."""

    def __init__(self, one: Person) -> None:
        self.one, self.nature = one, one.nature

    def begins_after_an_order(self) -> None:
        """Silence begins anew. The firm waits a multiple of the customer's own mean gap."""
        if self.nature.has("label_days"):
            first = self.one.first_order_at - self.one.customer_before
            self.lasts(self.nature.firms_patience(first, self.one.now, self.one.orders))

    def begins_after_a_return(self) -> None:
        """The firm waits as for anybody of whom it knows little."""
        if self.nature.has("label_days"):
            self.lasts(self.nature.number("label_days"))

    def goes_on(self, age: float, silent: float) -> None:
        """Who has been silent for longer than the firm waits is called lapsed already."""
        if self.nature.has("label_days"):
            patience = self.nature.firms_patience(-age, -silent, self.one.orders)
            if patience > silent:
                self.lasts(patience - silent)

    def lasts(self, days: float) -> None:
        """So many days until the firm notices."""
        self.one.clocks[Clock.SILENCE] = self.one.now + days

    def is_noticed(self) -> bool:
        """It has lasted long enough for the firm. Whether the customer comes back by its offer."""
        self.one.notes(Event.LABELLED)
        self.one.stops(Clock.SILENCE)
        gone = not self.one.is_customer
        for part in self.one.parts:
            part.silent()
        return gone and self.one.is_customer
