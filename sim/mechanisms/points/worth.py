"""The loyalty programme: points and what the firm owes for them, and the upper tier."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from sim.engine import Ledger
from sim.mechanisms.points.books import liability
from sim.mechanisms.points.future import tiers
from sim.plan import Plan
from sim.vocabulary import MICRO, NEVER, Points, Stage

Row = tuple[str, str, str, float]


def rows(plan: Plan, ledger: Ledger) -> Iterator[Row]:
    """Rows (measure, by, key, value) of the programme; nothing of points, or of the tier, where there are none."""
    if plan.behaviour["earn_rate"][0] > 0.0:
        total = ledger.programme.sum(axis=0)
        amounts = {kind.name.lower(): total[kind] for kind in Points}
        amounts["liability"] = liability(plan, ledger.more["points"]).sum()
        for name, amount in amounts.items():
            yield f"points_{name}", "all", "", float(amount) / MICRO * plan.scale
        settled = total[Points.REDEEMED] + total[Points.EXPIRED]
        yield "points_breakage", "all", "", float(total[Points.EXPIRED] / settled) if settled else np.nan
    if plan.behaviour["tier_orders"][0] > 0:
        here = ledger.people["stage"] == Stage.CUSTOMER
        inside = ledger.more["at_tier"][here] < NEVER
        yield "upper_tier", "all", "", float(inside.mean()) if len(inside) else np.nan
        if plan.behaviour["tier_most"][0] > plan.behaviour["tier_orders"][0]:
            which = tiers(ledger.more[here])
            for place, name in enumerate(("first", "second", "third"), start=1):
                yield "upper_tier", "tier", name, float((which == place).mean()) if len(which) else np.nan
