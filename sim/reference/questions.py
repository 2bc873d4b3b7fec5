"""The questions that come with being a customer."""

from __future__ import annotations

from sim.reference.person import Person
from sim.vocabulary import Clock, Decision


class Questions:
    """How many a customer has had, and when the next one comes."""

    def __init__(self, one: Person) -> None:
        self.one, self.nature = one, one.nature
        self.had = 0

    def sets_next(self) -> None:
        """When a customer next wants something of us; how often that is, no policy moves."""
        if self.nature.has("desks"):
            patience = self.nature.patience(Decision.QUESTION, self.one.number, self.had)
            rate = self.nature.question_rate(self.one.cell)
            self.one.clocks[Clock.QUESTION] = self.nature.after(patience, rate, self.one.now)
