"""The numbers of the reduced market, benchmarks/reduced.yaml, for tools that cannot read scenarios; numpy alone.

People are unaware, reached, customers, gone. Within a day all rates are constant, so whoever draws u below
1 - exp(-rate) has an event at -ln(1 - u) / rate of the day: implementations that go by the day have the same law as
those in continuous time. An invitation arrives at the midnight nearest to its moment, which is right in the mean.
"""

from __future__ import annotations

import math
from bisect import bisect_right
from itertools import accumulate

import numpy as np

UNAWARE, REACHED, CUSTOMER, GONE = range(4)
TOTALS = ("reached", "reached by invitation", "customers", "orders", "revenue", "drop-outs", "invitations")

MARKET = 1_000_000
SPEND = 4000 / 7
"""Currency a day, in each channel."""
CHANNELS = ((0.1, 4000, 2000, 1.0), (0.3, 3000, 3000, 1.5), (0.5, 2000, 6000, 2.0))
"""Weekly carry-over, people a day at saturation, half saturation, slope of Hill's function."""
OCCASIONS = 0.03
PRICE, WILLING, SPREAD = 50.0, 50.0, 10.0
DEALS, DEPTH = ((60, 74), (150, 164), (240, 254), (330, 344)), 0.2
ORDER_SHAPE, ORDER_SCALE = 0.8, 0.05 / 0.8
GONE_SHAPE, GONE_SCALE = 1.5, 0.004 / 1.5
SPEND_SHAPE, SPEND_SCALE = 2.0, 12.5
INVITES = 0.08
DELAY_SHAPE, DELAY_SCALE = 25.0, 0.4


def reach_rates(days: int) -> np.ndarray:
    """Chance per day of hearing of us by each channel: geometric adstock, Hill's function; float64 [day, channel]."""
    rates = np.zeros((days, len(CHANNELS)))
    for k, (weekly, peak, half, slope) in enumerate(CHANNELS):
        stock = 0.0
        for day in range(days):
            stock = weekly ** (1 / 7) * stock + SPEND
            rates[day, k] = peak / MARKET / (1.0 + (half / stock) ** slope)
    return rates


def first_prices(days: int) -> np.ndarray:
    """Price of a first order, ratio to the usual one: float64 [day]."""
    day = np.arange(days)
    cut = np.any([(a <= day) & (day < b) for a, b in DEALS], axis=0)
    return np.where(cut, 1.0 - DEPTH, 1.0)


def first_rates(days: int) -> np.ndarray:
    """Rate of a first order of who has been reached, per day: float64 [day]."""
    return OCCASIONS / (1.0 + np.exp(-(WILLING - PRICE * first_prices(days)) / SPREAD))


class Hazard:
    """A rate that is constant within a day; after the last day nothing happens."""

    def __init__(self, rates: np.ndarray) -> None:
        self.rates = rates.tolist()
        self.sums = [0.0, *accumulate(self.rates)]

    def time(self, start: float, threshold: float) -> float:
        """When the hazard cumulated since ``start`` passes ``threshold``; infinity if never."""
        level = self.at(start) + threshold
        day = bisect_right(self.sums, level) - 1
        return day + (level - self.sums[day]) / self.rates[day] if day < len(self.rates) else math.inf

    def at(self, t: float) -> float:
        """The hazard cumulated until ``t``."""
        day = min(int(t), len(self.rates) - 1)
        return self.sums[day] + (t - day) * self.rates[day]


def totals(*values: float) -> dict[str, float]:
    """The totals of a run by name."""
    return dict(zip(TOTALS, map(float, values), strict=True))
