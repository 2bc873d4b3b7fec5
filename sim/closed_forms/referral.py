"""Cascades of referrals where every invitation reaches somebody new, and how far they go on a network."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import gammainc, gammaln, xlog1py, xlogy

Array = np.ndarray


@dataclass(frozen=True)
class Offspring:
    """How many new customers a customer brings: a law with a ``mean``.

    ``shape`` is the dispersion k of the negative binomial (1: geometric), the number of trials of the binomial,
    and without meaning for Poisson.
    """

    law: Literal["poisson", "negative_binomial", "binomial"]
    mean: float
    shape: float = 1.0

    @property
    def variance(self) -> float:
        """Variance of the number of new customers per customer."""
        if self.law == "poisson":
            return self.mean
        sign = 1.0 if self.law == "negative_binomial" else -1.0
        return self.mean + sign * self.mean**2 / self.shape

    def generating(self, s: ArrayLike) -> Array:
        """E[s**offspring]."""
        s = np.asarray(s, float)
        if self.law == "poisson":
            return np.asarray(np.exp(self.mean * (s - 1.0)))
        ratio = self.mean / self.shape
        if self.law == "negative_binomial":
            return np.asarray((1.0 + ratio * (1.0 - s)) ** -self.shape)
        return np.asarray((1.0 - ratio * (1.0 - s)) ** self.shape)

    def extinct_by(self, generation: int) -> float:
        """Probability that nobody is left in ``generation`` (the first customer is generation 0)."""
        s = 0.0
        for _ in range(generation):
            s = float(self.generating(s))
        return s

    @property
    def size_variance(self) -> float:
        """Variance of the size of a cascade; mean < 1."""
        return self.variance / (1.0 - self.mean) ** 3

    @property
    def size_kurtosis(self) -> float:
        """Fourth central moment of the size of a cascade, relative to its variance squared; mean < 1.

        The cumulants of a size, 1 + the sum of as many sizes as are brought, follow from those of the number brought.
        """
        m, ratio = (
            self.mean,
            {"poisson": 0.0, "negative_binomial": 1.0, "binomial": -1.0}[self.law] * self.mean / self.shape,
        )
        n2, n3 = m * (1.0 + ratio), m * (1.0 + ratio) * (1.0 + 2.0 * ratio)
        n4 = m * (1.0 + ratio) * (1.0 + 6.0 * ratio + 6.0 * ratio**2)
        left = 1.0 - m
        k1 = 1.0 / left
        k2 = n2 * k1**2 / left
        k3 = (n3 * k1**3 + 3.0 * n2 * k1 * k2) / left
        k4 = (n4 * k1**4 + 6.0 * n3 * k1**2 * k2 + n2 * (3.0 * k2**2 + 4.0 * k1 * k3)) / left
        return 3.0 + (k4 / k2**2 if k2 > 0.0 else 0.0)

    def size_probability(self, n: ArrayLike) -> Array:
        """Probability that a cascade has ``n`` customers: P(n customers bring n - 1 together) / n (Dwass 1969)."""
        n = np.asarray(n, float)
        return np.asarray(np.exp(self._log_sum(n, n - 1.0)) / n)

    def _log_sum(self, n: Array, j: Array) -> Array:
        """Log-probability that ``n`` customers bring ``j`` together."""
        mean, size = self.mean * n, self.shape * n
        if self.law == "poisson":
            return np.asarray(xlogy(j, mean) - mean - gammaln(j + 1.0))
        p = mean / size
        if self.law == "negative_binomial":
            choices = gammaln(size + j) - gammaln(size) - gammaln(j + 1.0)
            return np.asarray(choices + xlogy(j, p) - (size + j) * np.log1p(p))
        with np.errstate(invalid="ignore"):
            choices = gammaln(size + 1.0) - gammaln(j + 1.0) - gammaln(size - j + 1.0)
            return np.where(j <= size, choices + xlogy(j, p) + xlog1py(size - j, -p), -np.inf)


def growth_rate(k: float, mean: float, shape: float) -> float:
    """Growth per unit of time of customers who bring ``k`` each after a gamma delay: k (1 + r mean/shape)**-shape = 1.

    ``shape`` infinite: a fixed delay. Source: Euler-Lotka, see Wallinga & Lipsitch 2007.
    """
    if np.isinf(shape):
        return float(np.log(k) / mean)
    return float(np.expm1(np.log(k) / shape) * shape / mean)


def customers_by(t: ArrayLike, k: float, mean: float, shape: float) -> Array:
    """Expected customers by ``t`` of a cascade in which each brings ``k`` after gamma delays, the first included.

    Generation g has come by t with P(Gamma(g shape, shape / mean) <= t): the sum of k**g times that.
    """
    t = np.asarray(t, float)
    most = 3.0 * float(np.max(t, initial=0.0)) / mean
    g = np.arange(1, int(most + 12.0 * np.sqrt(most + 1.0)) + 200)
    return np.asarray(1.0 + (k**g * gammainc(g * shape, shape / mean * t[..., None])).sum(axis=-1))


@dataclass(frozen=True)
class BirthDeath:
    """Customers who each bring others at rate ``birth`` until they stop at rate ``death`` (Kendall 1948)."""

    birth: float
    death: float

    def alive(self, t: ArrayLike) -> Array:
        """Expected number alive at ``t`` from one at 0."""
        return np.asarray(np.exp((self.birth - self.death) * np.asarray(t, float)))

    def ever(self, t: ArrayLike) -> Array:
        """Expected number ever, by ``t``, the first included."""
        t = np.asarray(t, float)
        net = self.birth - self.death
        return np.asarray(1.0 + self.birth * (t if net == 0.0 else np.expm1(net * t) / net))

    def extinct(self, t: ArrayLike) -> Array:
        """Probability that nobody is left at ``t``."""
        t = np.asarray(t, float)
        if self.birth == self.death:
            return np.asarray(self.birth * t / (1.0 + self.birth * t))
        grown = np.exp((self.birth - self.death) * t)
        return np.asarray(self.death * (grown - 1.0) / (self.birth * grown - self.death))


def final_size(degrees: ArrayLike, shares: ArrayLike, transmission: float, seeds: float = 0.0) -> float:
    """Share of people reached by a large cascade on a random graph, each tie tried once (Newman 2002).

    ``shares`` of people have ``degrees`` ties; a tie passes with probability ``transmission``; a share ``seeds`` of
    people, picked at random, is there from the start. Without seeds 0 where no large cascade exists.
    """
    degrees, shares = np.asarray(degrees, float), np.asarray(shares, float)
    along = degrees * shares / (degrees * shares).sum()  # degree of who stands at the end of a tie
    further = np.maximum(degrees - 1.0, 0.0)
    u, step = 0.0, 1.0  # the chance that who stands there is not reached but by this tie: least root of G(u) = u
    while step > 1e-15:  # Newton's steps rise towards it and never pass it, as G is convex
        missed = _missed(u, transmission)
        gap = (1.0 - seeds) * float((along * missed**further).sum()) - u
        slope = transmission * (1.0 - seeds) * float((along * further * missed ** np.maximum(further - 1.0, 0.0)).sum())
        step = gap / (1.0 - slope) if slope < 1.0 else 0.0
        u += max(step, 0.0)
    return float(1.0 - (1.0 - seeds) * (shares * _missed(u, transmission) ** degrees).sum())


def _missed(u: float, transmission: float) -> float:
    return 1.0 - transmission * (1.0 - u)


def totals_by_type(brings: ArrayLike) -> Array:
    """Customers in all that start with one of each type, itself included: row sums of (I - M)^-1.

    ``brings`` [type, type]: customers of the second type that one of the first brings; its spectral radius < 1.
    """
    m = np.asarray(brings, float)
    return np.asarray(np.linalg.solve(np.eye(len(m)) - m, np.ones(len(m))))


def reproduction(brings: ArrayLike) -> float:
    """Spectral radius of ``brings``: above 1 referrals grow by themselves."""
    return float(np.abs(np.linalg.eigvals(np.asarray(brings, float))).max())


@dataclass(frozen=True)
class Credit:
    """What ``seeds`` customers of own value ``value`` are worth where each brings ``k`` more, three ways of adding."""

    k: float
    value: float
    seeds: float

    @property
    def total(self) -> float:
        """The profit there is: everybody's own value, once."""
        return self.seeds * self.value / (1.0 - self.k)

    @property
    def with_children(self) -> float:
        """Own values plus, for each, the value of those brought directly: counts the brought twice."""
        return self.total * (1.0 + self.k)

    @property
    def with_descendants(self) -> float:
        """Own values plus, for each, the value of all who descend: counts generation g g + 1 times."""
        return self.total / (1.0 - self.k)
