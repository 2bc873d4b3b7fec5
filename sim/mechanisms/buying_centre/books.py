"""What never happens to firms that buy: nobody decides who has not wished."""

from __future__ import annotations

import numpy as np

from sim.engine import Ledger
from sim.plan import Plan
from sim.vocabulary import Event


def faults(plan: Plan, ledger: Ledger) -> dict[str, np.ndarray]:
    """What never happens, to be found nowhere."""
    begun, won, lost = (
        ledger.counts[:, :, kind] for kind in (Event.CYCLE_BEGUN, Event.ACCOUNT_WON, Event.ACCOUNT_LOST)
    )
    decided = (won + lost).sum(axis=1)
    return {
        "more sales cycles over than were begun": np.cumsum(decided) > np.cumsum(begun.sum(axis=1)),
        "more accounts won than first orders": won > ledger.counts[:, :, Event.FIRST_ORDER],
    }
