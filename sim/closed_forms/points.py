"""The loyalty programme: how long points live, how many lapse, how many stand; who reaches the upper tier."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.optimize import brentq
from scipy.special import gammaln, xlogy
from scipy.stats import nbinom, poisson


@dataclass(frozen=True)
class PointsLife:
    """Points of who orders as a Poisson process: ``orders`` per day, ``expiry`` days that points last after an order,
    ``redeem`` the probability that an order uses up the whole balance.

    A point is one of a balance whose every order comes in time with probability q = 1 - e**(-orders x expiry), else it
    lapses; in time it is redeemed or begins anew. Derived by renewal at each order.
    """

    orders: float
    expiry: float
    redeem: float

    @property
    def in_time(self) -> float:
        """Probability that the next order comes before points lapse."""
        return float(-np.expm1(-self.orders * self.expiry))

    @property
    def again(self) -> float:
        """Probability that a point survives until the next order and beyond."""
        return self.in_time * (1.0 - self.redeem)

    @property
    def breakage(self) -> float:
        """Share of points that lapse: (1 - q) / (1 - q (1 - redeem))."""
        return (1.0 - self.in_time) / (1.0 - self.again)

    @property
    def days(self) -> float:
        """Mean life of a point: (q / orders) / (1 - q (1 - redeem))."""
        return self.in_time / self.orders / (1.0 - self.again)

    def issued(self, earn: float, order: float) -> float:
        """Points that an order of value ``order`` earns in the long run, as a share ``earn`` of what is paid besides
        the points used: x = earn (order - (1 - breakage) x)."""
        return earn * order / (1.0 + earn * (1.0 - self.breakage))

    def outstanding(self, earn: float, order: float) -> float:
        """Points of a customer in the long run, by Little's law (Little 1961): those issued per day x their life."""
        return self.orders * self.issued(earn, order) * self.days

    def redeemed(self, earn: float, order: float) -> float:
        """Points that a customer uses per day in the long run."""
        return self.orders * self.issued(earn, order) * (1.0 - self.breakage)

    def unsettled(self, age: float) -> float:
        """At most so much of the mean life of points lies beyond ``age`` days, as a share.

        The share that survives an age falls as e**(-v age) in the long run, where v makes the orders that neither come
        late nor redeem balance: (1 - redeem) times the integral of orders e**((v - orders) u) up to the expiry is 1.
        """
        if self.redeem >= 1.0:
            return float(age < self.expiry)

        def balance(v: float) -> float:
            x = (v - self.orders) * self.expiry
            grown = self.expiry * (np.expm1(x) / x if x != 0.0 else 1.0)
            return float((1.0 - self.redeem) * self.orders * grown - 1.0)

        high = self.orders
        while balance(high) < 0.0:
            high *= 2.0
        v = float(brentq(balance, 0.0, high))
        return float(np.exp(-v * (age - self.expiry)) / (v * self.days))


def same_rate_in_tier(orders: int, first: float, second: float, begun: bool) -> float:
    """Probability to be in the upper tier, which so many ``orders`` in a membership year bring until the end of the
    next one: ``first`` and ``second`` are the orders expected in the year before and in this one until now.

    ``begun``: whether the year before began with the first order, which counts.
    """
    before = poisson.cdf(orders - 1 - begun, first)
    return float(1.0 - before * poisson.cdf(orders - 1, second))


def gamma_rates_in_tier(orders: int, shape: float, first: float, second: float, begun: bool) -> float:
    """The same where rates are gamma distributed over customers, ``first`` and ``second`` expected in the mean.

    With a year alone (``second`` 0) it is the tail of the negative binomial law; with two it is that of the negative
    multinomial one, summed over the numbers of orders that do not bring the tier.
    """
    if second == 0.0:
        return float(nbinom.sf(orders - 1 - begun, shape, shape / (shape + first)))
    i, j = np.arange(orders - begun)[:, None], np.arange(orders)[None, :]
    total = shape + first + second
    log = gammaln(shape + i + j) - gammaln(shape) - gammaln(i + 1.0) - gammaln(j + 1.0)
    log = log + shape * np.log(shape / total) + xlogy(i, first / total) + j * np.log(second / total)
    return float(1.0 - np.exp(log).sum())
