"""The class that the firm puts a customer into."""

from __future__ import annotations

from typing import Any

from sim.mechanisms.classes.rules import class_of, next_review
from sim.reference.part import Part
from sim.reference.person import Person
from sim.reference.precision import single
from sim.vocabulary import MICRO, NEVER, Account, Event


class Story(Part):
    """Somebody whom the firm reviews."""

    def __init__(self, one: Person) -> None:
        super().__init__(one)
        self.paid_lately = 0.0

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
        self.one.books_on(Account.CLASSES, -cost)
        self.one.brings(-cost)
        if found != self.one.value_class:
            self.one.value_class = found
            self.one.notes(Event.CLASS_MOVED, found)
        self.paid_lately = single(self.paid_lately * self.nature.number("class_keeps"))

    def record(self) -> dict[str, Any]:
        """What counts, the class, and the next review."""
        due = self.runs_until("at_review")
        return {"paid_lately": self.paid_lately, "value_class": self.one.value_class, "next_review": due}
