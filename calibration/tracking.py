"""Repeat orders by week beside what a model expects; weeks are counted from the end of the calibration
window.

Week k holds the days after until + 7 k up to and including until + 7 (k + 1): weeks -1, -2, ... lie in the
window, weeks 0, 1, ... after it.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any, Protocol, TypeVar

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from calibration.likelihood import Array, Estimate
from calibration.summary import Histories

FLAT_WEEKS = 8
"""Weeks whose mean a flat line goes on with."""


class BuyingModel(Protocol):
    """What is asked of a model of orders; see calibration.pareto_nbd for units and shapes."""

    def expected_orders(self, t: ArrayLike) -> Array: ...

    def conditional_orders(self, t: ArrayLike, *rows: Any) -> Array: ...

    def count_probabilities(self, t: float, x: ArrayLike, t_x: ArrayLike, T: ArrayLike, most: int) -> Array: ...


Model = TypeVar("Model", bound=BuyingModel)


def repeat_days(days: pd.DataFrame, histories: Histories) -> pd.DataFrame:
    """The rows of ``days`` (summary.order_days) that are repeat orders of customers of ``histories``, of the same
    orders."""
    return days[_repeats(days, histories)]


def _repeats(days: pd.DataFrame, histories: Histories) -> NDArray[np.bool_]:
    day, first = (days[name].to_numpy() for name in ("day", "first"))
    return np.asarray((day > first) & (first <= histories.until))


def places(days: pd.DataFrame, histories: Histories) -> NDArray[np.intp]:
    """The place in ``histories`` of the customer of each of ``days`` (summary.order_days); -1 where there is none."""
    who = days["customer_id"].cat
    return pd.Index(histories.customer_id).get_indexer(who.categories.astype(object))[who.codes]


def weekly_orders(days: pd.DataFrame, histories: Histories, first: int, last: int) -> NDArray[np.int64]:
    """Repeat orders of the customers of ``histories`` in the weeks ``first`` to ``last`` - 1."""
    day = days["day"].to_numpy()[_repeats(days, histories)].astype("datetime64[D]")
    week = ((day - histories.until).astype(int) - 1) // 7
    inside = week[(week >= first) & (week < last)]
    return np.bincount(inside - first, minlength=last - first)


def orders_after(days: pd.DataFrame, seen: Histories, weeks: int) -> NDArray[np.int64]:
    """Orders of each customer of ``seen`` in the weeks after, in the order of ``seen``."""
    until = seen.until.astype("datetime64[s]")
    after = days[(days["day"] > until) & (days["day"] <= until + np.timedelta64(7 * weeks, "D"))]
    place = places(after, seen)
    return np.bincount(place[place >= 0], minlength=len(seen))


def expected_weekly_orders(model: BuyingModel, histories: Histories, first: int, last: int) -> Array:
    """Expected repeat orders in the weeks ``first`` to ``last`` - 1 by age alone."""
    age, customers = np.unique(histories.T, return_counts=True)
    until = [float(customers @ model.expected_orders(np.maximum(age + k, 0.0))) for k in range(first, last + 1)]
    return np.diff(until)


def parameter_variance(model: Model, estimate: Estimate, total: Callable[[Model], float]) -> float:
    """Variance of a ``total`` that follows from a model, by the covariance of the parameters' logarithms (delta
    method)."""
    step = 1e-4
    slopes = []
    for at in range(len(estimate.values)):
        ends = []
        for sign in (1, -1):
            values = estimate.values.copy()
            values[at] *= math.exp(sign * step)
            ends.append(total(type(model)(*values)))
        slopes.append((ends[0] - ends[1]) / (2 * step))
    slope = np.array(slopes)
    return float(slope @ estimate.covariance @ slope)


def simple_lines(actual: NDArray[Any], weeks: int) -> dict[str, Array]:
    """What somebody without a model says of the ``weeks`` after those of ``actual``: the level of the latest ones
    ("flat"); least squares of log orders on time, over the later half ("trend")."""
    recent = actual[-max(len(actual) // 2, 2) :]
    slope, level = np.polyfit(np.arange(-len(recent), 0), np.log(np.maximum(recent, 0.5)), 1)
    trend = np.asarray(np.exp(level + slope * np.arange(weeks)))
    return {"flat": np.full(weeks, actual[-FLAT_WEEKS:].mean()), "trend": trend}
