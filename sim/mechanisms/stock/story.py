"""The store room in a customer's life."""

from sim.mechanisms.stock.rules import units_extra
from sim.reference.part import Part
from sim.vocabulary import Decision


class Story(Part):
    """Somebody who may have something at home."""

    stock = 0

    def bought_ahead(self, which: int, depth: float) -> float:
        """What is bought for the store room at a discount, ratio to the order without."""
        effect = self.nature.number("stock_effect")
        if effect == 0.0 or depth <= 0.0:
            return 1.0
        u = self.nature.uniform(Decision.STOCK_UP, self.one.number, self.one.occasion, which)
        extra = int(units_extra(effect, depth, self.nature.amount("stock_most"), u))
        self.stock += extra
        return 1.0 + extra

    def laid_in(self, pieces: int) -> None:
        """Spare pieces."""
        self.stock += pieces

    def has_at_home(self) -> bool:
        """Whether anything is there."""
        return self.stock > 0

    def used_at_home(self) -> None:
        """One less is."""
        self.stock -= 1
