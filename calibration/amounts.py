"""Amounts that are generalised gamma within a customer (sim.closed_forms.amounts), around a mean of the customer's own.

That mean is inverse gamma over customers, as in Gamma-Gamma, and the squared coefficient of variation within a customer
is 1 / p there and here, so that p, q and gamma of a :class:`GammaGamma` say the means and variances of both; ``power``
1 is Gamma-Gamma itself. With nu ~ Gamma(q, 1) an amount is p gamma / nu times a variable of mean 1. Mean and
variances given, what is expected of a customer is Gamma-Gamma's linear formula, the best linear one (Buehlmann 1967).

The amounts of a customer come in by their number, the sum of their logarithms and that of their powers; nu is
integrated out by Gauss-Hermite quadrature around the mode of the integrand, which is log-concave in ln nu.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
from scipy.special import digamma, gammaln

from calibration.gamma_gamma import GammaGamma
from calibration.likelihood import Array, Estimate, maximise
from sim.closed_forms.amounts import log_mean, shape_of, variation

NODES, WEIGHTS = np.polynomial.hermite.hermgauss(24)
NEWTON = 12  # steps to the mode, from above: a convex function without an end
STARTS = ((3.0, 3.0),)  # k and q - 1
NAMES = ("p", "q", "gamma")


@dataclass(frozen=True)
class Sums:
    """Of each customer: number of amounts, sums of their logarithms and of their powers ``power``; (customers,)."""

    n: Array
    logs: Array
    powers: Array
    power: float

    @classmethod
    def of(cls, days: pd.DataFrame, power: float) -> Sums:
        """Those of ``days`` (summary.order_days), whose amounts are above 0."""
        amounts = days["amount"].to_numpy(float)
        _, who = np.unique(days["customer_id"].to_numpy(object).astype(str), return_inverse=True)
        logs, powers = (np.asarray(np.bincount(who, one), float) for one in (np.log(amounts), amounts**power))
        return cls(np.bincount(who).astype(float), logs, powers, power)


def log_likelihood_gradient(sums: Sums, shape: float, q: float, mean: float) -> tuple[Array, Array]:
    """Log-likelihood (customers,) of amounts of the mean ``mean`` over customers, and its gradient (customers, 2) in
    the logarithms of ``shape`` (k) and q - 1."""
    n, power = sums.n, sums.power
    log_scale = np.log(mean * (q - 1.0)) - log_mean(shape, power)
    a = shape * power * n + q
    b = np.exp(np.log(sums.powers) - power * log_scale)
    y = np.minimum(np.log(a), np.log(a / (power * b)) / power)
    for _ in range(NEWTON):
        one, other = np.exp(y), power * b * np.exp(power * y)
        y = y - (one + other - a) / (one + power * other)
    wide = np.sqrt(2.0 / (np.exp(y) + power**2 * b * np.exp(power * y)))[:, None]
    y = y[:, None] + wide * NODES  # ln nu
    nu, pull = np.exp(y), b[:, None] * np.exp(power * y)
    inside = a[:, None] * y - nu - pull + NODES**2
    top = inside.max(axis=1, keepdims=True)
    weight = WEIGHTS * np.exp(inside - top)
    whole = weight.sum(axis=1)
    value = top[:, 0] + np.log(whole * wide[:, 0]) - gammaln(q)
    value = value + n * (np.log(power) - shape * power * log_scale - gammaln(shape)) + (shape * power - 1) * sums.logs
    weight /= whole[:, None]
    middle, pulled = ((weight * part).sum(axis=1) for part in (y, pull))
    slope = digamma(shape) - digamma(shape + 1.0 / power)  # of log_scale, by shape
    by_shape = n * (power * (middle - log_scale - shape * slope) - digamma(shape))
    by_shape = by_shape + power * sums.logs + power * slope * pulled
    by_q = middle - digamma(q) + power * (pulled - shape * n) / (q - 1.0)
    return np.asarray(value), np.stack([shape * by_shape, (q - 1.0) * by_q], axis=-1)


def fit(days: pd.DataFrame, power: float, mean: float, mean_error: float) -> tuple[GammaGamma, Estimate] | None:
    """The law of greatest likelihood for order ``days`` with amounts above 0, its mean held at ``mean``; None where the
    amounts leave a parameter open. ``mean_error``: the standard error of the logarithm of that mean."""
    sums = Sums.of(days, power)

    def total(parameters: Array) -> tuple[float, Array]:
        value, gradient = log_likelihood_gradient(sums, float(parameters[0]), 1.0 + float(parameters[1]), mean)
        return float(value.sum()), gradient.sum(axis=0)

    found = maximise("generalised gamma", ("k", "q - 1"), total, STARTS, len(sums.n), polish=True)
    if not found.settled:
        return None
    shape, q = float(found.values[0]), 1.0 + float(found.values[1])
    p = 1.0 / variation(shape, power)
    near = 1.0 / variation(shape * np.exp(1e-4), power)
    by_shape = np.log(near / p) / 1e-4  # ln p by ln k
    to = np.array([[by_shape, 0.0, 0.0], [0.0, (q - 1.0) / q, 0.0], [-by_shape, 1.0, 1.0]])  # ln p, ln q, ln gamma
    spread = np.zeros((3, 3))
    spread[:2, :2], spread[2, 2] = found.covariance, mean_error**2
    values = np.array([p, q, mean * (q - 1.0) / p])
    estimate = replace(found, names=NAMES, values=values, likeliest=values, covariance=to @ spread @ to.T)
    return GammaGamma(*(float(value) for value in values)), estimate


def log_scores(model: GammaGamma, power: float, before: pd.DataFrame, after: pd.DataFrame) -> Array:
    """Logarithm of the density of the amounts of order days ``after``, by customer, given those of the same customers
    ``before``, all above 0; sorted by customer."""
    earlier = before[before["customer_id"].isin(after["customer_id"])]
    both = _log_density(pd.concat([earlier, after]), model, power)
    return np.asarray(both.sub(_log_density(earlier, model, power), fill_value=0.0), float)


def _log_density(days: pd.DataFrame, model: GammaGamma, power: float) -> pd.Series:
    """Logarithm of the joint density of the amounts of each customer."""
    ids = np.unique(days["customer_id"].to_numpy(object).astype(str))
    if not len(ids):
        return pd.Series(dtype=float)
    shape = shape_of(model.p, power)
    return pd.Series(log_likelihood_gradient(Sums.of(days, power), shape, model.q, model.mean())[0], ids)
