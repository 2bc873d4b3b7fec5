"""Gamma-Gamma: a customer's amounts vary around a mean of the customer's own, independent of how often they
order.

Amount per order ~ Gamma(shape p, rate nu), nu ~ Gamma(shape q, rate gamma): Fader, Hardie & Lee 2005 (RFM and
CLV). Amounts are in the currency of the orders; ``gamma`` has that unit, p and q have none.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import ArrayLike

from calibration.likelihood import Array, Estimate, estimated, fewer, floats
from calibration.priors import prior
from calibration.summary import Histories

NAMES = ("p", "q", "gamma")
STARTS = ((6.0, 4.0, 0.5), (1.0, 2.0, 1.0), (2.0, 10.0, 10.0))  # the last number is times the mean amount


@dataclass(frozen=True)
class GammaGamma:
    """The model at given parameters."""

    p: float
    q: float
    gamma: float

    def mean(self) -> float:
        """Mean amount per order over customers, gamma p / (q - 1); infinite where q <= 1."""
        return self.p * self.gamma / (self.q - 1) if self.q > 1 else float("inf")

    def conditional_mean(self, x: ArrayLike, mean_amount: ArrayLike) -> Array:
        """Expected amount per order of a customer whose ``x`` orders had the mean ``mean_amount``; x = 0 is
        allowed.

        The result has the broadcast shape and the unit of the amounts.
        """
        x, m = floats(x, mean_amount)
        total = np.where(x > 0, x * m, 0.0)
        return np.asarray(self.p * (self.gamma + total) / (self.p * x + self.q - 1))

    def log_likelihood_gradient(self, x: ArrayLike, mean_amount: ArrayLike) -> tuple[Array, Array]:
        """Log-likelihood (n,) and its gradient (n, 3) in the logarithms of p, q, gamma; inputs > 0."""
        from scipy.special import betaln, digamma

        p, q, gamma = self.p, self.q, self.gamma
        x, m = floats(x, mean_amount)
        log_whole = np.log(gamma + x * m)
        value = -betaln(p * x, q) + q * np.log(gamma) + (p * x - 1) * np.log(m) + p * x * np.log(x)
        value = value - (p * x + q) * log_whole
        both = digamma(p * x + q)
        by_p = x * (both - digamma(p * x) + np.log(m) + np.log(x) - log_whole)
        by_q = both - digamma(q) + np.log(gamma) - log_whole
        by_gamma = q / gamma - (p * x + q) / (gamma + x * m)
        return np.asarray(value), np.stack([p * by_p, q * by_q, gamma * by_gamma], axis=-1)


def fit(histories: Histories) -> tuple[GammaGamma, Estimate]:
    """The Gamma-Gamma of greatest likelihood for customers with repeat orders of a positive mean."""
    use = (histories.x > 0) & (np.nan_to_num(histories.spend) > 0)
    return fit_means(histories.x[use], histories.spend[use])


def fit_means(x: ArrayLike, mean_amount: ArrayLike) -> tuple[GammaGamma, Estimate]:
    """The Gamma-Gamma of greatest likelihood for customers whose ``x`` > 0 orders had the mean ``mean_amount`` > 0.

    Amounts are searched in units of their mean, so the answer in one currency is that in another.
    What the amounts leave open is held by other histories. Both arguments have shape (customers,).
    """
    x, amounts = floats(x, mean_amount)
    unit = float(amounts.mean()) if len(amounts) else 1.0
    m = _significant(amounts / unit)  # the same numbers in every currency

    def total(parameters: Array, every: int = 1) -> tuple[float, Array]:
        value, gradient = GammaGamma(*parameters).log_likelihood_gradient(x[::every], m[::every])
        people = len(x) / len(value)
        return people * float(value.sum()), people * gradient.sum(axis=0)

    rough, held = fewer(total, len(x)), prior("gamma_gamma", NAMES)
    estimate = estimated("Gamma-Gamma", NAMES, total, STARTS, len(x), held, polish=True, rough=rough)
    in_money = replace(estimate.scaled("gamma", unit), log_likelihood=estimate.log_likelihood - len(x) * math.log(unit))
    return GammaGamma(*(float(value) for value in in_money.values)), in_money


def _significant(x: Array, digits: int = 10) -> Array:
    """``x`` > 0 rounded to so many significant digits."""
    fine = 10.0 ** (digits - 1 - np.floor(np.log10(x)))
    return np.asarray(np.round(x * fine) / fine)
