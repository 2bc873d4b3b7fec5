"""Closed forms of the loyalty programme: points that stand and are used, and who is in the upper tier."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from scenarios.verify.conditions import PROSPECTS, Form, times
from scenarios.verify.numbers import dropout_rate, order_rate, order_size
from sim.closed_forms.points import PointsLife, gamma_rates_in_tier, same_rate_in_tier
from sim.vocabulary import YEAR

if TYPE_CHECKING:
    from scenarios.scenario import Scenario

RARE = 1e-4
EQUAL = 5e-4
"""Relative difference that counts as none."""


def life(scenario: Scenario) -> PointsLife:
    """How points live, where all customers order alike."""
    policy = scenario.policy.relationship.points
    return PointsLife(order_rate(scenario), policy.expiry_days, scenario.market.loyalty.redeem_probability.value)


def _outstanding(scenario: Scenario, at: np.ndarray, of: str | None) -> np.ndarray:
    earn = scenario.policy.relationship.points.earn_rate
    return np.asarray(life(scenario).outstanding(earn, order_size(scenario)))


def _redeemed(scenario: Scenario, at: np.ndarray, of: str | None) -> np.ndarray:
    earn = scenario.policy.relationship.points.earn_rate
    return np.asarray(life(scenario).redeemed(earn, order_size(scenario)))


def _settled(scenario: Scenario, quantity: str) -> dict[str, bool]:
    """Where all customers stay, points have come to their steady state, and no balance is more than an order."""
    market, points = scenario.market, scenario.policy.relationship.points
    broken = _stay(scenario) | {
        "orders earn no points": points.earn_rate == 0.0,
        "not everybody is a customer from the start": market.start.customer < 1.0 or market.start.inflow,
        "orders differ in size": market.spend.variation != "none",
        "customers never order again": order_rate(scenario) * market.choice.share_customer.value == 0.0,
    }
    if any(broken.values()):
        return broken
    chain = life(scenario)
    since = min(times(scenario, quantity), default=0.0) if quantity == "points_redeemed" else float(scenario.days)
    return broken | {
        "balances may be more than an order": chain.again ** np.floor(1.0 / points.earn_rate) > RARE,
        "points are not in their steady state yet": chain.unsettled(since) > EQUAL,
    }


def _stay(scenario: Scenario) -> dict[str, bool]:
    return {"customers drop out": dropout_rate(scenario) * scenario.days > RARE}


def _upper_tier(scenario: Scenario, at: np.ndarray, of: str | None) -> np.ndarray:
    need, enough = scenario.market.need, scenario.policy.relationship.points.tier.orders
    rate = order_rate(scenario)

    def inside(t: float) -> float:
        year = int(t // YEAR)
        passed = rate * (t - YEAR * year)
        first, second = (passed, 0.0) if year == 0 else (rate * YEAR, passed)
        if need.heterogeneity == "gamma":
            return gamma_rates_in_tier(enough, need.order_shape.value, first, second, year <= 1)
        return same_rate_in_tier(enough, first, second, year <= 1)

    return np.array([inside(t) for t in at])


def _years_are_counted(scenario: Scenario) -> dict[str, bool]:
    enough = scenario.policy.relationship.points.tier.orders
    return _stay(scenario) | {
        "there is no upper tier": enough == 0,
        "one order is enough for the upper tier": enough == 1,
        "a membership year ends on the very day asked for": any(
            t % YEAR == 0 < t for t in times(scenario, "upper_tier")
        ),
        "customers never order again": order_rate(scenario) * scenario.market.choice.share_customer.value == 0.0,
    }


ALIKE = PROSPECTS | {"points", "commission"}
FORMS = {
    "points_outstanding": Form(_outstanding, ALIKE, lambda s: _settled(s, "points_outstanding")),
    "points_redeemed": Form(_redeemed, ALIKE, lambda s: _settled(s, "points_redeemed")),
    "upper_tier": Form(
        _upper_tier,
        ALIKE | {"rates differ", "tier", "spend and rate", "wide spend", "basket"},
        _years_are_counted,
    ),
}
