"""NBD: orders are Poisson for ever, with rates that vary between customers (Ehrenberg 1959). A baseline.

Orders per week ~ Gamma(shape r, rate alpha). Nobody drops out, so it forecasts too many orders for a cohort
that ages. Time is in weeks since the first order.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from calibration.likelihood import Array, Estimate, estimated, floats, negative_binomial
from calibration.priors import prior
from calibration.summary import Histories

NAMES = ("r", "alpha")
STARTS = ((0.5, 10.0), (2.0, 40.0))


@dataclass(frozen=True)
class NBD:
    """The model at given parameters: ``r`` without unit, ``alpha`` in weeks. ``t_x`` is not used."""

    r: float
    alpha: float

    def expected_orders(self, t: ArrayLike) -> Array:
        """Expected repeat orders of a new customer within t weeks of the first order."""
        return np.asarray(self.r / self.alpha * np.asarray(t, float))

    def conditional_orders(self, t: ArrayLike, x: ArrayLike, t_x: ArrayLike, T: ArrayLike) -> Array:
        """Expected orders in the t weeks after age T, given x orders until then."""
        t, x, T = floats(t, x, T)
        return np.asarray(t * (self.r + x) / (self.alpha + T))

    def count_probabilities(self, t: float, x: ArrayLike, t_x: ArrayLike, T: ArrayLike, most: int) -> Array:
        """P(k orders in the t weeks after age T | history), k = 0..most: shape (n, most + 1)."""
        x, T = floats(x, T)
        laws = (one[:, None] for one in (self.r + x, self.alpha + T, np.full_like(x, t)))
        return negative_binomial(np.arange(most + 1), *laws)


def fit(histories: Histories) -> tuple[NBD, Estimate]:
    """The NBD of greatest likelihood for ``histories``; what they leave open is held by other histories."""
    from scipy.special import digamma, gammaln

    x, _, T, n = histories.grouped()

    def total(parameters: Array) -> tuple[float, Array]:
        r, alpha = parameters
        value = gammaln(r + x) - gammaln(r) + r * np.log(alpha) - (r + x) * np.log(alpha + T)
        by_r = digamma(r + x) - digamma(r) + np.log(alpha / (alpha + T))
        by_alpha = r / alpha - (r + x) / (alpha + T)
        return float(n @ value), np.array([r * (n @ by_r), alpha * (n @ by_alpha)])

    estimate = estimated("NBD", NAMES, total, STARTS, len(histories), prior("nbd", NAMES))
    return NBD(*(float(value) for value in estimate.values)), estimate
