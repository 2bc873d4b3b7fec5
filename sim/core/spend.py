"""What an order is worth and what people cost by the day."""

from __future__ import annotations

from typing import Any

import numpy as np

from sim.core.clocks import discounted, level
from sim.core.draws import quantile, uniform
from sim.core.jit import formula
from sim.core.ledger import book, by_age, micro, scaled
from sim.core.memory import basket, lever, more, offer, offer_price, person
from sim.core.state import COMMUNITY_COST, NURTURE_COST, ORDER_SPEND_TABLE, SERVICE_COST, TRIAL_COST
from sim.vocabulary import Account, Curve, Decision, Stage


@formula
def order_size(w: Any, key: int, decision: int, i: int, n: int, spend_rate: float) -> float:
    """Order at today's price, currency: Gamma with the customer's own rate (Gamma-Gamma model)."""
    return quantile(w, ORDER_SPEND_TABLE, uniform(key, decision, i, n, 0)) / spend_rate


@formula
def basket_set(w: Any, key: int, i: int, n: int, item: int, category: int) -> int:
    """The set of categories bought together with an offer of ``category``: a bit for each."""
    u = uniform(key, Decision.BASKET, i, n, item)
    subset = 0
    while subset < w.subsets - 1 and u >= basket(w, category, subset, 0):
        subset += 1
    return subset


@formula
def units_extra(effect: float, depth: float, most: int, u: float) -> int:
    """Units bought ahead at a discount of ``depth``: effect x depth in the mean, never more than ``most``."""
    return min(np.int64(np.floor(effect * depth + u)), most)


@formula
def kept_share(deal: float, coupon: float) -> float:
    """What a promotion and a coupon, one after the other, leave of the price."""
    kept = 1.0
    if deal != 0.0:
        kept *= 1.0 - deal
    if coupon != 0.0:
        kept *= 1.0 - coupon
    return kept


@formula
def cart(w: Any, i: int, n: int, item: int, chosen: int, size: float, depth: float) -> float:
    """Everything in the cart, at today's price: the offer's size, further categories, units to lay in.

    ``item``: 0 for a first order, 1 for a repeat order; ``depth``: the discount.
    """
    size *= offer(w, chosen).units
    if w.categories > 1:
        category = offer(w, chosen).category
        together = basket_set(w, w.key, i, n, item, category)
        size *= basket(w, category, together, 1)
        more(w, i).categories |= np.uint8(together)
    if w.stock_effect > 0.0 and depth > 0.0:
        extra = units_extra(w.stock_effect, depth, w.stock_most, uniform(w.key, Decision.STOCK_UP, i, n, item))
        size *= 1.0 + extra
        more(w, i).stock += np.uint32(extra)
    return size


@formula
def sell(w: Any, i: int, t: float, size: float, chosen: int, deal: float, coupon: float, back: bool) -> tuple[int, int]:
    """Book an order of ``size`` (currency at today's price); returns (paid, contribution), micro-units.

    ``deal``, ``coupon``: shares taken off the price, one after the other; ``back``: the goods are sent back.
    """
    p = person(w, i)
    levers = lever(w, p.cell, np.int64(t))
    gross = size * (levers.price * offer_price(w, chosen, np.int64(t)))
    revenue = micro(gross)
    paid = revenue
    goods = micro(size * levers.goods)
    fulfilment = micro(size * levers.fulfilment)
    book(w, p, t, Account.REVENUE, revenue)
    if deal != 0.0:
        gross *= 1.0 - deal
        left = micro(gross)
        book(w, p, t, Account.DISCOUNT, left - paid)
        paid = left
    if coupon != 0.0:
        gross *= 1.0 - coupon
        left = micro(gross)
        book(w, p, t, Account.COUPON, left - paid)
        paid = left
    book(w, p, t, Account.GOODS, -goods)
    book(w, p, t, Account.FULFILMENT, -fulfilment)
    if back:
        book(w, p, t, Account.RETURNS, -paid)
        book(w, p, t, Account.GOODS, goods)
        return paid, -fulfilment
    contribution = paid - goods - fulfilment
    if levers.commission > 0.0:
        commission = micro(gross * levers.commission)
        book(w, p, t, Account.COMMISSION, -commission)
        contribution -= commission
    return paid, contribution


@formula
def sent_back(w: Any, i: int, n: int, item: int) -> bool:
    """Whether the goods of an order come back."""
    return w.return_share > 0.0 and uniform(w.key, Decision.GOODS_RETURNED, i, n, item) < w.return_share


@formula
def accrue(w: Any, i: int, t: float) -> None:
    """Book what a stage has cost since it was entered: messages, a trial, service, the community."""
    p = person(w, i)
    if p.stage == Stage.RETAINED:
        accrue_by_day(w, p, t, NURTURE_COST, Account.NURTURE)
    elif p.stage == Stage.TRIAL:
        accrue_by_day(w, p, t, TRIAL_COST, Account.TRIAL)
    elif p.stage == Stage.CUSTOMER:
        accrue_by_day(w, p, t, SERVICE_COST, Account.SERVICE)
        if w.extended and more(w, i).community:
            accrue_by_day(w, p, t, COMMUNITY_COST, Account.COMMUNITY)


@formula
def accrue_by_day(w: Any, p: Any, t: float, row: int, account: int) -> None:
    """Book a cost that a curve adds from the entry into the stage until ``t``.

    Each day's part is booked on that day and at the age reached then; rounding does not add up over days.
    """
    start = p.since
    origin = level(w, p.cell, row, start)
    if level(w, p.cell, row, t) == origin:
        return
    booked = np.int64(0)
    while start < t:
        end = min(np.floor(start) + 1.0, t)
        total = micro(level(w, p.cell, row, end) - origin)
        cost = total - booked
        booked = total
        book(w, p, start, account, -cost)
        if p.stage == Stage.CUSTOMER:
            p.net -= cost
            value = scaled(-cost, discounted(w.discount, 0.5 * (start + end) - p.first_at))
            p.value += value
            by_age(w, p, start, Curve.VALUE, value)
        else:
            p.spent -= cost
        start = end
