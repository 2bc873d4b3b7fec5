"""Amounts of a customer's orders around their mean, and means of customers: generalised gamma laws (Stacy 1962).

A gamma variable of shape k to the power 1 / d, divided by its mean: gamma at d = 1, log-normal as d goes to 0. Means of
customers are its inverse: at d = 1 inverse gamma as in Gamma-Gamma, log-normal as d goes to 0.
"""

from __future__ import annotations

import numpy as np
from scipy.special import gammaincinv, gammaln

LARGE = 1e4
"""Of p: beyond it the squared coefficient of variation is 1 / (d^2 k)."""
LEAST = 1e-3
"""Of q - 2, the inverse of the squared coefficient of variation of customers' means."""


def log_mean(shape: float, power: float) -> float:
    """Logarithm of the mean of a gamma variable of ``shape`` to the power 1 / ``power``; negative: its inverse."""
    return float(gammaln(shape + 1.0 / power) - gammaln(shape))


def variation(shape: float, power: float) -> float:
    """The squared coefficient of variation."""
    moments = gammaln(shape + 2.0 / power) + gammaln(shape) - 2.0 * gammaln(shape + 1.0 / power)
    return float(np.expm1(moments))


def shape_of(p: float, power: float) -> float:
    """The shape k at which the squared coefficient of variation is 1 / ``p``: ``p`` itself at ``power`` 1."""
    if power == 1.0:
        return p
    return p / power**2 if p > LARGE else _shape(p, power)


def customer_shape_of(q: float, power: float) -> float:
    """The shape k at which the inverse has the squared coefficient of variation 1 / (``q`` - 2): ``q`` itself at
    ``power`` 1."""
    if power == 1.0:
        return q
    spread = max(q - 2.0, LEAST)
    return spread / power**2 if spread > LARGE else _shape(spread, -power)


def rate_scale(q: float, power: float) -> float:
    """What a gamma variable of shape ``customer_shape_of`` to the power 1 / ``power`` is multiplied by so that its
    inverse has the mean 1 / (``q`` - 1)."""
    return (q - 1.0) * float(np.exp(log_mean(customer_shape_of(q, power), -power)))


def customer_rates(u: np.ndarray, q: float, power: float) -> np.ndarray:
    """Quantiles at ``u`` of the rates of customers' amounts: of Gamma(``q``) at ``power`` 1."""
    own = np.asarray(gammaincinv(customer_shape_of(q, power), u))
    return own if power == 1.0 else rate_scale(q, power) * own ** (1.0 / power)


def _shape(p: float, power: float) -> float:
    from scipy.optimize import brentq  # slow to import

    least = max(-2.0 / power, 0.0)

    def excess(log_shape: float) -> float:
        found = variation(least + float(np.exp(log_shape)), power)
        return float(np.log(max(found, 1e-300)) + np.log(p))

    with np.errstate(over="ignore"):
        return least + float(np.exp(brentq(excess, -40.0, np.log(10.0 * (LARGE + 1.0) / power**2), xtol=1e-12)))
