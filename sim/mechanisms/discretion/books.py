"""What never happens to compensation: each is booked at its cost, and follows a ticket that was solved."""

from __future__ import annotations

import numpy as np

from sim.engine import Ledger
from sim.plan import Plan
from sim.vocabulary import Account, Event


def faults(plan: Plan, ledger: Ledger) -> dict[str, np.ndarray]:
    """What never happens, to be found nowhere."""
    given, solved = (ledger.counts[:, :, kind] for kind in (Event.COMPENSATED, Event.SOLVED))
    cost = plan.behaviour["compensation"][0] if plan.behaviour["discretion_on"][0] else 0
    before = np.concatenate([[0], np.cumsum(solved.sum(axis=1))[:-1]])
    return {
        "compensation that is not booked at its cost": ledger.sums[:, :, Account.COMPENSATION] != -cost * given,
        "more compensated tickets than were solved before": np.cumsum(given.sum(axis=1)) > before,
    }
