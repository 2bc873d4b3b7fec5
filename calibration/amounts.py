"""Amounts that are generalised gamma within a customer, around means that are so over customers
(sim.closed_forms.amounts).

The squared coefficient of variation is 1 / p within a customer and 1 / (q - 2) between their means, and the mean of all
is p gamma / (q - 1), so that p, q and gamma of a :class:`GammaGamma` say mean and variances of every law of this
family; with both powers at 1 it is Gamma-Gamma itself. Given these, Gamma-Gamma's formula of what is expected of a
customer is the best linear one (Buehlmann 1967).

The amounts of a customer come in by their number, the sum of their logarithms and that of their powers. The own mean is
W = G^(-1/e), of a gamma variable G of shape m, times a constant; it is integrated out by Gauss-Hermite quadrature
around the mode of the integrand, which is log-concave in y = -ln W.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
from scipy.special import digamma, gammaln

from calibration.gamma_gamma import GammaGamma
from calibration.likelihood import Array, Estimate, maximise
from calibration.summary import codes
from sim.closed_forms.amounts import customer_shape_of, log_mean, shape_of, variation

NODES, WEIGHTS = np.polynomial.hermite.hermgauss(12)  # off by 1e-5 of a log-density at most
THERE = 1e-9  # a step so small leaves an error of its square
NEWTON = 12  # steps to the mode, from above: a convex function without an end
START = (1.0, 4.0)  # p and q
NAMES = ("p", "q", "gamma")
STEP = 1e-4  # of a logarithm, for a slope


@dataclass(frozen=True)
class Law:
    """Powers d within customers and e between their means; 1 and 1: Gamma-Gamma."""

    power: float = 1.0
    customer_power: float = 1.0

    @property
    def name(self) -> str:
        """What a log score is told of."""
        return f"powers {self.power:g} and {self.customer_power:g}"

    def shapes(self, p: float, q: float) -> tuple[float, float]:
        """Shapes k within customers and m between them."""
        return shape_of(p, self.power), customer_shape_of(q, self.customer_power)

    def p(self, shape: float) -> float:
        """p of the shape k."""
        return 1.0 / variation(shape, self.power)

    def q(self, shape: float) -> float:
        """q of the shape m; 2 where the variance is infinite."""
        if self.customer_power == 1.0:
            return shape
        finite = shape > 2.0 / self.customer_power
        return 2.0 + (1.0 / variation(shape, -self.customer_power) if finite else 0.0)


@dataclass(frozen=True)
class Sums:
    """Of each customer: number of amounts, sums of their logarithms and of their powers; (customers,)."""

    n: Array
    logs: Array
    powers: Array

    @classmethod
    def of(cls, days: pd.DataFrame, power: float) -> Sums:
        """Those of ``days`` (summary.order_days), whose amounts are above 0."""
        amounts = days["amount"].to_numpy(float)
        who = np.unique(codes(days["customer_id"]), return_inverse=True)[1]
        logs, powers = (np.asarray(np.bincount(who, one), float) for one in (np.log(amounts), amounts**power))
        return cls(np.bincount(who).astype(float), logs, powers)


def log_likelihood_gradient(sums: Sums, law: Law, shapes: tuple[float, float], mean: float) -> tuple[Array, Array]:
    """Log-likelihood (customers,) of amounts of the mean ``mean`` over customers, and its gradient (customers, 2) in
    the shapes k and m."""
    n, d, e = sums.n, law.power, law.customer_power
    k, m = shapes
    scale = np.log(mean) - log_mean(k, d) - log_mean(m, -e)
    a, b = k * d * n + m * e, np.exp(np.log(sums.powers) - d * scale)
    y = np.minimum(np.log(a / e) / e, np.log(a / (d * b)) / d)
    for _ in range(NEWTON):
        one, other = e * np.exp(e * y), d * b * np.exp(d * y)
        step = (one + other - a) / (e * one + d * other)
        y = y - step
        if np.abs(step).max(initial=0.0) < THERE:
            break
    wide = np.sqrt(2.0 / (e**2 * np.exp(e * y) + d**2 * b * np.exp(d * y)))[:, None]
    y = y[:, None] + wide * NODES
    pull = b[:, None] * np.exp(d * y)
    inside = a[:, None] * y - np.exp(e * y) - pull + NODES**2
    top = inside.max(axis=1, keepdims=True)
    weight = WEIGHTS * np.exp(inside - top)
    whole = weight.sum(axis=1)
    value = top[:, 0] + np.log(whole * wide[:, 0]) + np.log(e) - gammaln(m)
    value = value + n * (np.log(d) - k * d * scale - gammaln(k)) + (k * d - 1.0) * sums.logs
    weight /= whole[:, None]
    middle, pulled = ((weight * part).sum(axis=1) for part in (y, pull))
    by_k, by_m = digamma(k) - digamma(k + 1.0 / d), digamma(m) - digamma(m - 1.0 / e)  # slopes of the scale
    left = d * (pulled - k * n)
    slope_k = n * (d * (middle - scale) - digamma(k)) + d * sums.logs + by_k * left
    slope_m = e * middle - digamma(m) + by_m * left
    return np.asarray(value), np.stack([slope_k, slope_m], axis=-1)


def fit(
    days: pd.DataFrame, law: Law, mean: float, mean_error: float, near: GammaGamma | None = None, polish: bool = True
) -> tuple[GammaGamma, Estimate] | None:
    """The parameters of greatest likelihood for order ``days`` with amounts above 0, their mean held at ``mean``; None
    where the amounts leave one open, or the variance of customers' means without an end.

    ``mean_error``: the standard error of the logarithm of that mean. ``near``: where the search starts;
    ``polish``: as in likelihood.maximise.
    """
    sums, least = Sums.of(days, law.power), 1.0 / law.customer_power

    def total(parameters: Array) -> tuple[float, Array]:
        shapes = float(parameters[0]), least + float(parameters[1])
        value, slopes = log_likelihood_gradient(sums, law, shapes, mean)
        return float(value.sum()), slopes.sum(axis=0) * parameters

    k, m = law.shapes(*(START if near is None else (near.p, near.q)))
    found = maximise("generalised-gamma", ("k", "m"), total, [(k, m - least)], len(sums.n), polish=polish)

    def named(steps: Array) -> Array:
        """Logarithms of p, q and gamma."""
        shapes = found.values * np.exp(steps)
        p, q = law.p(float(shapes[0])), law.q(least + float(shapes[1]))
        return np.log([p, q, mean * (q - 1.0) / p])

    values = np.exp(named(np.zeros(2)))
    if not found.settled or not values[1] > (2.0 if law.customer_power != 1.0 else 1.0):
        return None
    to = np.zeros((3, 3))
    to[:, :2] = np.stack([(named(STEP * one) - named(-STEP * one)) / (2.0 * STEP) for one in np.eye(2)], axis=1)
    to[2, 2] = 1.0
    spread = np.zeros((3, 3))
    spread[:2, :2], spread[2, 2] = found.covariance, mean_error**2
    estimate = replace(found, names=NAMES, values=values, likeliest=values, covariance=to @ spread @ to.T)
    return GammaGamma(*(float(value) for value in values)), estimate


def log_scores(model: GammaGamma, law: Law, before: pd.DataFrame, after: pd.DataFrame) -> Array:
    """Logarithm of the density of the amounts of order days ``after``, by customer, given those of the same customers
    ``before``, all above 0; sorted by customer."""
    earlier = before[before["customer_id"].isin(after["customer_id"])]
    both = log_density(pd.concat([earlier, after]), model, law)
    return np.asarray(both.sub(log_density(earlier, model, law), fill_value=0.0), float)


def log_density(days: pd.DataFrame, model: GammaGamma, law: Law) -> pd.Series:
    """Logarithm of the joint density of the amounts of each customer, above 0; sorted by customer."""
    ids = np.unique(days["customer_id"].to_numpy(object).astype(str))
    if not len(ids):
        return pd.Series(dtype=float)
    shapes = law.shapes(model.p, model.q)
    return pd.Series(log_likelihood_gradient(Sums.of(days, law.power), law, shapes, model.mean())[0], ids)
