"""What is reported of seeding."""

from __future__ import annotations

from collections.abc import Iterator

from sim.engine import Ledger
from sim.plan import Plan


def rows(plan: Plan, ledger: Ledger) -> Iterator[tuple[str, str, str, float]]:
    """Of the whole market; nothing where nobody gets the product."""
    if not plan.behaviour["seeding_on"][0]:
        return
    people = ledger.people
    invited = (people["orders"] > 0) & (people["referrer"] >= 0)
    won = ledger.more["seeded"][people["referrer"][invited]] > 0
    yield "seeding_customers", "all", "", float(won.sum()) * plan.scale
