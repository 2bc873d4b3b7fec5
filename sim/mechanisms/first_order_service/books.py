"""What never happens to first-order service: there are no more than first orders."""

from __future__ import annotations

import numpy as np

from sim.engine import Ledger
from sim.plan import Plan
from sim.vocabulary import Event


def faults(plan: Plan, ledger: Ledger) -> dict[str, np.ndarray]:
    """What never happens, to be found nowhere."""
    served, firsts = (ledger.counts[:, :, kind] for kind in (Event.WELCOMED, Event.FIRST_ORDER))
    return {
        "more service of first orders than first orders": served > firsts,
    }
