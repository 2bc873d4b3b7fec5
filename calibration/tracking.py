"""Repeat orders by week beside what a model expects; weeks are counted from the end of the calibration
window.

Week k holds the days after until + 7 k up to and including until + 7 (k + 1): weeks -1, -2, ... lie in the
window, weeks 0, 1, ... after it.
"""

from __future__ import annotations

from typing import Protocol

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from calibration.likelihood import Array
from calibration.summary import Histories


class BuyingModel(Protocol):
    """What is asked of a model of orders; see calibration.pareto_nbd for units and shapes."""

    def expected_orders(self, t: ArrayLike) -> Array: ...

    def conditional_orders(self, t: ArrayLike, x: ArrayLike, t_x: ArrayLike, T: ArrayLike) -> Array: ...

    def count_probabilities(self, t: float, x: ArrayLike, t_x: ArrayLike, T: ArrayLike, most: int) -> Array: ...


def repeat_days(days: pd.DataFrame, histories: Histories) -> pd.DataFrame:
    """The rows of ``days`` (summary.order_days) that are repeat orders of customers of ``histories``."""
    first = pd.Series(histories.first.astype("datetime64[s]"), index=histories.customer_id)
    return days[days["day"] > days["customer_id"].map(first)]


def weekly_orders(days: pd.DataFrame, histories: Histories, first: int, last: int) -> NDArray[np.int64]:
    """Repeat orders of the customers of ``histories`` in the weeks ``first`` to ``last`` - 1."""
    since = (repeat_days(days, histories)["day"].to_numpy("datetime64[D]") - histories.until).astype(int)
    week = (since - 1) // 7
    inside = week[(week >= first) & (week < last)]
    return np.bincount(inside - first, minlength=last - first)


def expected_weekly_orders(model: BuyingModel, histories: Histories, first: int, last: int) -> Array:
    """Expected repeat orders in the weeks ``first`` to ``last`` - 1 by age alone."""
    age, customers = np.unique(histories.T, return_counts=True)
    until = [float(customers @ model.expected_orders(np.maximum(age + k, 0.0))) for k in range(first, last + 1)]
    return np.diff(until)
