"""What an order is worth and what people cost by the day."""

from __future__ import annotations

from typing import Any

import numpy as np

from sim.core.clocks import discounted, level
from sim.core.draws import quantile, uniform
from sim.core.jit import formula
from sim.core.ledger import book, by_age, micro, scaled
from sim.core.memory import lever
from sim.core.state import NURTURE_COST, ORDER_SPEND_TABLE, SERVICE_COST
from sim.vocabulary import Account, Curve, Stage


@formula
def order_size(w: Any, key: int, decision: int, i: int, n: int, spend_rate: float) -> float:
    """Order at today's price, currency: Gamma with the customer's own rate (Gamma-Gamma model)."""
    return quantile(w, ORDER_SPEND_TABLE, uniform(key, decision, i, n, 0)) / spend_rate


@formula
def sell(w: Any, p: Any, t: float, size: float) -> tuple[int, int]:
    """Book an order of ``size`` (currency at today's price); returns (revenue, contribution), micro-units."""
    levers = lever(w, p.cell, np.int64(t))
    revenue = micro(size * levers.price)
    goods = micro(size * levers.goods)
    fulfilment = micro(size * levers.fulfilment)
    book(w, p, t, Account.REVENUE, revenue)
    book(w, p, t, Account.GOODS, -goods)
    book(w, p, t, Account.FULFILMENT, -fulfilment)
    return revenue, revenue - goods - fulfilment


@formula
def accrue(w: Any, p: Any, t: float) -> None:
    """Book what the person has cost since the last booking: messages in the channel, service as a customer.

    Each day's part is booked on that day and at the age reached then; rounding does not add up over days.
    """
    if p.stage != Stage.RETAINED and p.stage != Stage.CUSTOMER:
        return
    row = NURTURE_COST if p.stage == Stage.RETAINED else SERVICE_COST
    origin = level(w, p.cell, row, p.accrued_to)
    start = p.accrued_to
    p.accrued_to = t
    if level(w, p.cell, row, t) == origin:
        return
    booked = np.int64(0)
    while start < t:
        end = min(np.floor(start) + 1.0, t)
        total = micro(level(w, p.cell, row, end) - origin)
        cost = total - booked
        booked = total
        if row == NURTURE_COST:
            book(w, p, start, Account.NURTURE, -cost)
            p.spent -= cost
        else:
            book(w, p, start, Account.SERVICE, -cost)
            p.net -= cost
            value = scaled(-cost, discounted(w.discount, 0.5 * (start + end) - p.first_at))
            p.value += value
            by_age(w, p, start, Curve.VALUE, value)
        start = end
