"""What is reported of quantity tiers."""

from __future__ import annotations

from collections.abc import Iterator

from sim.engine import Ledger
from sim.plan import Plan
from sim.vocabulary import MICRO, Account, Event


def rows(plan: Plan, ledger: Ledger) -> Iterator[tuple[str, str, str, float]]:
    """Of the whole market; nothing where there are no tiers."""
    if plan.behaviour["tiers_on"][0]:
        yield "tiers_less", "all", "", -float(ledger.sums[:, :, Account.TIERS].sum()) / MICRO * plan.scale
        yield "rounded_up", "all", "", float(ledger.counts[:, :, Event.ROUNDED_UP].sum()) * plan.scale
