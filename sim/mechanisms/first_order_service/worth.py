"""What is reported of first-order service."""

from __future__ import annotations

from collections.abc import Iterator

from sim.engine import Ledger
from sim.plan import Plan
from sim.vocabulary import Event


def rows(plan: Plan, ledger: Ledger) -> Iterator[tuple[str, str, str, float]]:
    """First orders of the whole market; nothing where they are served like any other."""
    if plan.behaviour["welcome_on"][0]:
        yield "first_orders_served", "all", "", float(ledger.counts[:, :, Event.WELCOMED].sum()) * plan.scale
