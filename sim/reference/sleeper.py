"""Silence: all that the firm sees of a drop-out. It calls who is silent lapsed; offers may follow."""

from __future__ import annotations

from sim.reference.leaver import Leaver
from sim.vocabulary import Clock, Event


class Sleeper(Leaver):
    """A customer of whom nothing is heard for a while."""

    def is_heard_of(self) -> None:
        """An order: silence begins anew. The firm waits a multiple of the customer's own mean gap."""
        if not self.nature.has("label_days"):
            return
        first = self.first_order_at - self.customer_before
        patience = self.nature.firms_patience(first, self.now, self.orders)
        self.clocks[Clock.SILENCE] = self.now + patience

    def silence_goes_on(self, age: float, silent: float) -> None:
        """Who has been silent for longer than the firm waits is called lapsed already."""
        if not self.nature.has("label_days"):
            return
        patience = self.nature.firms_patience(-age, -silent, self.orders)
        if patience > silent:
            self.clocks[Clock.SILENCE] = self.now + (patience - silent)

    def is_called_lapsed(self) -> bool:
        """The silence has lasted long enough for the firm. Whether the customer comes back by its offer."""
        self.notes(Event.LABELLED)
        self.stops(Clock.SILENCE)
        gone = not self.is_customer
        for part in self.parts:
            part.silent()
        return gone and self.is_customer
