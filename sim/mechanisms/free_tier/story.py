"""A free tier in somebody's life: decisions and talk. What follows from them is told by the customer's chapters."""

from __future__ import annotations

from typing import Any

from sim.reference.part import Part
from sim.reference.person import Person
from sim.vocabulary import Decision


class Story(Part):
    """Somebody who may use a part of the product for nothing."""

    def __init__(self, one: Person) -> None:
        super().__init__(one)
        self.turns = 0

    def next_decision(self) -> float:
        """When the user next decides whether to pay."""
        patience = self.nature.patience(Decision.FREE_TURN, self.one.number, self.turns)
        return self.nature.after(patience, self.nature.number("free_rate"), self.one.now)

    def has_had_enough(self) -> bool:
        """Whether the user, who does not pay, stops using it."""
        return self.nature.uniform(Decision.FREE_LEAVES, self.one.number, self.turns) < self.nature.number("free_leave")

    def is_heard_of(self) -> bool:
        """Whether there is talk of us because of this user."""
        return self.nature.uniform(Decision.FREE_TALKS, self.one.number) < self.nature.number("free_talk")

    def record(self) -> dict[str, Any]:
        """Decisions so far."""
        return {"free_turns": self.turns, "talks": self.one.is_talked_of}
