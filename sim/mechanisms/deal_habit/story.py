"""How used to deals a customer is."""

from sim.core.ground.state import DEALS
from sim.reference.part import Part
from sim.reference.precision import single


class Story(Part):
    """Somebody whom deals may spoil."""

    deal, deal_at = 0.0, 0.0

    def proneness(self) -> float:
        """How used to deals the person is now, 0 to 1; it fades."""
        return self.deal * self.nature.faded(DEALS, self.one.now - self.deal_at)

    def response_ratio(self) -> float:
        """Who is used to deals responds more to prices."""
        return 1.0 + self.nature.number("deal_response") * self.proneness()

    def ordered_at(self, depth: float) -> None:
        """An order at a reduced price."""
        if depth > 0.0:
            before = self.proneness()
            self.deal = single(before + self.nature.number("deal_effect") * depth * (1.0 - before))
            self.deal_at = self.one.now
