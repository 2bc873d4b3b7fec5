"""What never happens to thanks: each is booked at its cost, and follows a first order of somebody who was invited."""

from __future__ import annotations

import numpy as np

from sim.engine import Ledger
from sim.plan import Plan
from sim.vocabulary import Account, Event


def faults(plan: Plan, ledger: Ledger) -> dict[str, np.ndarray]:
    """What never happens, to be found nowhere."""
    thanks = ledger.counts[:, :, Event.THANKED_REFERRER]
    firsts = ledger.counts[:, :, Event.FIRST_ORDER].sum(axis=1)
    cost = plan.behaviour["care_cost"][0] if plan.behaviour["care_on"][0] else 0
    before = np.concatenate([[0], np.cumsum(firsts)[:-1]])
    return {
        "thanks that are not booked at their cost": ledger.sums[:, :, Account.CHAIN_CARE] != -cost * thanks,
        "more thanks than first orders before them": np.cumsum(thanks.sum(axis=1)) > before,
    }
