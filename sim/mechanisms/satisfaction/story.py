"""What satisfaction does to loyalty; what moves it is sim.reference.satisfaction."""

from sim.mechanisms.satisfaction.rules import mood_ratio
from sim.reference.part import Part


class Story(Part):
    """Somebody whose opinion of us matters."""

    def dropout_ratio(self) -> float:
        """The satisfied stay longer."""
        return float(mood_ratio(self.nature.number("satisfaction_dropout"), self.one.satisfaction))
