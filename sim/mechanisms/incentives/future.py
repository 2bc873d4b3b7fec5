"""What incentives will cost beyond the horizon: those that come round every year, and those for each order.

They go to whom they go now: by cell, tier and orders so far. Left out: incentives for silence, for friends, for who is
called lapsed, by the days since the latest order and by coupons used, incentives that end, what coupons take off, and
what incentives do to loyalty.
"""

from __future__ import annotations

import numpy as np

from sim.core.ground.state import EXPONENTIAL
from sim.plan import Plan
from sim.vocabulary import MICRO, NEVER, YEAR, Occasion, Whether

Array = np.ndarray
FOR_EVER = 20_000.0
"""Days from which on a limit is none (scenarios.policy.incentives)."""


def cost_by_day(plan: Plan, people: Array, more: Array | None, orders: Array) -> Array:
    """Cost of incentives a day, currency, float64 [person]; ``orders`` a day.

    A customer whose incentives end after m more of them, at a rate q, costs as much as one who gets
    q (1 - exp(-e m / q)) for ever, e being the rate at which the future counts less: the discount and the own drop-out.
    """
    cost = np.zeros_like(orders)
    if not len(plan.incentive_rows) or more is None:
        return cost
    b = plan.behaviour[0]
    ends = b["discount_rate"] + (people["dropout"] if b["dropout_kind"] == EXPONENTIAL else 0.0)
    age = plan.days - people["first_at"] + more["before"]
    for row, who in zip(plan.incentive_rows, plan.incentive_who, strict=True):
        rate, had = _course(row, people, orders, age)
        left = np.maximum(row["most"] - had, 0.0)
        with np.errstate(divide="ignore", invalid="ignore"):
            lasting = np.where(rate > 0.0, -np.expm1(-ends * left / rate), 0.0)
        goes = (who[people["cell"].astype(int)] > 0) & _of_tier(row, more)
        goes &= (row["least"] <= people["orders"]) & (people["orders"] <= row["most_orders"])
        cost = cost + np.where(goes, row["cost"] / MICRO * rate * lasting, 0.0)
    return cost


def _course(row: np.void, people: Array, orders: Array, age: Array) -> tuple[Array, Array]:
    """How often a day the incentive of a row will go out to whoever may get it, and how often it has about gone out."""
    rate, had = _rounds(row, people, orders, age)
    seen = row["least_silent"] > 0.0 or row["most_silent"] < FOR_EVER or row["used"] != Whether.ANY
    lasts = row["until"] >= FOR_EVER and row["lapsed"] != Whether.WITH and not seen
    return rate * lasts * row["share"], had * row["share"]


def _rounds(row: np.void, people: Array, orders: Array, age: Array) -> tuple[Array, Array]:
    """How often a day what a row waits for comes, and how often it has come."""
    none = np.zeros_like(orders)
    if row["occasion"] == Occasion.CAMPAIGN and row["again"] > 0.0:
        return none + 1.0 / row["again"], np.floor(age / row["again"])
    if row["occasion"] in (Occasion.BIRTHDAY, Occasion.ANNIVERSARY):
        years = max(np.ceil(row["again"] / YEAR), 1.0)
        return none + 1.0 / (YEAR * years), np.floor(age / (YEAR * years))
    if row["occasion"] == Occasion.ORDER and row["nth"] == 0:
        gap = max(float(row["days"]), float(row["again"]))
        had = people["orders"] if gap == 0.0 else np.minimum(people["orders"], 1.0 + np.floor(age / gap))
        return orders / (1.0 + orders * gap), had
    return none, none


def _of_tier(row: np.void, more: Array) -> Array:
    upper = more["at_tier"] < NEVER
    if row["tier"] == Whether.ANY:
        return np.ones(len(upper), bool)
    return np.asarray(upper if row["tier"] == Whether.WITH else ~upper)
