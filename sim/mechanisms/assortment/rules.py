"""What an order holds: it is filled line by line until what is wanted is spent."""

from __future__ import annotations

import numpy as np

from sim.core.ground.arithmetic import exp, log
from sim.core.ground.draws import uniform
from sim.core.ground.jit import formula, part
from sim.core.ground.ledger import micro, note
from sim.core.ground.ledger_writes import add_assorted
from sim.core.ground.memory import (
    cart_line,
    category_sold,
    lever,
    mission,
    mission_law,
    more,
    person,
    product_sold,
    set_cart_line,
)
from sim.core.ground.normal import normal_score
from sim.core.ground.types import World
from sim.mechanisms.assortment.spec import GOLDEN, LEAST_DEPTH, MOST_DEPTH
from sim.vocabulary import Assorted, Decision, Event

MOST_TRIES = 4096
"""Products looked at for an order, put into the basket or not; the last one is, where there is none yet."""
MOST_UNITS = 1 << 23
"""Units of a product in an order."""
PRODUCT, CATEGORY, UNITS, WORTH, DEPTH = range(5)
"""Of a line in the cart: worth at regular prices of today, depth of its deal."""


@part
def dropout_ratio(w: World, i: int) -> float:
    """Ratio on the drop-out rate: who buys broadly stays longer."""
    return exp(-w.breadth_dropout * np.float64(more(w, i).breadth)) if w.breadth_dropout != 0.0 else 1.0


@formula
def price_off(w: World, i: int, t: float) -> float:
    """What the prices of categories are felt to be below today's, ratio."""
    return w.image_off


@formula
def mission_weight(w: World, m: int, log_size: float) -> float:
    """What mission ``m`` weighs at an order of that log size: its share times its normal density."""
    z = (log_size - mission_law(w, m, 1)) * mission_law(w, m, 2)
    return exp(mission_law(w, m, 0) - 0.5 * z * z)


@formula
def mission_of(w: World, i: int, n: int, item: int, size: float) -> int:
    """The mission of an order, given what is wanted."""
    if w.mission_count == 1:
        return np.int64(0)
    log_size = log(size)
    total = 0.0
    for m in range(w.mission_count):
        total += mission_weight(w, m, log_size)
    at = uniform(w.key, Decision.MISSION, i, n, item) * total
    chosen = np.int64(0)
    below = mission_weight(w, 0, log_size)
    while at >= below and chosen < w.mission_count - 1:
        chosen += 1
        below += mission_weight(w, chosen, log_size)
    return chosen


@formula
def wanted(w: World, i: int, n: int, item: int, size: float) -> float:
    """What the lines of an order come to at regular prices by the breadth of the customer and of the order."""
    breadth = np.float64(more(w, i).breadth)
    if w.order_breadth_spread > 0.0:
        breadth += w.order_breadth_spread * normal_score(uniform(w.key, Decision.ORDER_BREADTH, i, n, item))
    return size / w.kept_today * exp(breadth)


@formula
def category_at(w: World, m: int, u: float) -> int:
    """The category that a uniform number means in mission ``m`` (Walker 1977)."""
    x = u * w.assortment_on
    c = np.int64(x)
    return c if x - c < mission(w, m, c, 0) else np.int64(mission(w, m, c, 1))


@formula
def product_at(w: World, c: int, u: float) -> int:
    """The product of category ``c`` that a uniform number means."""
    one = category_sold(w, c)
    x = u * one.products
    k = np.int64(x)
    p = one.first + k
    return p if x - k < product_sold(w, p).keep else product_sold(w, p).alias


@formula
def units(extra: float, u: float) -> int:
    """Units bought of a product: one, and a geometric number more."""
    return np.int64(min(1.0 + np.floor(log(u) * extra), MOST_UNITS))


@formula
def deal_depth(w: World, p: int, t: float) -> float:
    """The depth of a product's deal, share of the price; 0 where it is on none."""
    one = product_sold(w, p)
    if one.deal_share == 0.0:
        return 0.0
    shift = p * GOLDEN
    period = np.int64(t / w.deal_days + (shift - np.floor(shift)))
    if uniform(w.key, Decision.DEAL_ON, p, period, 0) >= one.deal_share:
        return 0.0
    z = normal_score(uniform(w.key, Decision.DEAL_DEPTH, p, period, 0))
    depth = w.deal_ratio * (one.deal_depth + w.deal_spread * z)
    return min(max(depth, LEAST_DEPTH), MOST_DEPTH) if w.deal_ratio > 0.0 else 0.0


@formula
def line_of(w: World, count: int, p: int) -> int:
    """The line of the cart that holds product ``p``; ``count``, the next one, where none does."""
    k = np.int64(0)
    while k < count and cart_line(w, k, PRODUCT) != p:
        k += 1
    return k


