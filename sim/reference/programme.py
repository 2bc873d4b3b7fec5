"""The formulas of the loyalty programme."""

from __future__ import annotations

from sim.core.ground import ledger
from sim.mechanisms.points import rules
from sim.reference.service import REPEAT, Service
from sim.vocabulary import Decision


class Programme(Service):
    """What points are worth, to customers and in the books, and when membership years begin."""

    def points_earned(self, paid: int, in_upper_tier: bool) -> int:
        """Points that an amount paid earns, micro-units of face value."""
        rate = self.number("earn_rate")
        if in_upper_tier:
            rate *= self.number("tier_earn")
        return int(ledger.scaled(paid, rate))

    def accrued(self, balance: int) -> int:
        """What the firm expects a balance to cost it."""
        return int(rules.accrued(balance, self.number("points_kept")))

    def worth_of_points(self, balance: int) -> float:
        """What a balance takes off the price in the customer's mind, ratio to the price."""
        return rules.money_in_mind(balance, self.number("points_value"), self.number("mean_order"))

    def points_end(self, latest_order: float) -> float:
        """The last moment of a balance."""
        return rules.points_end(latest_order, self.number("points_days"))

    def wants_to_redeem(self, who: int, occasion: int) -> bool:
        """Whether a customer uses points at an order."""
        return self.uniform(Decision.REDEEM, who, occasion, REPEAT) < self.number("redeem")

    def membership_year(self, first_order: float, t: float) -> int:
        """The membership year of a moment, 0 the first."""
        return int(rules.membership_year(first_order, t))

    def year_ends(self, first_order: float, year: int) -> float:
        """When a membership year is over."""
        return rules.year_ends(first_order, year)
