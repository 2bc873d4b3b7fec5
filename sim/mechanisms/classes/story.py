"""The class that the firm puts a customer into."""

from sim.mechanisms.classes.rules import class_of, next_review
from sim.reference.part import Part
from sim.reference.precision import single
from sim.vocabulary import MICRO, NEVER, Account, Event


class Story(Part):
    """Somebody whom the firm reviews."""

    paid_lately = 0.0

    def order_kept(self, paid: int) -> None:
        """It counts."""
        self.paid_lately = single(self.paid_lately + paid / MICRO)
        if self.runs_until("at_review") == NEVER:
            self.is_reviewed_again()

    def is_reviewed_again(self) -> None:
        """With everybody else."""
        self.is_set("at_review", next_review(self.nature.number("class_days"), self.one.now))

    def at_review(self) -> None:
        """The firm looks at what was paid lately."""
        self.is_reviewed_again()
        found = int(class_of(self.paid_lately, self.nature.number("class_a"), self.nature.number("class_b")))
        cost = self.nature.amount("class_cost")
        self.one.notes(Event.CLASSED, found)
        self.one.costs_to_serve(Account.CLASSES, cost)
        if found != self.one.value_class:
            self.one.value_class = found
            self.one.notes(Event.CLASS_MOVED, found)
        self.paid_lately = single(self.paid_lately * self.nature.number("class_keeps"))

    def record(self) -> dict[str, float]:
        """The class, and the next review."""
        return {"value_class": self.one.value_class, "next_review": self.runs_until("at_review")}