@formula
def put(w: World, k: int, fresh: bool, p: int, c: int, many: int, depth: float) -> None:
    """Put so many units of a product into the cart, on line ``k``, which is ``fresh`` or holds some."""
    before = 0.0 if fresh else cart_line(w, k, UNITS)
    set_cart_line(w, k, PRODUCT, np.float64(p))
    set_cart_line(w, k, CATEGORY, np.float64(c))
    set_cart_line(w, k, UNITS, before + many)
    set_cart_line(w, k, WORTH, (before + many) * product_sold(w, p).price)
    set_cart_line(w, k, DEPTH, depth)


@formula
def fill(w: World, i: int, t: float, n: int, item: int, size: float) -> tuple[int, float]:
    """Fill the cart: (lines, what they come to at regular prices, ratio to what they do at today's deals)."""
    m = mission_of(w, i, n, item, size)
    left = wanted(w, i, n, item, size)
    count, own = np.int64(0), np.int64(0)
    stay, usually, bought = 0.0, 0.0, 0.0
    for k in range(MOST_TRIES):
        at = 2 * k + item
        u = uniform(w.key, Decision.LINE_CATEGORY, i, n, at)
        c = own if u < stay else category_at(w, m, (u - stay) / (1.0 - stay))
        p = product_at(w, c, uniform(w.key, Decision.LINE_PRODUCT, i, n, at))
        depth = deal_depth(w, p, t)
        if w.pull_most > 1.0:
            pull = category_sold(w, c).pull * exp(w.depth_effect * depth) / w.pull_most
            v = uniform(w.key, Decision.LINE_TAKEN, i, n, at)
            if v >= pull and (count > 0 or k < MOST_TRIES - 1):
                own = c
                stay = 1.0 if v - pull < w.switching * (1.0 - pull) else 0.0
                continue
        u = uniform(w.key, Decision.LINE_UNITS, i, n, at)
        usual = units(product_sold(w, p).extra, u)
        many = units(product_sold(w, p).extra_on_deal, u) if depth > 0.0 else usual
        worth = usual * product_sold(w, p).price
        if count > 0 and worth > left and uniform(w.key, Decision.LINE_FITS, i, n, at) * worth >= left:
            break
        place = line_of(w, count, p)
        put(w, place, place == count, p, c, many, depth)
        count = max(count, place + 1)
        usually += worth * product_sold(w, p).more
        bought += many * product_sold(w, p).price
        left -= worth
        own = c
        stay = category_sold(w, c).again
        if left <= 0.0 or count == w.cart_lines:
            break
    return count, bought / usually


@formula
def filled(w: World, i: int, t: float, n: int, item: int, size: float) -> tuple[float, float, float]:
    """What an order holds: (its size, what it costs, ratio to the price, the share that deals take off)."""
    count, more = fill(w, i, t, n, item, size)
    regular, usually, asked, off = 0.0, 0.0, 0.0, 0.0
    for k in range(count):
        worth = cart_line(w, k, WORTH)
        charged = worth * category_sold(w, np.int64(cart_line(w, k, CATEGORY))).price
        regular += worth
        usually += worth * product_sold(w, np.int64(cart_line(w, k, PRODUCT))).kept
        asked += charged
        off += charged * cart_line(w, k, DEPTH)
    size *= more
    dearer = asked / usually
    write_lines(w, i, t, count, size * dearer / asked, size / regular)
    return size, dearer, off / asked


@formula
def write_lines(w: World, i: int, t: float, count: int, scale: float, share: float) -> None:
    """Count the lines of an order and write them into the journal.

    ``scale``: from regular prices to amounts of the order; ``share``: from what lines are worth at regular prices of
    today to its size.
    """
    day = np.int64(t)
    goods = lever(w, person(w, i).cell, day).goods * share
    for k in range(count):
        c = np.int64(cart_line(w, k, CATEGORY))
        many, depth = np.int64(cart_line(w, k, UNITS)), cart_line(w, k, DEPTH)
        charged = cart_line(w, k, WORTH) * category_sold(w, c).price * scale
        off = micro(charged * depth)
        add_assorted(w, day, c, Assorted.ORDERS, 1 if first_of(w, k, c) else 0)
        add_assorted(w, day, c, Assorted.LINES, 1)
        add_assorted(w, day, c, Assorted.UNITS, many)
        add_assorted(w, day, c, Assorted.ON_DEAL, 1 if depth > 0.0 else 0)
        add_assorted(w, day, c, Assorted.DEPTH, micro(depth))
        add_assorted(w, day, c, Assorted.SOLD, micro(charged) - off)
        add_assorted(w, day, c, Assorted.OFF, off)
        add_assorted(w, day, c, Assorted.GOODS, micro(cart_line(w, k, WORTH) * goods))
        percent = np.int64(depth * 100.0 + 0.5)
        note(w, i, t, Event.BASKET_LINE, (np.int64(cart_line(w, k, PRODUCT)) << 32) + (many << 8) + percent)


@formula
def first_of(w: World, k: int, c: int) -> bool:
    """Whether no line of the cart before line ``k`` is of category ``c``."""
    before = np.int64(0)
    while before < k and np.int64(cart_line(w, before, CATEGORY)) != c:
        before += 1
    return before == k
