"""Silence: all that the firm sees of a drop-out. It calls who is silent lapsed; incentives may follow."""

from sim.mechanisms.silence.rules import patience_of_firm
from sim.reference.part import Part
from sim.vocabulary import Event


class Story(Part):
    """Somebody of whom nothing is heard, until the firm says so."""

    def life_begins(self) -> None:
        """The firm waits for an order."""
        self.lasts(self.nature.number("label_days"))

    def ordered(self, less: int) -> None:
        """The label goes, and the firm waits for the next order."""
        self.lasts(self.patience_of_firm(self.one.first_order_at - self.one.customer_before, self.one.now))

    def known_before(self, silent: float) -> None:
        """Who has been silent for longer than the firm waits is called lapsed already."""
        patience = self.patience_of_firm(-self.one.customer_before, -silent)
        if patience > silent:
            self.lasts(patience - silent)
        else:
            self.stops("at_silence")

    def patience_of_firm(self, first: float, last: float) -> float:
        """Days of silence until the firm calls a customer lapsed: a multiple of the customer's own mean gap."""
        multiple, days = self.nature.number("label_multiple"), self.nature.number("label_days")
        return patience_of_firm(multiple, days, first, last, self.one.orders)

    def lasts(self, days: float) -> None:
        """So many days until the firm notices."""
        self.is_set("at_silence", self.one.now + days)

    def at_silence(self) -> None:
        """It has lasted long enough for the firm; some are merely slow."""
        self.one.notes(Event.LABELLED)
        self.stops("at_silence")
