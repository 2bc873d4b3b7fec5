"""What never happens to thanks: each follows a first order of somebody who was invited."""

from __future__ import annotations

import numpy as np

from sim.engine import Ledger
from sim.plan import Plan
from sim.vocabulary import Event


def faults(plan: Plan, ledger: Ledger) -> dict[str, np.ndarray]:
    """What never happens, to be found nowhere."""
    thanks = ledger.counts[:, :, Event.THANKED_REFERRER]
    firsts = ledger.counts[:, :, Event.FIRST_ORDER].sum(axis=1)
    before = np.concatenate([[0], np.cumsum(firsts)[:-1]])
    return {
        "more thanks than first orders before them": np.cumsum(thanks.sum(axis=1)) > before,
    }
