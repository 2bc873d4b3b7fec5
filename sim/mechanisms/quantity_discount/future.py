"""What quantity discounts will do to orders to come: expectations over the amounts that customers want."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from sim import quantiles
from sim.core.ground.state import ORDER_SPEND_TABLE
from sim.plan import Plan

AMOUNTS, EACH = 256, 16
"""Parts of the same probability that the law of an order's amount is cut into, and ranks by which the mean of each is
found: a part with a notch in it counts as on one side of it."""


class Orders(NamedTuple):
    """Orders at quantities that differ: the probability of one by offer, and, where there is one, what is bought, ratio
    to what is wanted in the mean, and what the quantity takes off, currency at today's price: [offer, person]."""

    probabilities: np.ndarray
    bought: np.ndarray
    less: np.ndarray


def cost(breaks: np.ndarray, bought: np.ndarray) -> np.ndarray:
    """What so much costs at today's price; ``breaks``: as in sim.core.ground.world.World."""
    step = np.searchsorted(breaks[:, 0], bought, side="right") - 1
    start, left, paid = breaks[step].transpose(-1, *range(bought.ndim))
    return np.where(step >= 0, paid + (bought - start) * left, bought)


def rounded(breaks: np.ndarray, wanted: np.ndarray, spare_value: float) -> np.ndarray:
    """What is wanted, or the notch above it that costs least, spare pieces at what they are worth, if that is less."""
    best, least = wanted, cost(breaks, wanted)
    for notch, _, paid in breaks:
        net = paid - spare_value * (notch - wanted)
        better = (notch > wanted) & (net < least)
        best, least = np.where(better, notch, best), np.where(better, net, least)
    return best


def orders(plan: Plan, spend_rate: np.ndarray, probabilities: Callable[[np.ndarray], np.ndarray]) -> Orders:
    """Expected orders of customers; ``probabilities``: of an order by offer, at prices that are so many times those of
    a single piece, both float64 [offer, person]."""
    b = plan.behaviour[0]
    ranks = (np.arange(AMOUNTS * EACH) + 0.5) / (AMOUNTS * EACH)
    size = quantiles.at(plan.tables[ORDER_SPEND_TABLE], ranks).reshape(AMOUNTS, EACH).mean(axis=1)
    size *= b["spend_mean_scale"] / size.mean()
    mean = b["spend_mean_scale"] / spend_rate * plan.offers_made["units"][:, None]
    chance, bought, less = (np.zeros(mean.shape) for _ in range(3))
    for one in size:
        wanted = one / spend_rate * plan.offers_made["units"][:, None]
        up = rounded(plan.breaks, wanted, b["spare_value"])
        for share, got in ((1.0 - b["round_up"], wanted), (b["round_up"], up)):
            paid = cost(plan.breaks, got)
            p = share / len(size) * probabilities((paid - b["spare_value"] * (got - wanted)) / wanted)
            chance += p
            bought += p * got / mean
            less += p * (got - paid)
    some = np.where(chance > 0.0, chance, 1.0)
    return Orders(chance, np.where(chance > 0.0, bought / some, 1.0), less / some)
