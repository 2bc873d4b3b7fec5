"""What follows from the specs of mechanisms alone: what is counted of their events and books, and what must agree."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from sim.engine import Ledger
from sim.mechanisms.all import ALL
from sim.plan import Plan
from sim.vocabulary import MICRO, Account, Event


def rows(plan: Plan, ledger: Ledger) -> Iterator[tuple[str, str, str, float]]:
    """Rows (measure, by, key, value) of the whole market, of mechanisms that are on: events (``counts``) and what was
    booked (``costs``, currency)."""
    for one in ALL:
        if plan.behaviour[one.on][0]:
            for measure, event in one.counts.items():
                yield measure, "all", "", float(ledger.counts[:, :, Event[event]].sum()) * plan.scale
            for measure, account in one.costs.items():
                yield measure, "all", "", -float(ledger.sums[:, :, Account[account]].sum()) / MICRO * plan.scale


def faults(plan: Plan, ledger: Ledger) -> dict[str, np.ndarray]:
    """What never happens, to be found nowhere: events that are not booked at their cost (``each``)."""
    found: dict[str, np.ndarray] = {}
    for one in ALL:
        for account, (event, number) in one.each.items():
            cost = plan.behaviour[number][0] if plan.behaviour[one.on][0] else 0
            found[f"{event.lower()} that is not booked at its cost"] = (
                ledger.sums[:, :, Account[account]] != -cost * ledger.counts[:, :, Event[event]]
            )
    return found
