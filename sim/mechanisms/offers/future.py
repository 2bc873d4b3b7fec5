"""What offers will cost beyond the horizon: those that come round every year, and those for each order.

Left out: offers for silence and for friends, what coupons take off, and what offers do to loyalty.
"""

from __future__ import annotations

import numpy as np

from sim.mechanisms.offers.rules import YEAR
from sim.plan import Plan
from sim.vocabulary import MICRO, Occasion, Whether


def cost_by_day(plan: Plan, orders: np.ndarray) -> np.ndarray:
    """Cost of offers a day, currency, float64 [person]; ``orders`` a day. Of rows for everybody without a cap."""
    cost = np.zeros_like(orders)
    for row, who in zip(plan.offer_rows, plan.offer_who, strict=True):
        everybody = who.all() and row["lapsed"] != Whether.WITH and row["tier"] == Whether.ANY and row["most"] >= 250
        if not everybody:
            continue
        if row["occasion"] in (Occasion.BIRTHDAY, Occasion.ANNIVERSARY):
            cost = cost + row["cost"] / MICRO / (YEAR * max(np.ceil(row["again"] / YEAR), 1.0))
        elif row["occasion"] == Occasion.ORDER and row["nth"] == 0:
            gap = max(float(row["days"]), float(row["again"]))
            cost = cost + row["cost"] / MICRO * orders / (1.0 + orders * gap)
    return cost
