"""Value by customers' age: curves, payback, and what a cohort has brought by an age."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

import numpy as np
import pandas as pd

from sim.engine import Ledger
from sim.measures.labels import labelled, short
from sim.plan import Plan
from sim.vocabulary import MICRO, Curve


def curves(plan: Plan, ledger: Ledger) -> pd.DataFrame:
    """By the age of new customers: cumulative discounted value, share active, repeat orders.

    Columns age_days, series, value.
    """
    new = len(plan.sources_of_new) * plan.labels
    ages = ledger.ages[:new].sum(axis=0)
    width = plan.behaviour[0]["age_width"]
    value = np.cumsum(followed_curve(plan, ages, Curve.VALUE)) / MICRO
    left = followed_curve(plan, ages, Curve.DROPOUTS) - followed_curve(plan, ages, Curve.RETURNS)
    orders = np.cumsum(followed_curve(plan, ages, Curve.ORDERS)) - 1.0
    series = {"cumulative_value": value, "retention": 1.0 - np.cumsum(left), "repeat_orders": orders}
    values = np.concatenate(list(series.values()))
    seen = ~np.isnan(values)
    return labelled(_labels(tuple(series), plan.age_bins, float(width), seen.tobytes()), values[seen])


@lru_cache(maxsize=32)
def _labels(series: tuple[str, ...], bins: int, width: float, seen: bytes) -> pd.DataFrame:
    """``seen``: of every row, series by series and age by age, whether it has a value: bool [row]."""
    those = np.frombuffer(seen, bool)
    ages = np.tile((np.arange(bins) + 1) * width, len(series))
    return short(age_days=ages[those], series=np.repeat(series, bins)[those])


def followed_curve(plan: Plan, ages: np.ndarray, curve: Curve, ends: np.ndarray | None = None) -> np.ndarray:
    """Mean per customer and age bin of what is summed by age, over the cohorts followed for the whole bin.

    ``ages``: int64 [..., cohort, age, curve], of several groups at once; ``ends``: :func:`cohort_ends`, or others
    where the cohorts are not all of the plan's. Returns float64 [..., age], NaN where no cohort has been followed so
    far. Later bins rest on fewer, older cohorts (as in a Kaplan-Meier estimate), so nothing is cut short.
    """
    ends = cohort_ends(plan) if ends is None else ends
    complete = ends[..., None] + _bin_ends(plan) <= plan.days
    at_risk = (_cohort_sizes(ages)[..., None] * complete).sum(axis=-2)
    total = (ages[..., curve] * complete).sum(axis=-2)
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.where(at_risk > 0, total / at_risk, np.nan)


def cohort_ends(plan: Plan) -> np.ndarray:
    """The day at whose start a cohort is complete, int64 [cohort]."""
    last_day = np.full(len(plan.cohorts), -1)
    np.maximum.at(last_day, plan.levers[0]["cohort"], np.arange(plan.days))
    return last_day + 1


def _bin_ends(plan: Plan) -> np.ndarray:
    """Ages at which bins end, days, float64 [age]."""
    return np.asarray((np.arange(plan.age_bins) + 1) * plan.behaviour[0]["age_width"])


def _cohort_sizes(ages: np.ndarray) -> np.ndarray:
    return ages[..., 0, Curve.CUSTOMERS]


def cohort_value(plan: Plan, ages: np.ndarray, age: float, ends: np.ndarray | None = None) -> np.ndarray:
    """Mean discounted contribution by ``age`` days of the customers in cohorts wholly followed so long, currency.

    ``ages`` and ``ends`` as in :func:`followed_curve`; returns float64 [...]. Linear within a bin; the first order
    counts at age 0. NaN where there is no such customer.
    """
    observed = (cohort_ends(plan) if ends is None else ends) + age <= plan.days
    customers = (_cohort_sizes(ages) * observed).sum(axis=-1)
    first = (ages[..., 0, Curve.FIRST_VALUE] * observed).sum(axis=-1)
    reached = np.cumsum((ages[..., Curve.VALUE] * observed[..., None]).sum(axis=-2), axis=-1)
    path = np.concatenate([first[..., None], reached], axis=-1)
    edges = np.concatenate([[0.0], _bin_ends(plan)])
    value = np.apply_along_axis(lambda sums: np.interp(age, edges, sums), -1, path)
    with np.errstate(invalid="ignore"):
        return np.where(customers > 0, value / np.where(customers > 0, customers, 1) / MICRO, np.nan)


class Gains(NamedTuple):
    """What a customer of a group has brought: at the first order; by the end of each bin, float64 [age], NaN where
    nobody was followed so long; by the ages asked for, float64 [age asked for]. Discounted, currency; NaN over nobody.
    """

    first: float
    gained: np.ndarray
    by: np.ndarray


def gains(plan: Plan, ages: np.ndarray, asked: Sequence[float], ends: np.ndarray | None = None) -> list[Gains]:
    """The gains of each group, by the ages ``asked`` for too; ``ages``: int64 [group, cohort, age, curve], ``ends`` as
    in :func:`followed_curve`."""
    gained = np.cumsum(followed_curve(plan, ages, Curve.VALUE, ends) / MICRO, axis=-1)
    customers = _cohort_sizes(ages).sum(axis=-1)
    with np.errstate(invalid="ignore", divide="ignore"):
        first = ages[..., 0, Curve.FIRST_VALUE].sum(axis=-1) / customers / MICRO
    by = np.empty((len(ages), len(asked)))
    for k, age in enumerate(asked):
        by[:, k] = cohort_value(plan, ages, age, ends)
    return [Gains(*found) for found in zip(first.tolist(), gained, by, strict=True)]


def payback(plan: Plan, group: Gains, cac: float) -> float:
    """Age in days at which the mean discounted contribution has repaid ``cac`` (currency); NaN if not seen.

    Linear within a bin. The first order counts at age 0, that of every customer.
    """
    if not np.isfinite(cac) or not np.isfinite(group.first):
        return np.nan
    if group.first >= cac:
        return 0.0
    (repaid,) = np.nonzero(~(group.gained < cac))
    if not len(repaid) or not np.isfinite(group.gained[repaid[0]]):
        return np.nan
    k = int(repaid[0])
    before = group.gained[k - 1] if k else group.first
    width = float(plan.behaviour[0]["age_width"])
    return float(width * (k + (cac - before) / (group.gained[k] - before)))
