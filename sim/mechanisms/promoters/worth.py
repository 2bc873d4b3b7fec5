"""What is reported of promoters."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from sim.engine import Ledger
from sim.plan import Plan
from sim.vocabulary import MICRO, Account, Event

KINDS = {
    "staff": (Event.TOLD_BY_STAFF, Event.WON_BY_STAFF, Account.STAFF_COMMISSION),
    "partners": (Event.TOLD_BY_PARTNER, Event.WON_BY_PARTNER, Account.PARTNER_COMMISSION),
}
"""Who promotes, in the order of their numbers in records, from 1: who is told, who is won, what is paid for it."""


def rows(plan: Plan, ledger: Ledger) -> Iterator[tuple[str, str, str, float]]:
    """Of all promoters and by kind; nothing where there are none."""
    if not plan.behaviour["promoters_on"][0]:
        return
    counts, sums = ledger.counts.sum(axis=(0, 1)), ledger.sums.sum(axis=(0, 1))
    each = np.array([(counts[told], counts[won], -sums[account] / MICRO) for told, won, account in KINDS.values()])
    each[:, 2] += plan.promoters.sum(axis=1) / MICRO
    named = [("all", "", each.sum(axis=0)), *(("promoter", kind, row) for kind, row in zip(KINDS, each, strict=True))]
    for by, key, (told, won, cost) in named:
        yield "promoter_contacts", by, key, told * plan.scale
        yield "promoter_customers", by, key, won * plan.scale
        yield "promoter_cost", by, key, cost * plan.scale
        yield "promoter_cac", by, key, cost / won if won else np.nan
