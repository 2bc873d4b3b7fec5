"""Who buys across categories stays longer."""

from sim.reference.part import Part


class Story(Part):
    """Somebody who has bought of some categories."""

    def dropout_ratio(self) -> float:
        """That of so many."""
        return self.nature.of("breadth_ratios", self.one.categories.bit_count())
