"""The customers of time 0: how many are customers still, and what they bring from now on."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from sim.engine import Ledger
from sim.measures.groups import Customers
from sim.plan import Plan
from sim.vocabulary import MICRO, Curve


def existing(plan: Plan, ledger: Ledger, customers: Customers) -> Iterator[tuple[str, str, str, float]]:
    """Rows (measure, by, key, value) of the customers of time 0, of all and by the channel that won them; none where
    there are none. ``customers``: sim.measures.groups.existing_of.

    Value is what they bring from now on, within the horizon and after it, discounted to now.
    """
    if not len(plan.known):
        return
    ages = ledger.ages[len(plan.sources_of_new) * plan.labels :].sum(axis=(0, 1, 2))
    yield "existing_orders", "all", "", float(ages[Curve.ORDERS]) * plan.scale
    yield "existing_revenue", "all", "", float(ages[Curve.PAID]) / MICRO * plan.scale
    net = ledger.people["net"][: len(plan.known)] / MICRO
    groups = {("all", ""): np.ones(len(plan.known), bool)}
    groups |= {("channel", name): plan.known["source"] == k for k, name in enumerate(plan.channels, 1)}
    for (by, key), those in groups.items():
        if those.any():
            yield "existing_customers", by, key, float(those.sum()) * plan.scale
            yield "existing_alive", by, key, float(plan.known["alive"][those].mean())
            yield "existing_contribution", by, key, float(net[those].sum()) * plan.scale
            realised, after = customers.realised[those].mean(), customers.after[those].mean()
            yield "existing_value", by, key, float(realised + after)
            yield "existing_value_realised", by, key, float(realised)
            yield "existing_value_residual", by, key, float(after)
