"""What an order is worth and what people cost by the day."""

from __future__ import annotations

import numpy as np

from sim.core.ground.batch import FIRST, REPEAT
from sim.core.ground.clocks import faded, level
from sim.core.ground.draws import quantile, uniform
from sim.core.ground.jit import formula, lookup, part
from sim.core.ground.ledger import book, micro, note, scaled, span
from sim.core.ground.ledger_writes import add_age, add_bought, add_stay, add_sum
from sim.core.ground.memory import basket, kept_price, lever, more, new_price_day, offer, person, place_row, place_terms
from sim.core.ground.predrawn import BASKET, drawn_for
from sim.core.ground.state import (
    COMMUNITY_COST,
    NURTURE_COST,
    ORDER_SPEND_TABLE,
    PRESENT_VALUE,
    SERVICE_COST,
    TRIAL_COST,
)
from sim.core.ground.types import Person, World
from sim.core.hooks.answers import bought, bought_ahead, is_member, laid_in, less_by_quantity
from sim.vocabulary import Account, Bought, Curve, Decision, Event, Stage

TRIAL_OCCASION = 0xFFFF0000
"""Where the indices begin under which a trial that was paid for in the end is addressed."""
SPARE = 2
"""Added to the item of an order where spare pieces are laid in."""


@lookup
def order_size(w: World, u: float, spend_rate: float) -> float:
    """Order at today's price, currency, from a uniform number: Gamma with the own rate (Gamma-Gamma model)."""
    return quantile(w, ORDER_SPEND_TABLE, u) / spend_rate


@formula
def basket_set(w: World, i: int, n: int, item: int, category: int) -> int:
    """The set of categories bought together with an offer of ``category``: a bit for each."""
    u = drawn_for(w, BASKET, Decision.BASKET, i, n, item, item == REPEAT)
    subset = 0
    while subset < w.subsets - 1 and u >= basket(w, category, subset, 0):
        subset += 1
    return subset


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
def vintage(w: World, i: int) -> int:
    """How many changes of the price for new customers alone there were when somebody first ordered."""
    if i < w.known:
        return np.int64(0)
    day = np.int64(person(w, i).first_at)
    changes = np.int64(0)
    for k in range(w.vintages):
        changes += new_price_day(w, k) <= day
    return changes


@formula
def price_level(w: World, i: int, t: float) -> float:
    """The price level for a person, ratio to today's: who has ordered may keep an earlier one."""
    p = person(w, i)
    level = lever(w, p.cell, np.int64(t)).price
    if w.vintages == 0 or p.orders == 0:
        return level
    return level * kept_price(w, vintage(w, i), np.int64(t))


@formula
def wanted_on(w: World, i: int, decision: int, n: int) -> tuple[float, float]:
    """What is wanted on the occasion of a choice, currency at today's price, of an offer of one unit; and the uniform
    number that tells whether it is rounded up."""
    at = n + TRIAL_OCCASION if decision == Decision.TRIAL_END else n
    item = REPEAT if decision == Decision.CHOICE_REPEAT else FIRST
    spend = Decision.SPEND_REPEAT if decision == Decision.CHOICE_REPEAT else Decision.SPEND_FIRST
    size = order_size(w, uniform(w.key, spend, i, at, 0), np.float64(person(w, i).spend_rate))
    return size, uniform(w.key, Decision.ROUND_UP, i, at, item)


@formula
def by_quantity(w: World, i: int, t: float, n: int, item: int, chosen: int, size: float) -> tuple[float, float]:
    """An order where many pieces cost less: (size, perhaps rounded up to a notch; what is taken off at today's price).

    Spare pieces take the place of later ones: in the mean so much of an occasion as they are of this order.
    """
    units = offer(w, chosen).units
    wanted = size * units
    got = bought(w, wanted, uniform(w.key, Decision.ROUND_UP, i, n, item))
    less = less_by_quantity(w, got)
    if got == wanted:
        return size, less
    note(w, i, t, Event.ROUNDED_UP, micro(got - wanted))
    if w.spare_later > 0.0:
        spare = w.spare_later * (got - wanted) / wanted
        u = uniform(w.key, Decision.ROUND_UP, i, n, item + SPARE)
        laid_in(w, i, np.int64(np.floor(spare + u)))
    return got / units, less


