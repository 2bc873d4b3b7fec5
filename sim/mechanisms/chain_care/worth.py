"""What is reported of thanks to who has brought a customer."""

from __future__ import annotations

from collections.abc import Iterator

from sim.engine import Ledger
from sim.plan import Plan
from sim.vocabulary import Event


def rows(plan: Plan, ledger: Ledger) -> Iterator[tuple[str, str, str, float]]:
    """Thanks of the whole market; nothing where nobody is thanked."""
    if plan.behaviour["care_on"][0]:
        yield "referrers_thanked", "all", "", float(ledger.counts[:, :, Event.THANKED_REFERRER].sum()) * plan.scale
