"""What never happens to compensation: each follows a ticket that was solved."""

from __future__ import annotations

import numpy as np

from sim.engine import Ledger
from sim.plan import Plan
from sim.vocabulary import Event


def faults(plan: Plan, ledger: Ledger) -> dict[str, np.ndarray]:
    """What never happens, to be found nowhere."""
    given, solved = (ledger.counts[:, :, kind] for kind in (Event.COMPENSATED, Event.SOLVED))
    before = np.concatenate([[0], np.cumsum(solved.sum(axis=1))[:-1]])
    return {
        "more compensated tickets than were solved before": np.cumsum(given.sum(axis=1)) > before,
    }
