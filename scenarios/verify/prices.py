"""Closed forms of choice at a price."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy.special import logit

from scenarios.verify.conditions import Form
from scenarios.verify.numbers import order_size
from sim.closed_forms.choice import mixed_logit_share

if TYPE_CHECKING:
    from scenarios.scenario import Scenario

BEARS = frozenset({"price", "loss", "rates differ", "sharing", "loyal sharers", "contacts", "nurture", "fatigue"})


def share_at(scenario: Scenario, price: float) -> float:
    """Share of customers' occasions that end in an order at ``price`` (ratio): mixed logit over segments."""
    choice, segments = scenario.market.choice, scenario.market.segments
    ours, sd = choice.share_customer.value, choice.price_sensitivity_sd.value
    if ours in (0.0, 1.0):
        return ours
    weight = np.array([segment.share.value for segment in segments])
    sensitivity = np.array([segment.price_sensitivity.value for segment in segments])
    weight = weight / weight.sum()
    response = -choice.price_elasticity.value / (1.0 - ours) * sensitivity / (weight * sensitivity).sum()
    shares = [float(mixed_logit_share(price - 1.0, logit(ours), b * np.exp(-0.5 * sd * sd), sd)) for b in response]
    return float((weight * shares).sum())


def _share_of_occasions(scenario: Scenario, at: np.ndarray, of: str | None) -> np.ndarray:
    return np.asarray(share_at(scenario, scenario.policy.price.level))


def _contribution_per_occasion(scenario: Scenario, at: np.ndarray, of: str | None) -> np.ndarray:
    product, level = scenario.policy.product, scenario.policy.price.level
    prices = level * at / 100.0
    margins = order_size(scenario) * (prices - product.cost_ratio - product.fulfilment_ratio)
    return margins * np.array([share_at(scenario, price) for price in prices])


def _one_price(scenario: Scenario) -> dict[str, bool]:
    return {"the price changes within the horizon": bool(scenario.policy.price.changes)}


def _at_other_prices(scenario: Scenario, at: tuple[int, ...], of: str | None) -> dict[str, Scenario]:
    policy = scenario.policy
    found = {}
    for percent in at:
        price = policy.price.model_copy(update={"level": policy.price.level * percent / 100.0})
        other = scenario.model_copy(update={"policy": policy.model_copy(update={"price": price}), "verify": ()})
        found |= {f"price {percent}": other} if percent != 100 else {}
    return found


FORMS = {
    "share_of_occasions": Form(_share_of_occasions, BEARS, _one_price),
    "contribution_per_occasion": Form(_contribution_per_occasion, BEARS, _one_price, _at_other_prices),
}
