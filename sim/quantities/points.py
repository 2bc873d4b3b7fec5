"""Points that stand and points that are used; who is in the upper tier. Customers are independent of each other."""

from __future__ import annotations

import numpy as np

from sim.quantities.observed import Observed, Quantity, mean
from sim.vocabulary import MICRO, Event


def points_outstanding(observed: Observed, at: float, of: str | None) -> tuple[float, float]:
    """Points of a customer at the horizon, face value in currency."""
    if not len(observed.ledger.more):
        return np.nan, np.nan
    return mean(observed.ledger.more["points"][observed.customers()] / MICRO)


def points_redeemed(observed: Observed, at: float, of: str | None) -> tuple[float, float]:
    """Points that a customer uses per day from day ``at`` on, face value in currency."""
    plan, lines = observed.plan, observed.lines(Event.REDEEMED)
    if at >= plan.days:
        return np.nan, np.nan
    lines = lines[lines["time"] >= at]
    used = np.bincount(lines["who"], lines["amount"] / MICRO, minlength=plan.people)
    return mean(used[observed.customers()] / (plan.days - at))


def upper_tier(observed: Observed, at: float, of: str | None) -> tuple[float, float]:
    """Share of customers in the upper tier at age ``at``, days, of those followed that long."""
    people, days = observed.ledger.people, observed.plan.days
    inside = np.zeros(len(people))
    for event, step in ((Event.UPGRADED, 1.0), (Event.DOWNGRADED, -1.0)):
        lines = observed.lines(event)
        early = lines["who"][lines["time"] - people["first_at"][lines["who"]] <= at]
        inside += step * np.bincount(early, minlength=len(people))
    return mean(inside[(people["orders"] > 0) & (people["first_at"] + at <= days)])


QUANTITIES: dict[str, Quantity] = {
    "points_outstanding": points_outstanding,
    "points_redeemed": points_redeemed,
    "upper_tier": upper_tier,
}