@part
def cart(w: World, i: int, n: int, item: int, chosen: int, size: float, depth: float) -> float:
    """Everything in the cart, at today's price: the offer's size, further categories, units to lay in.

    ``item``: 0 for a first order, 1 for a repeat order; ``depth``: the discount.
    """
    size *= offer(w, chosen).units
    if w.categories > 1:
        category = offer(w, chosen).category
        together = basket_set(w, i, n, item, category)
        size *= basket(w, category, together, 1)
        more(w, i).categories |= np.uint8(together)
    return size * bought_ahead(w, i, n, item, depth)


@part
def sell(
    w: World,
    i: int,
    t: float,
    place: int,
    chosen: int,
    size: float,
    price: float,
    by_pieces: float,
    cut: float,
    deal: float,
    coupon: float,
    back: bool,
) -> tuple[int, int, int]:
    """Book an order of ``size`` (currency at today's price); returns (paid, contribution, what the coupon took off),
    micro-units.

    ``price``: ratio to today's, of the offer ``chosen`` at the ``place``; ``by_pieces``: currency at today's price that
    the quantity takes off; ``cut``: the share that deals on single products take off; ``deal``, ``coupon``: shares of
    what is left, one after the other; ``back``: the goods are sent back.
    """
    p = person(w, i)
    levers = lever(w, p.cell, np.int64(t))
    delivery = levers.fulfilment
    taken = levers.commission
    if w.places_on > 0:
        terms = place_terms(w, place_row(w, np.int64(t)), place)
        delivery *= terms.fulfilment
        taken += terms.commission
    gross = size * price
    revenue = micro(gross)
    paid = revenue
    less = 0
    goods = micro(size * levers.goods)
    fulfilment = micro(size * delivery)
    book(w, p, t, Account.REVENUE, revenue)
    if by_pieces != 0.0:
        gross -= by_pieces * price
        left = micro(gross)
        book(w, p, t, Account.QUANTITY_DISCOUNT, left - paid)
        paid = left
    if cut != 0.0:
        gross *= 1.0 - cut
        left = micro(gross)
        book(w, p, t, Account.DISCOUNT, left - paid)
        paid = left
    if deal != 0.0:
        gross *= 1.0 - deal
        left = micro(gross)
        book(w, p, t, Account.DISCOUNT, left - paid)
        paid = left
    if coupon != 0.0:
        gross *= 1.0 - coupon
        left = micro(gross)
        less = paid - left
        book(w, p, t, Account.COUPON, -less)
        paid = left
    book(w, p, t, Account.GOODS, -goods)
    book(w, p, t, Account.FULFILMENT, -fulfilment)
    if back:
        book(w, p, t, Account.RETURNS, -paid)
        book(w, p, t, Account.GOODS, goods)
        count_order(w, i, t, place, chosen, 0, -fulfilment, back)
        return paid, -fulfilment, less
    contribution = paid - goods - fulfilment
    if taken > 0.0:
        commission = micro(gross * taken)
        book(w, p, t, Account.COMMISSION, -commission)
        contribution -= commission
    if w.places_on > 0:
        rebate = micro(gross * place_terms(w, place_row(w, np.int64(t)), place).rebate)
        book(w, p, t, Account.REBATE, -rebate)
        contribution -= rebate
    count_order(w, i, t, place, chosen, paid, contribution, back)
    return paid, contribution, less


@formula
def count_order(w: World, i: int, t: float, place: int, chosen: int, kept: int, left: int, back: bool) -> None:
    """Count an order at its place, and of its offer: what was paid, unless it came ``back``, and what it leaves,
    micro-units."""
    if w.places_on > 0:
        count_among(w, i, t, place, kept, left, back)
    if w.offers > 1:
        count_among(w, i, t, w.places_on + chosen, kept, left, back)


