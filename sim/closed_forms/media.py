"""Media: memory, response, reach, budgets, cost of acquisition, attribution, targeting."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

Array = np.ndarray


def steady_adstock(spend: float, carryover: float) -> float:
    """What is remembered in the long run of a constant spend: x / (1 - theta)."""
    return spend / (1.0 - carryover)


def delayed_memory(days: ArrayLike, carryover: float, delay: float, lags: int) -> Array:
    """Share of a constant exposure that is remembered on each day: of the weights carryover**((lag / 7 - delay)**2)
    of lags 0 to ``lags`` - 1, days, those that have come (Jin et al. 2017); ``carryover`` per week."""
    lag = np.arange(lags) / 7.0
    if carryover == 0.0:  # the limit: the lags nearest to the delay alone
        weight = (np.abs(lag - delay) <= np.abs(lag - delay).min()).astype(float)
    else:
        squares = (lag - delay) ** 2
        weight = carryover ** (squares - squares.min())
    come = np.cumsum(weight) / weight.sum()
    return np.asarray(come[np.minimum(np.asarray(days, int), lags - 1)])


def hill(x: ArrayLike, half: float, slope: float = 1.0) -> Array:
    """Hill response x**s / (k**s + x**s), in [0, 1)."""
    powered = np.asarray(x, float) ** slope
    return np.asarray(powered / (half**slope + powered))


def power_split(a: ArrayLike, g: float, budget: float) -> Array:
    """Best split of a budget among channels that bring a x**g, 0 < g < 1."""
    weight = np.asarray(a, float) ** (1.0 / (1.0 - g))
    return np.asarray(budget * weight / weight.sum())


def hill_split(b: ArrayLike, half: ArrayLike, budget: float) -> tuple[Array, float]:
    """Best split among channels that bring b x / (k + x), and what the last unit brings (water-filling)."""
    b, half = np.asarray(b, float), np.asarray(half, float)
    first = b / half
    for used in range(len(b), 0, -1):
        pays = np.argsort(-first)[:used]
        level = (np.sqrt(b[pays] * half[pays]).sum() / (budget + half[pays].sum())) ** 2
        if first[pays].min() >= level:
            break
    split = np.zeros_like(b)
    split[pays] = np.sqrt(b[pays] * half[pays] / level) - half[pays]
    return split, float(level)


@dataclass(frozen=True)
class Acquisition:
    """Customers won at a spend of x: ``organic`` + ``most`` x / (``half`` + x)."""

    organic: float
    most: float
    half: float

    def won(self, spend: float) -> float:
        """Customers won."""
        return self.organic + self.most * spend / (self.half + spend)

    def blended(self, spend: float) -> float:
        """Spend over all new customers."""
        return spend / self.won(spend)

    def incremental(self, spend: float) -> float:
        """Spend over those whom the spend brings: (k + x) / b."""
        return (self.half + spend) / self.most

    def marginal(self, spend: float) -> float:
        """Cost of one more customer: (k + x)**2 / (b k)."""
        return (self.half + spend) ** 2 / (self.most * self.half)


@dataclass(frozen=True)
class LastTouch:
    """Channels with effects and touches that have nothing to do with each other.

    People convert within ``days`` at hazard ``own`` + sum of ``hazards`` [channel] per day; the firm sees touches
    of each channel, Poisson at ``touches`` [channel] per day, without effect and from ``since`` days before on, and
    credits the last one within ``window`` days.
    """

    own: float
    hazards: tuple[float, ...]
    touches: tuple[float, ...]
    days: float
    window: float
    since: float = 0.0

    @property
    def converted(self) -> float:
        """Share of people who convert."""
        return float(-np.expm1(-(self.own + sum(self.hazards)) * self.days))

    def incremental(self, channel: int) -> float:
        """Share of people who convert only because of the channel."""
        without = self.own + sum(self.hazards) - self.hazards[channel]
        return self.converted + float(np.expm1(-without * self.days))

    def credit(self, channel: int) -> float:
        """Share of people whose conversion is credited to the channel.

        Whoever converts at t has seen a touch within the window with probability 1 - e**(-seen min(t + since, window)).
        """
        seen, rate = sum(self.touches), self.own + sum(self.hazards)
        if seen == 0.0:
            return 0.0
        full = min(max(self.window - self.since, 0.0), self.days)  # from here on touches fill the window
        untouched = np.exp(-seen * self.since) * rate / (rate + seen) * -np.expm1(-(rate + seen) * full)
        before = -np.expm1(-rate * full) - (untouched if full > 0.0 else 0.0)
        after = (np.exp(-rate * full) - np.exp(-rate * self.days)) * -np.expm1(-seen * self.window)
        return float(self.touches[channel] / seen * (before + after))


def precision(prevalence: float, found: float, false_alarm: float) -> float:
    """Share of those recognised who are what they are taken for: pi TPR / (pi TPR + (1 - pi) FPR)."""
    true = prevalence * found
    return true / (true + (1.0 - prevalence) * false_alarm)
