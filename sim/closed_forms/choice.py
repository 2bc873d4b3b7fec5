"""What people choose, and the price at which most is earned."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import erfcx, lambertw, softmax

Array = np.ndarray
NODES = np.linspace(-9.0, 9.0, 1801)
"""Standard deviations at which the trapezoidal rule takes a normal law: it converges fast on the whole line."""


def mixed_logit_shares(intercepts: ArrayLike, prices: ArrayLike, median: float, sd: float) -> Array:
    """Shares of alternatives with utilities intercept - b price against none, b lognormal (median, sd of log).

    ``intercepts`` and ``prices`` [alternative]; b is the same for all alternatives of a person.
    """
    weight = np.exp(-0.5 * NODES**2)
    response = median * np.exp(sd * NODES)
    utilities = np.asarray(intercepts, float) - response[:, None] * np.asarray(prices, float)
    shares = softmax(np.column_stack([utilities, np.zeros(len(NODES))]), axis=1)[:, :-1]
    return np.asarray(weight @ shares / weight.sum())


def lerner_price(cost: float, elasticity: float) -> float:
    """Most profitable price where demand has a constant ``elasticity`` below -1 (Lerner 1934)."""
    return cost * elasticity / (1.0 + elasticity)


def linear_price(a: float, b: float, cost: float) -> tuple[float, float]:
    """Most profitable price, and its profit, where a - b x price is sold."""
    price = 0.5 * (a / b + cost)
    return price, (price - cost) * (a - b * price)


def logit_price(a: float, b: float, cost: float) -> float:
    """Most profitable price of a single offer with utility a - b x price against none (Lambert's W)."""
    return float(cost + (1.0 + lambertw(np.exp(a - b * cost - 1.0)).real) / b)


def lognormal_price(median: float, sd: float, cost: float) -> float:
    """Most profitable price where people buy below a lognormal willingness to pay (median, sd of log)."""
    from scipy.optimize import brentq

    def slope(log_price: float) -> float:
        """Sign of the profit's derivative, divided by the density: Mills ratio against the margin."""
        z = (log_price - np.log(median)) / sd
        mills = np.sqrt(np.pi / 2.0) * erfcx(z / np.sqrt(2.0))
        return float(mills - (1.0 - cost * np.exp(-log_price)) / sd)

    return float(np.exp(brentq(slope, np.log(cost), np.log(max(median, cost)) + 40.0 * sd, xtol=1e-14)))
