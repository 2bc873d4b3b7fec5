"""Use between orders in a customer's life."""

from sim.reference.part import Part
from sim.vocabulary import Decision


class Story(Part):
    """Somebody who may use features."""

    uses = False

    def born(self) -> None:
        """Somebody begins."""
        self.uses = self.nature.uniform(Decision.USES_FEATURES, self.one.number) < self.nature.number("use_share")

    def dropout_ratio(self) -> float:
        """Who uses features leaves as it does."""
        return self.nature.number("use_dropout") if self.uses else 1.0
