"""Goods that a customer sends back."""

from sim.reference.part import Part
from sim.vocabulary import Decision


class Story(Part):
    """Somebody who may send an order back."""

    def sent_back(self, which: int, place: int) -> bool:
        """Whether the goods come back, from some places more often."""
        share = self.nature.number("return_share")
        if self.nature.has("places_on"):
            share += self.nature.places(self.one.now)[place].more_returns
        u = self.nature.uniform(Decision.GOODS_RETURNED, self.one.number, self.one.occasion, which)
        return bool(u < share)
