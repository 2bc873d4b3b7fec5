"""What an order is worth and what people cost by the day."""

from __future__ import annotations

from typing import Any

import numpy as np

from sim.core.clocks import discounted_mean, level
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
    """Book what the person has cost since the last booking: messages in the channel, service as a customer."""
    if p.stage == Stage.RETAINED:
        then = level(w, p.cell, NURTURE_COST, p.accrued_to)
        cost = micro(level(w, p.cell, NURTURE_COST, t) - then)
        book(w, p, t, Account.NURTURE, -cost)
        p.spent -= cost
    elif p.stage == Stage.CUSTOMER:
        then = level(w, p.cell, SERVICE_COST, p.accrued_to)
        cost = micro(level(w, p.cell, SERVICE_COST, t) - then)
        if cost != 0:
            start = p.accrued_to - p.first_at
            factor = discounted_mean(w.discount, start, t - p.first_at)
            value = scaled(-cost, factor)
            book(w, p, t, Account.SERVICE, -cost)
            p.net -= cost
            p.value += value
            by_age(w, p, t, Curve.VALUE, value)
    p.accrued_to = t
