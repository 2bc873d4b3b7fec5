"""Care calls in a customer's life."""

from sim.mechanisms.classes.rules import is_for
from sim.mechanisms.satisfaction.rules import moved_to
from sim.reference.loyalty import Loyalty
from sim.reference.part import Part
from sim.reference.precision import single
from sim.vocabulary import NEVER, Account, Event


class Story(Part):
    """Somebody whom the firm calls after orders."""

    def dropout_ratio(self) -> float:
        """Who still feels a call."""
        return self.nature.number("call_dropout") if self.runs_until("at_call_fades") < NEVER else 1.0

    def order_kept(self, paid: int) -> None:
        """A call will be due, unless one is, if customers of the class are called."""
        if self.runs_until("at_call") == NEVER and is_for(self.nature.amount("call_who"), self.one.value_class):
            self.is_set("at_call", self.one.now + self.nature.number("call_after"))

    def at_call(self) -> None:
        """The firm calls; who is no customer any more takes no notice."""
        self.stops("at_call")
        cost = self.nature.amount("call_cost")
        self.one.notes(Event.CALLED, cost)
        self.one.costs_to_serve(Account.CARE, cost)
        if not self.one.is_customer:
            return
        if self.nature.has("satisfaction_on"):
            mood, weight = self.nature.number("call_mood"), self.nature.number("satisfaction_weight")
            self.one.satisfaction = single(moved_to(self.one.satisfaction, mood, weight))
        self.is_set("at_call_fades", self.one.now + self.nature.number("call_felt"))
        self.one.part(Loyalty).is_reconsidered()

    def at_call_fades(self) -> None:
        """The call is forgotten."""
        self.stops("at_call_fades")
        self.one.part(Loyalty).is_reconsidered()
