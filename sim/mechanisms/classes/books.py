"""What never happens to classes: each review is booked at its cost, and none moves who is not reviewed."""

from __future__ import annotations

import numpy as np

from sim.engine import Ledger
from sim.plan import Plan
from sim.vocabulary import Account, Event


def faults(plan: Plan, ledger: Ledger) -> dict[str, np.ndarray]:
    """What never happens, to be found nowhere."""
    reviews, moves = (ledger.counts[:, :, kind] for kind in (Event.CLASSED, Event.CLASS_MOVED))
    cost = plan.behaviour["class_cost"][0] if plan.behaviour["classes_on"][0] else 0
    return {
        "reviews of classes that are not booked at their cost": ledger.sums[:, :, Account.CLASSES] != -cost * reviews,
        "more moves to another class than reviews": moves > reviews,
    }
