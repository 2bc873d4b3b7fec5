"""What each of several offers sells, brings, and how it grows: what the matrix of growth and share is drawn from."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from sim.engine import Ledger
from sim.measured import Row
from sim.plan import Plan
from sim.ratio import ratio
from sim.vocabulary import MICRO, Bought


def products(plan: Plan, ledger: Ledger) -> Iterator[Row]:
    """Rows (measure, by, key, value) by offer; none where there is one alone.

    ``product_growth``: orders a day in the second half of the run over those in the first (Henderson 1970 draws it
    against the share). NaN where an offer was not sold in the first half.
    """
    each = ledger.bought[:, len(plan.places) :] if plan.products else np.zeros((0, 0, len(Bought)), np.int64)
    half, total = plan.days // 2, each.sum(axis=0)
    for k, name in enumerate(plan.products):
        orders = each[:, k, Bought.ORDERS]
        early, late = orders[:half].sum() / max(half, 1), orders[half:].sum() / max(plan.days - half, 1)
        yield "order_share", "product", name, ratio(orders.sum(), total[:, Bought.ORDERS].sum())
        yield "product_contribution", "product", name, float(total[k, Bought.LEFT]) / MICRO * plan.scale
        yield "product_margin", "product", name, ratio(total[k, Bought.LEFT], total[k, Bought.PAID])
        yield "product_growth", "product", name, ratio(late, early)
