"""What is reported of a free tier."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from sim.engine import Ledger
from sim.plan import Plan
from sim.vocabulary import Event, Stage


def rows(plan: Plan, ledger: Ledger) -> Iterator[tuple[str, str, str, float]]:
    """Of the whole market; nothing where there is no free tier."""
    if not plan.behaviour["free_on"][0]:
        return
    started = int(ledger.counts[:, :, Event.TRIAL_STARTED].sum())
    paid = int(ledger.flows[:, Stage.TRIAL, Stage.CUSTOMER].sum())
    yield "free_users", "all", "", float((ledger.people["stage"] == Stage.TRIAL).sum()) * plan.scale
    yield "free_conversion", "all", "", paid / started if started else np.nan
