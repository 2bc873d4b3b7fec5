"""What offers will cost beyond the horizon: those that come round every year, and those for each order.

They go to whom they go now: by cell, tier and orders so far. Left out: offers for silence, for friends and for who is
called lapsed, what coupons take off, and what offers do to loyalty.
"""

from __future__ import annotations

import numpy as np

from sim.core.ground.state import EXPONENTIAL
from sim.plan import Plan
from sim.vocabulary import MICRO, NEVER, YEAR, Occasion, Whether

Array = np.ndarray


def cost_by_day(plan: Plan, people: Array, more: Array | None, orders: Array) -> Array:
    """Cost of offers a day, currency, float64 [person]; ``orders`` a day.

    A customer whose offers end after m more of them, at a rate q, costs as much as one who gets q (1 - exp(-e m / q))
    for ever, e being the rate at which the future counts less: the discount and the own drop-out.
    """
    cost = np.zeros_like(orders)
    if not len(plan.offer_rows) or more is None:
        return cost
    b = plan.behaviour[0]
    ends = b["discount"] + (people["dropout"] if b["dropout_kind"] == EXPONENTIAL else 0.0)
    age = plan.days - people["first_at"] + more["before"]
    for row, who in zip(plan.offer_rows, plan.offer_who, strict=True):
        rate, had = _course(row, people, orders, age)
        left = np.maximum(row["most"] - had, 0.0)
        with np.errstate(divide="ignore", invalid="ignore"):
            lasting = np.where(rate > 0.0, -np.expm1(-ends * left / rate), 0.0)
        goes = (who[people["cell"].astype(int)] > 0) & (people["orders"] >= row["least"]) & _of_tier(row, more)
        cost = cost + np.where(goes, row["cost"] / MICRO * rate * lasting, 0.0)
    return cost


def _course(row: np.void, people: Array, orders: Array, age: Array) -> tuple[Array, Array]:
    """How often a day the offer of a row will go out to whoever may get it, and how often it has about gone out."""
    none = np.zeros_like(orders)
    if row["lapsed"] == Whether.WITH:
        return none, none
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
