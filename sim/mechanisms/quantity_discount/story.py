"""Quantity discounts in a customer's life."""

from sim.reference.part import Part


class Story(Part):
    """Somebody who is offered more pieces for less each."""

    def cost(self, bought: float) -> float:
        """What so much of an offer costs at today's price."""
        begun = [step for step in self.nature.breaks if step[0] <= bought]
        if not begun:
            return bought
        start, left, paid = begun[-1]
        return paid + (bought - start) * left

    def bought(self, wanted: float, u: float) -> float:
        """What is wanted, or a notch that is had for less."""
        if u >= self.nature.number("round_up"):
            return wanted
        worth = self.nature.number("spare_value")
        notches = [(paid - worth * (notch - wanted), notch) for notch, _, paid in self.nature.breaks if notch > wanted]
        net, notch = min(notches, default=(wanted, wanted))
        return notch if net < self.cost(wanted) else wanted

    def less_by_quantity(self, bought: float) -> float:
        """What is taken off so much of an offer."""
        return bought - self.cost(bought)

    def price_by_quantity(self, wanted: float, u: float) -> float:
        """What is wanted costs in mind, ratio to its list price."""
        got = self.bought(wanted, u)
        return (self.cost(got) - self.nature.number("spare_value") * (got - wanted)) / wanted
