"""What never happens to seeding: each is booked at its cost, and nobody gets the product twice."""

from __future__ import annotations

import numpy as np

from sim.engine import Ledger
from sim.plan import Plan
from sim.vocabulary import Account, Event


def faults(plan: Plan, ledger: Ledger) -> dict[str, np.ndarray]:
    """What never happens, to be found nowhere."""
    on = bool(plan.behaviour["seeding_on"][0])
    seeded = ledger.counts[:, :, Event.SEEDED]
    got = ledger.more["seeded"].sum() if on else 0
    return {
        "seeding that is not booked at its cost": ledger.sums[:, :, Account.SEEDING]
        != -(plan.behaviour["seeding_cost"][0] if on else 0) * seeded,
        "other people seeded than lines that say so": np.array(seeded.sum() != got),
        "seeding on another day": np.delete(seeded.sum(axis=1), int(plan.behaviour["seeding_day"][0]) if on else [])
        > 0,
    }
