"""What never happens to incentives: what is counted of rows is what stands in the books and in the journal."""

from __future__ import annotations

import numpy as np

from sim.engine import Ledger
from sim.plan import Plan
from sim.vocabulary import Account, Event, Granted


def faults(plan: Plan, ledger: Ledger) -> dict[str, np.ndarray]:
    """What never happens, to be found nowhere."""
    days, rows = plan.days, len(plan.incentive_rows)
    each = ledger.granted if rows else np.zeros((days, 1, len(Granted)), np.int64)
    costs = plan.incentive_rows["cost"] if rows else np.zeros(1, np.int64)
    most = plan.incentive_rows["most"] if rows else np.zeros(1, np.int64)
    customers = int((ledger.people["orders"] > 0).sum())
    total = each.sum(axis=1)
    counts, sums = ledger.counts.sum(axis=1), ledger.sums.sum(axis=1)
    return {
        "incentives that are not counted by row": total[:, Granted.SENT] != counts[:, Event.GRANTED],
        "incentives that are not booked at their cost": each[:, :, Granted.COST] != costs * each[:, :, Granted.SENT],
        "costs of incentives that no row has": total[:, Granted.COST] != -sums[:, Account.INCENTIVE],
        "talks that are not booked at their cost": -sums[:, Account.TALK]
        != (plan.behaviour["talk_cost"][0] * counts[:, Event.TALKED] if rows else 0),
        "coupons in the books that no row has given": total[:, Granted.LESS] != -sums[:, Account.COUPON],
        "more coupons used than incentives given before": np.cumsum(each[:, :, Granted.REDEEMED], axis=0)
        > np.cumsum(each[:, :, Granted.SENT], axis=0),
        "more returns by an incentive than incentives": each[:, :, Granted.RETURNED] > each[:, :, Granted.SENT],
        "more incentives than a customer gets": each[:, :, Granted.SENT].sum(axis=0) > most * customers,
    }
