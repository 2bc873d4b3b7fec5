"""What never happens to care calls: none comes before its order."""

from __future__ import annotations

import numpy as np

from sim.engine import Ledger
from sim.plan import Plan
from sim.vocabulary import Event


def faults(plan: Plan, ledger: Ledger) -> dict[str, np.ndarray]:
    """What never happens, to be found nowhere."""
    calls = ledger.counts[:, :, Event.CALLED]
    orders = ledger.counts[:, :, [Event.FIRST_ORDER, Event.ORDERED]].sum(axis=(1, 2))
    waited = int(plan.behaviour["call_after"][0])  # whole days at least between an order and its call
    by_then = np.concatenate([np.zeros(waited, np.int64), np.cumsum(orders)])[: plan.days]
    return {
        "more care calls than orders before them": np.cumsum(calls.sum(axis=1)) > by_then,
    }
