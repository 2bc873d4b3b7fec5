"""The life after a return."""

from sim.reference.part import Part
from sim.vocabulary import AGAIN


class Story(Part):
    """Somebody who may come back unasked."""

    def dropout_ratio(self) -> float:
        """Who has leaves sooner, or later."""
        return self.nature.number("second_life") if self.one.which_life == AGAIN else 1.0
