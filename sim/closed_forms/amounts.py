"""Amounts of a customer's orders around their mean: a generalised gamma law (Stacy 1962).

A gamma variable of shape k to the power 1 / d, divided by its mean: gamma at d = 1, log-normal as d goes to 0.
"""

from __future__ import annotations

import numpy as np
from scipy.special import gammaln

LARGE = 1e4
"""Of p: beyond it the squared coefficient of variation is 1 / (d^2 k)."""


def log_mean(shape: float, power: float) -> float:
    """Logarithm of the mean of a gamma variable of ``shape`` to the power 1 / ``power``."""
    return float(gammaln(shape + 1.0 / power) - gammaln(shape))


def variation(shape: float, power: float) -> float:
    """The squared coefficient of variation."""
    moments = gammaln(shape + 2.0 / power) + gammaln(shape) - 2.0 * gammaln(shape + 1.0 / power)
    return float(np.expm1(moments))


def shape_of(p: float, power: float) -> float:
    """The shape k at which the squared coefficient of variation is 1 / ``p``: ``p`` itself at ``power`` 1."""
    if power == 1.0:
        return p
    if p > LARGE:
        return p / power**2
    from scipy.optimize import brentq  # slow to import

    def excess(log_shape: float) -> float:
        with np.errstate(over="ignore"):
            return float(np.log(max(variation(float(np.exp(log_shape)), power), 1e-300)) + np.log(p))

    return float(np.exp(brentq(excess, -40.0, np.log(10.0 * (LARGE + 1.0) / power**2), xtol=1e-12)))
