"""What never happens to places to buy: an order without a place, or at one that is closed."""

from __future__ import annotations

import numpy as np

from sim.accounts import LEFT_BY_ORDERS, PAID_FOR_ORDERS
from sim.engine import Ledger
from sim.plan import Plan
from sim.vocabulary import Account, Bought, Event


def faults(plan: Plan, ledger: Ledger) -> dict[str, np.ndarray]:
    """What never happens, to be found nowhere."""
    if not plan.places:
        return {"rebates without places": ledger.sums[:, :, Account.REBATE] != 0}
    counts, sums = ledger.counts.sum(axis=1), ledger.sums.sum(axis=1)
    at_places = ledger.bought[:, : len(plan.places)]
    each = at_places.sum(axis=1)
    is_open = plan.place_weights[:, :, :-1].max(axis=1)[plan.place_rows] > 0.0
    return {
        "orders without a place": each[:, Bought.ORDERS] != counts[:, [Event.FIRST_ORDER, Event.ORDERED]].sum(axis=1),
        "first orders without a place": each[:, Bought.FIRST] != counts[:, Event.FIRST_ORDER],
        "goods that no place gets back": each[:, Bought.RETURNED] != counts[:, Event.GOODS_RETURNED],
        "money paid at no place": each[:, Bought.PAID] != sums[:, PAID_FOR_ORDERS].sum(axis=1),
        "money left by no place": each[:, Bought.LEFT] != sums[:, LEFT_BY_ORDERS].sum(axis=1),
        "orders at a place that is closed": ~is_open & (at_places[:, :, Bought.ORDERS] > 0),
    }
