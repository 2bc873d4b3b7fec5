"""Willingness to pay in a customer's life."""

from sim.reference.part import Part


class Story(Part):
    """Somebody who pays up to so much."""

    def born(self) -> None:
        """It is theirs from the beginning."""
        self.one.willingness = self.nature.willingness(self.one.number)
