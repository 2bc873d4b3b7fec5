"""Quantity discounts, as steps of a cost that is a line from each on."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from scenarios.scenario import Scenario


def price_breaks(scenario: Scenario) -> np.ndarray:
    """Steps of the quantity discount, float64 [step, 3]: from where (currency at today's price), the share of the price
    that is left for what comes on top, and what so much costs (currency at today's price)."""
    policy = scenario.policy.price.quantity_discount
    made = np.zeros((len(policy.steps), 3))
    before, left, cost = 0.0, 1.0, 0.0
    for k, step in enumerate(policy.steps):
        start = step.from_ * policy.unit_price
        cost += (start - before) * left
        before, left = start, 1.0 - step.off
        if policy.kind == "all_units":
            cost = start * left
        made[k] = start, left, cost
    return made
