"""Who stands where, day by day."""

from __future__ import annotations

import numpy as np

from sim.engine import Ledger
from sim.plan import Plan
from sim.vocabulary import Stage


def standing_by_day(plan: Plan, ledger: Ledger) -> np.ndarray:
    """People in each stage at the end of each day, from the flows: int64 [day, stage]."""
    standing = np.cumsum(ledger.flows.sum(axis=1) - ledger.flows.sum(axis=2), axis=0)
    standing[:, Stage.UNAWARE] += plan.people
    return standing
