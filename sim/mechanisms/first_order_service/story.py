"""The service of the first order in a customer's life."""

from sim.reference.loyalty import Loyalty
from sim.reference.part import Part
from sim.vocabulary import NEVER, Account, Event


class Story(Part):
    """Somebody whose first order is served apart."""

    def dropout_ratio(self) -> float:
        """Who still feels it."""
        return self.nature.number("welcome_dropout") if self.runs_until("at_welcome_over") < NEVER else 1.0

    def order_kept(self, paid: int) -> None:
        """The first order."""
        if self.one.orders != 1:
            return
        self.is_set("at_welcome_over", self.one.now + self.nature.number("welcome_days"))
        cost = self.nature.amount("welcome_cost")
        self.one.notes(Event.WELCOMED, cost)
        self.one.costs_to_serve(Account.WELCOME, cost)

    def at_welcome_over(self) -> None:
        """It is forgotten."""
        self.stops("at_welcome_over")
        self.one.part(Loyalty).is_reconsidered()

    def record(self) -> dict[str, float]:
        """Until when the service of the first order is felt."""
        return {"welcome_until": self.runs_until("at_welcome_over")}
