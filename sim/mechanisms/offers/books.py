"""What never happens to offers: what is counted of rows is what stands in the books and in the journal."""

from __future__ import annotations

import numpy as np

from sim.engine import Ledger
from sim.plan import Plan
from sim.vocabulary import Account, Event, Offered


def faults(plan: Plan, ledger: Ledger) -> dict[str, np.ndarray]:
    """What never happens, to be found nowhere."""
    days, rows = plan.days, len(plan.offer_rows)
    each = ledger.offered if rows else np.zeros((days, 1, len(Offered)), np.int64)
    costs = plan.offer_rows["cost"] if rows else np.zeros(1, np.int64)
    most = plan.offer_rows["most"] if rows else np.zeros(1, np.int64)
    customers = int((ledger.people["orders"] > 0).sum())
    total = each.sum(axis=1)
    counts, sums = ledger.counts.sum(axis=1), ledger.sums.sum(axis=1)
    return {
        "offers that are not counted by row": total[:, Offered.SENT] != counts[:, Event.OFFERED],
        "offers that are not booked at their cost": each[:, :, Offered.COST] != costs * each[:, :, Offered.SENT],
        "costs of offers that no row has": total[:, Offered.COST] != -sums[:, Account.OFFER],
        "talks that are not booked at their cost": -sums[:, Account.TALK]
        != (plan.behaviour["talk_cost"][0] * counts[:, Event.TALKED] if rows else 0),
        "coupons in the books that no row has given": total[:, Offered.LESS] != -sums[:, Account.COUPON],
        "more coupons used than offers made before": np.cumsum(each[:, :, Offered.REDEEMED], axis=0)
        > np.cumsum(each[:, :, Offered.SENT], axis=0),
        "more returns by an offer than offers": each[:, :, Offered.RETURNED] > each[:, :, Offered.SENT],
        "more offers than a customer gets": each[:, :, Offered.SENT].sum(axis=0) > most * customers,
    }
