"""What never happens to baskets: an order without lines, lines without orders, deals that add to what is paid."""

from __future__ import annotations

import numpy as np

from sim.engine import Ledger
from sim.plan import Plan
from sim.vocabulary import Assorted, Event


def faults(plan: Plan, ledger: Ledger) -> dict[str, np.ndarray]:
    """What never happens, to be found nowhere."""
    lines = ledger.counts[:, :, Event.BASKET_LINE].sum(axis=1)
    if not plan.categories:
        return {"lines without an assortment": lines != 0}
    orders = ledger.counts[:, :, [Event.FIRST_ORDER, Event.ORDERED]].sum(axis=(1, 2))
    by_day = ledger.assorted.sum(axis=1)
    each = ledger.assorted
    return {
        "lines that are not counted, or counted without being there": by_day[:, Assorted.LINES] != lines,
        "fewer lines than orders": lines < orders,
        "categories of orders that are not lines": each[:, :, Assorted.ORDERS] > each[:, :, Assorted.LINES],
        "lines without a unit": each[:, :, Assorted.UNITS] < each[:, :, Assorted.LINES],
        "more lines on deals than lines": each[:, :, Assorted.ON_DEAL] > each[:, :, Assorted.LINES],
        "deals that take off nothing or add": (each[:, :, Assorted.OFF] < 0),
        "more orders of a category than orders": each[:, :, Assorted.ORDERS] > orders[:, None],
    }
