"""An open complaint in a customer's life."""

from sim.reference.part import Part


class Story(Part):
    """Somebody who may wait for a solution."""

    def dropout_ratio(self) -> float:
        """Who does leaves as it does."""
        return self.nature.number("complaint_dropout") if self.one.open_tickets > 0 else 1.0
