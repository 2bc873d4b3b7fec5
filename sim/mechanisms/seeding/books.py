"""What never happens to seeding: nobody gets the product twice."""

from __future__ import annotations

import numpy as np

from sim.engine import Ledger
from sim.plan import Plan
from sim.vocabulary import Event


def faults(plan: Plan, ledger: Ledger) -> dict[str, np.ndarray]:
    """What never happens, to be found nowhere."""
    on = bool(plan.behaviour["seeding_on"][0])
    seeded = ledger.counts[:, :, Event.SEEDED]
    got = ledger.more["seeded"].sum() if on else 0
    return {
        "other people seeded than lines that say so": np.array(seeded.sum() != got),
        "seeding on another day": np.delete(seeded.sum(axis=1), int(plan.behaviour["seeding_day"][0]) if on else [])
        > 0,
    }


def may_invite(plan: Plan, ledger: Ledger) -> np.ndarray:
    """Who has got the product, also where they have not bought: bool [person]."""
    on = bool(plan.behaviour["seeding_on"][0])
    return np.asarray(ledger.more["seeded"] > 0) if on else np.zeros(len(ledger.people), bool)