@formula
def count_among(w: World, i: int, t: float, which: int, kept: int, left: int, back: bool) -> None:
    """Count an order of one of the places, or, behind them, of the offers."""
    day = np.int64(t)
    add_bought(w, day, which, Bought.ORDERS, 1)
    add_bought(w, day, which, Bought.FIRST, 1 if person(w, i).orders == 0 else 0)
    add_bought(w, day, which, Bought.RETURNED, 1 if back else 0)
    add_bought(w, day, which, Bought.PAID, kept)
    add_bought(w, day, which, Bought.LEFT, left)


@formula
def price_at(w: World, t: float, place: int) -> float:
    """What a place asks, ratio to the list price."""
    return place_terms(w, place_row(w, np.int64(t)), place).price if w.places_on > 0 else 1.0


@formula
def accrue(w: World, i: int, t: float) -> None:
    """Book what a stage has cost since it was entered: messages, a trial, service, the community."""
    p = person(w, i)
    if p.stage == Stage.RETAINED:
        p.spent -= accrue_by_day(w, p, t, NURTURE_COST, Account.NURTURE)
    elif p.stage == Stage.TRIAL:
        p.spent -= accrue_by_day(w, p, t, TRIAL_COST, Account.TRIAL)
    elif p.stage == Stage.CUSTOMER:
        p.net -= accrue_by_day(w, p, t, SERVICE_COST, Account.SERVICE)
        accrue_by_age(w, p, t, SERVICE_COST)
        if is_member(w, i):
            p.net -= accrue_by_day(w, p, t, COMMUNITY_COST, Account.COMMUNITY)
            accrue_by_age(w, p, t, COMMUNITY_COST)


@formula
def cost_until(w: World, cell: int, row: int, t: float) -> int:
    """What a person has cost by the day since day 0, micro-units: rounded once, so that parts add up."""
    return micro(level(w, cell, row, t))


@formula
def accrue_by_day(w: World, p: Person, t: float, row: int, account: int) -> int:
    """Book a cost that a curve adds from the entry into the stage until ``t``; returns it, micro-units.

    The parts of the first and the last day are booked; whole days in between are alike for all people of a cell, so
    people are counted there and the engine books them together.
    """
    since = np.float64(p.since)
    first = np.int64(since)
    last = min(np.int64(t), w.days - 1)
    start = cost_until(w, p.cell, row, since)
    end = cost_until(w, p.cell, row, t)
    if end == start:
        return np.int64(0)
    if first == last:
        add_sum(w, first, p.cell, account, start - end)
        return end - start
    add_sum(w, first, p.cell, account, start - cost_until(w, p.cell, row, first + 1.0))
    add_sum(w, last, p.cell, account, cost_until(w, p.cell, row, np.float64(last)) - end)
    add_stay(w, first + 1, p.cell, row, 1)
    add_stay(w, last, p.cell, row, -1)
    return end - start


@formula
def accrue_by_age(w: World, p: Person, t: float, row: int) -> None:
    """The same as part of a customer's value: discounted to the first order at the middle of each span of age."""
    start = np.float64(p.since)
    first = np.float64(p.first_at)
    before = cost_until(w, p.cell, row, start)
    if cost_until(w, p.cell, row, t) == before:
        return
    age: int = min(np.int64((start - first) / w.age_width), w.age_bins - 1)
    at = span(w, p, age)
    while start < t:
        end = t
        if age < w.age_bins - 1:
            end = min(first + (age + 1) * w.age_width, t)
        if end > start:
            after = cost_until(w, p.cell, row, end)
            value = scaled(before - after, faded(w, PRESENT_VALUE, 0.5 * (start + end) - first))
            p.value += value
            add_age(w, at, Curve.VALUE, value)
            start = end
            before = after
        age += 1
        at += w.age_kinds
