"""The price that a person is used to."""

from sim.mechanisms.reference_price.rules import reference_effect, remembered_reference
from sim.reference.part import Part
from sim.reference.precision import single


class Story(Part):
    """Somebody who remembers other prices."""

    reference = 1.0

    def utility_of_reference(self, price: float) -> float:
        """What a price is against the one that one is used to."""
        gain, aversion = self.nature.number("reference_gain"), self.nature.number("loss_aversion")
        return float(reference_effect(self.one.price_response, gain, aversion, self.reference, price))

    def sees_price(self, price: float) -> None:
        """It becomes part of what one is used to."""
        self.reference = single(remembered_reference(self.nature.number("reference_memory"), self.reference, price))
