"""Use between orders in a customer's life."""

from __future__ import annotations

from typing import Any

from sim.reference.part import Part
from sim.reference.person import Person
from sim.vocabulary import Decision


class Story(Part):
    """Somebody who may use features."""

    def __init__(self, one: Person) -> None:
        super().__init__(one)
        self.uses = False

    def born(self) -> None:
        """Somebody begins."""
        self.uses = self.nature.uniform(Decision.USES_FEATURES, self.one.number) < self.nature.number("use_share")

    def dropout_ratio(self) -> float:
        """Who uses features leaves as it does."""
        return self.nature.number("use_dropout") if self.uses else 1.0

    def record(self) -> dict[str, Any]:
        """Whether features are used."""
        return {"uses": self.uses}
