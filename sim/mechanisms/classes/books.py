"""What never happens to classes: none moves who is not reviewed."""

from __future__ import annotations

import numpy as np

from sim.engine import Ledger
from sim.plan import Plan
from sim.vocabulary import Event


def faults(plan: Plan, ledger: Ledger) -> dict[str, np.ndarray]:
    """What never happens, to be found nowhere."""
    reviews, moves = (ledger.counts[:, :, kind] for kind in (Event.CLASSED, Event.CLASS_MOVED))
    return {
        "more moves to another class than reviews": moves > reviews,
    }
