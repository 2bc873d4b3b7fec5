"""What is reported of discretion."""

from __future__ import annotations

from collections.abc import Iterator

from sim.engine import Ledger
from sim.plan import Plan
from sim.vocabulary import Event


def rows(plan: Plan, ledger: Ledger) -> Iterator[tuple[str, str, str, float]]:
    """Compensated tickets of the whole market; nothing where the staff compensates nobody."""
    if plan.behaviour["discretion_on"][0]:
        yield "compensated", "all", "", float(ledger.counts[:, :, Event.COMPENSATED].sum()) * plan.scale
