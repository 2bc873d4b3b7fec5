"""What is reported of care calls."""

from __future__ import annotations

from collections.abc import Iterator

from sim.engine import Ledger
from sim.plan import Plan
from sim.vocabulary import Event

Row = tuple[str, str, str, float]


def rows(plan: Plan, ledger: Ledger) -> Iterator[Row]:
    """Calls of the whole market; nothing where nobody is called."""
    if plan.behaviour["call_on"][0]:
        yield "care_calls", "all", "", float(ledger.counts[:, :, Event.CALLED].sum()) * plan.scale
