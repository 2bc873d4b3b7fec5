"""What is reported of places to buy."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from sim.engine import Ledger
from sim.plan import Plan
from sim.ratio import ratio
from sim.vocabulary import MICRO, Bought


def rows(plan: Plan, ledger: Ledger) -> Iterator[tuple[str, str, str, float]]:
    """By place, and how much is bought online; nothing where there are no places."""
    if not plan.places:
        return
    each, terms = ledger.bought.sum(axis=0), plan.place_terms[plan.place_rows[-1]]
    orders, paid = each[: len(plan.places), Bought.ORDERS], each[:, Bought.PAID]
    by_day = ledger.bought[:, : len(plan.places), Bought.ORDERS]
    left = each[: len(plan.places), Bought.LEFT] - plan.place_costs.sum(axis=(0, 2))
    yield "online_share", "all", "", ratio(orders[terms["online"] > 0].sum(), orders.sum())
    for k, name in enumerate(plan.places):
        yield "order_share", "place", name, ratio(orders[k], orders.sum())
        yield "place_first_orders", "place", name, float(each[k, Bought.FIRST]) * plan.scale
        yield "place_contribution", "place", name, float(left[k]) / MICRO * plan.scale
        yield "place_margin", "place", name, ratio(left[k], paid[k])
        if len(plan.place_limit) and np.isfinite(plan.place_limit[k]):
            served = plan.place_served[:, k]
            days = (plan.place_weights[:, :, k].max(axis=1)[plan.place_rows] > 0.0).sum()
            yield "place_use", "place", name, ratio(orders[k], plan.place_limit[k] * days)
            yield "place_turned_away", "place", name, float((by_day[:, k] * (1.0 / served - 1.0)).sum()) * plan.scale
        if terms["dealer"][k]:
            yield "dealer_effort", "place", name, float(terms["effort"][k])
