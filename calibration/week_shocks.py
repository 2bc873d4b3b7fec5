"""Week shocks: how much more weekly orders vary around the model than chance allows."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from calibration.likelihood import Array
from calibration.summary import Histories
from calibration.tracking import BuyingModel, expected_weekly_orders, weekly_orders

FEWEST_EXPECTED = 20.0  # expected repeat orders of a week that is used
FEWEST_WEEKS = 8
LEAST_SD = 0.01


@dataclass(frozen=True)
class WeekShocks:
    """Standard deviation of the logarithm of the market-wide week factor.

    Moments: with y orders where m are expected, e = (y - m) / m has the variance of the factor, e**(sd**2) -
    1, plus the Poisson part 1 / m. ``low`` and ``high`` (5 %, 95 %) come from the chi-square distribution of
    a variance with as many degrees of freedom as ``weeks`` autocorrelated by ``memory`` are worth. An error
    of the model's curve over age counts as shock: with one acquisition season the two cannot be told apart,
    so the value is bounded from above rather than identified. Where weeks vary no more than chance allows, ``sd`` is
    ``LEAST_SD``; ``low`` and ``high`` may then be that, too.
    """

    sd: float
    low: float
    high: float
    weeks: int
    memory: float
    residual_autocorrelation: float
    poisson_sd: float

    def to_json(self) -> dict[str, object]:
        """The figures as plain numbers."""
        return {name: getattr(self, name) for name in self.__dataclass_fields__}


def week_shocks(days: pd.DataFrame, histories: Histories, model: BuyingModel, memory: float) -> WeekShocks | None:
    """The shocks in the calibration window; None where fewer than 8 weeks expect 20 repeat orders or more.

    ``memory`` is the assumed autocorrelation from week to week, between -1 and 1.
    """
    from scipy.stats import chi2

    span = int(histories.T.max())
    orders = weekly_orders(days, histories, -span, 0).astype(float)
    expected = expected_weekly_orders(model, histories, -span, 0)
    use = expected >= FEWEST_EXPECTED
    weeks = int(use.sum())
    if weeks < FEWEST_WEEKS:
        return None
    residual = (orders[use] - expected[use]) / expected[use]
    chance = float(np.mean(1 / expected[use]))
    total = float(np.mean(residual**2))
    freedom = max(weeks * (1 - memory**2) / (1 + memory**2), 1.0)
    low, high = (total * freedom / chi2.ppf(p, freedom) for p in (0.95, 0.05))
    return WeekShocks(
        sd=_log_sd(total - chance),
        low=_log_sd(low - chance),
        high=_log_sd(high - chance),
        weeks=weeks,
        memory=memory,
        residual_autocorrelation=_autocorrelation(residual),
        poisson_sd=chance**0.5,
    )


def _log_sd(relative_variance: float) -> float:
    return max(float(np.log1p(max(relative_variance, 0.0))) ** 0.5, LEAST_SD)


def _autocorrelation(residual: Array) -> float:
    centred = residual - residual.mean()
    return float((centred[1:] @ centred[:-1]) / (centred @ centred))
