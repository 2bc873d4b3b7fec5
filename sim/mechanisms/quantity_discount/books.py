"""What never happens to quantity discounts: more is taken off, or rounded up, than orders bear."""

from __future__ import annotations

import numpy as np

from sim.engine import Ledger
from sim.plan import Plan
from sim.vocabulary import Account, Event


def faults(plan: Plan, ledger: Ledger) -> dict[str, np.ndarray]:
    """What never happens, to be found nowhere."""
    orders = ledger.counts[:, :, [Event.FIRST_ORDER, Event.ORDERED]].sum(axis=2)
    less = -ledger.sums[:, :, Account.QUANTITY_DISCOUNT]
    deepest = 1.0 - plan.breaks[:, 1].min() if len(plan.breaks) else 0.0
    return {
        "more orders rounded up than there are": ledger.counts[:, :, Event.ROUNDED_UP] > orders,
        "more taken off by quantity than the deepest step": less
        > deepest * ledger.sums[:, :, Account.REVENUE] + orders,
    }
