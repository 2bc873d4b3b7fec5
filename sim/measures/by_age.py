"""Value by customers' age: curves, payback, and what a cohort has brought by an age."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
import pandas as pd

from sim.engine import Ledger
from sim.measures.labels import Labels, labelled, short
from sim.plan import Plan
from sim.vocabulary import MICRO, Curve


def curves(plan: Plan, ledger: Ledger) -> pd.DataFrame:
    """By customers' age: cumulative discounted value, share active, repeat orders; columns age_days, series, value."""
    ages = ledger.ages.sum(axis=0)
    width = plan.behaviour[0]["age_width"]
    value = np.cumsum(followed_curve(plan, ages, Curve.VALUE)) / MICRO
    left = followed_curve(plan, ages, Curve.DROPOUTS) - followed_curve(plan, ages, Curve.RETURNS)
    orders = np.cumsum(followed_curve(plan, ages, Curve.ORDERS)) - 1.0
    series = {"cumulative_value": value, "retention": 1.0 - np.cumsum(left), "repeat_orders": orders}
    values = np.concatenate(list(series.values()))
    seen = ~np.isnan(values)
    return labelled(_labels(tuple(series), plan.age_bins, float(width), seen.tobytes()), values[seen])


@lru_cache(maxsize=32)
def _labels(series: tuple[str, ...], bins: int, width: float, seen: bytes) -> Labels:
    """``seen``: of every row, series by series and age by age, whether it has a value: bool [row]."""
    those = np.frombuffer(seen, bool)
    ages = np.tile((np.arange(bins) + 1) * width, len(series))
    return short(age_days=ages[those], series=np.repeat(series, bins)[those])


def followed_curve(plan: Plan, ages: np.ndarray, curve: Curve) -> np.ndarray:
    """Mean per customer and age bin of what is summed by age, over the cohorts followed for the whole bin.

    ``ages``: int64 [cohort, age, curve]; returns float64 [age], NaN where no cohort has been followed so far.
    Later bins rest on fewer, older cohorts (as in a Kaplan-Meier estimate), so nothing is cut short.
    """
    width = plan.behaviour[0]["age_width"]
    ends = (np.arange(plan.age_bins) + 1) * width
    complete = _cohort_ends(plan)[:, None] + ends[None, :] <= plan.days
    at_risk = (_cohort_sizes(ages)[:, None] * complete).sum(axis=0)
    total = (ages[:, :, curve] * complete).sum(axis=0)
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.where(at_risk > 0, total / at_risk, np.nan)


def _cohort_ends(plan: Plan) -> np.ndarray:
    """The day at whose start a cohort is complete, int64 [cohort]."""
    last_day = np.full(len(plan.cohorts), -1)
    np.maximum.at(last_day, plan.levers[0]["cohort"], np.arange(plan.days))
    return last_day + 1


def _cohort_sizes(ages: np.ndarray) -> np.ndarray:
    return ages[:, 0, Curve.CUSTOMERS]


def cohort_value(plan: Plan, ages: np.ndarray, age: float) -> float:
    """Mean discounted contribution by ``age`` days of the customers in cohorts wholly followed so long, currency.

    ``ages``: int64 [cohort, age, curve]. Linear within a bin; the first order counts at age 0. NaN where there is
    no such customer.
    """
    observed = _cohort_ends(plan) + age <= plan.days
    customers = _cohort_sizes(ages)[observed].sum()
    if customers == 0:
        return np.nan
    first = ages[observed, 0, Curve.FIRST_VALUE].sum()
    reached = np.cumsum(ages[observed, :, Curve.VALUE].sum(axis=0))
    edges = np.arange(plan.age_bins + 1) * float(plan.behaviour[0]["age_width"])
    return float(np.interp(age, edges, [first, *reached])) / customers / MICRO


def payback(plan: Plan, ages: np.ndarray, cac: float) -> float:
    """Age in days at which the mean discounted contribution has repaid ``cac`` (currency); NaN if not seen.

    Linear within a bin. The first order counts at age 0, that of every customer.
    """
    customers = _cohort_sizes(ages).sum()
    if not np.isfinite(cac) or customers == 0:
        return np.nan
    width = float(plan.behaviour[0]["age_width"])
    gained = np.cumsum(followed_curve(plan, ages, Curve.VALUE) / MICRO)
    first = ages[:, 0, Curve.FIRST_VALUE].sum() / customers / MICRO
    if first >= cac:
        return 0.0
    before = first
    for k, value in enumerate(gained):
        if not np.isfinite(value):
            return np.nan
        if value >= cac:
            return width * (k + (cac - before) / (value - before))
        before = value
    return np.nan
