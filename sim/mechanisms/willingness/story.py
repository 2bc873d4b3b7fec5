"""Willingness to pay in a customer's life."""

from sim.core.ground.state import WILLINGNESS_TABLE
from sim.reference.part import Part
from sim.reference.precision import single
from sim.vocabulary import Decision


class Story(Part):
    """Somebody who pays up to so much."""

    def born(self) -> None:
        """The quantile of the market's law is theirs from the beginning."""
        u = self.nature.uniform(Decision.WILLINGNESS, self.one.number)
        self.one.willingness = single(self.nature.quantile(WILLINGNESS_TABLE, u))
