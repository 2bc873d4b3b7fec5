"""What is reported of an assortment."""

from __future__ import annotations

from collections.abc import Iterator

from sim.engine import Ledger
from sim.plan import Plan
from sim.ratio import ratio
from sim.vocabulary import MICRO, Assorted, Event


def rows(plan: Plan, ledger: Ledger) -> Iterator[tuple[str, str, str, float]]:
    """Lines of orders of the whole market, and sales by category; nothing where there is no assortment."""
    if not plan.categories:
        return
    each = ledger.assorted.sum(axis=0)
    total = each.sum(axis=0)
    orders = ledger.counts[:, :, [Event.FIRST_ORDER, Event.ORDERED]].sum()
    yield "categories_per_order", "all", "", ratio(total[Assorted.ORDERS], orders)
    yield "items_per_order", "all", "", ratio(total[Assorted.UNITS], orders)
    yield "lines_on_deal", "all", "", ratio(total[Assorted.ON_DEAL], total[Assorted.LINES])
    yield "deal_depth", "all", "", ratio(total[Assorted.DEPTH], total[Assorted.ON_DEAL] * MICRO)
    for name, own in zip(plan.categories, each, strict=True):
        yield "category_share", "category", name, ratio(own[Assorted.SOLD], total[Assorted.SOLD])
        yield "category_margin", "category", name, ratio(own[Assorted.SOLD] - own[Assorted.GOODS], own[Assorted.SOLD])
