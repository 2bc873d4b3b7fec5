"""What is reported of firms that buy."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from sim.engine import Ledger
from sim.plan import Plan
from sim.vocabulary import Event


def rows(plan: Plan, ledger: Ledger) -> Iterator[tuple[str, str, str, float]]:
    """Sales cycles of the whole market; nothing where no customer is a firm."""
    if not plan.behaviour["centre_on"][0]:
        return
    won, lost = (int(ledger.counts[:, :, kind].sum()) for kind in (Event.ACCOUNT_WON, Event.ACCOUNT_LOST))
    over = won + lost
    yield "win_rate", "all", "", won / over if over else np.nan
    yield "cycle_length", "all", "", float(ledger.more["cycles_over"].sum(dtype=float)) / over if over else np.nan
