"""What never happens to first-order service: each is booked at its cost, and there are no more than first orders."""

from __future__ import annotations

import numpy as np

from sim.engine import Ledger
from sim.plan import Plan
from sim.vocabulary import Account, Event


def faults(plan: Plan, ledger: Ledger) -> dict[str, np.ndarray]:
    """What never happens, to be found nowhere."""
    served, firsts = (ledger.counts[:, :, kind] for kind in (Event.WELCOMED, Event.FIRST_ORDER))
    cost = plan.behaviour["welcome_cost"][0] if plan.behaviour["welcome_on"][0] else 0
    return {
        "first orders whose service is not booked at its cost": ledger.sums[:, :, Account.WELCOME] != -cost * served,
        "more service of first orders than first orders": served > firsts,
    }
