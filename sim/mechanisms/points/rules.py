"""What points and tier are worth, and for how long."""

from __future__ import annotations

import numpy as np

from sim.core.ground.jit import formula
from sim.core.ground.ledger import scaled
from sim.core.ground.memory import more, person
from sim.core.ground.types import World
from sim.vocabulary import MICRO, NEVER, YEAR


@formula
def accrued(balance: int, kept: float) -> int:
    """What a balance is expected to cost, micro-units; ``kept``: the share of points that will be redeemed."""
    return scaled(balance, kept)


@formula
def membership_year(first: float, t: float) -> int:
    """The membership year of a moment, 0 the first; ``first``: time of the first order, days."""
    return np.int64(np.floor((t - first) / YEAR))


@formula
def year_ends(first: float, year: int) -> float:
    """When a membership year is over, days."""
    return first + (year + 1) * YEAR


@formula
def points_end(latest: float, days: float) -> float:
    """The last moment of a balance, days; in single precision, as are the times of orders."""
    return np.float64(np.float32(latest + days))


@formula
def money_in_mind(balance: int, value: float, mean_order: float) -> float:
    """What a balance takes off the price in the customer's mind, ratio to the price; never more than an order."""
    return value * min(balance / (mean_order * MICRO), 1.0)


@formula
def price_off(w: World, i: int, t: float) -> float:
    """What the points that a customer has at ``t`` take off the price in the choice (points as a currency that counts
    for less than money: Dreze & Nunes 2004), ratio to the price."""
    if w.points_value == 0.0:
        return 0.0
    m = more(w, i)
    if m.points == 0 or t > points_end(np.float64(m.points_at), w.points_days):
        return 0.0
    return money_in_mind(m.points, w.points_value, w.mean_order)


@formula
def member_price(w: World, i: int, t: float) -> float:
    """What whoever has ordered pays less at ``t``, share of the price."""
    if w.third_off == 0.0 or person(w, i).orders == 0:
        return 0.0
    return by_tier(tier_of(w, i), w.member_off, w.tier_off, w.second_off, w.third_off)


@formula
def tier_of(w: World, i: int) -> int:
    """The upper tier of a person, 1 to 3; 0 for none."""
    m = more(w, i)
    return np.int64(m.tier) if m.at_tier < np.float32(NEVER) else np.int64(0)


@formula
def by_tier(tier: int, none: float, first: float, second: float, third: float) -> float:
    """Of four numbers the one of a tier."""
    if tier == 0:
        return none
    if tier == 1:
        return first
    return second if tier == 2 else third


@formula
def reached_tier(orders: int, first: int, second: int, third: int) -> int:
    """The upper tier that so many orders of a membership year bring; a tier of 0 orders is none."""
    if third > 0 and orders >= third:
        return np.int64(3)
    if second > 0 and orders >= second:
        return np.int64(2)
    return np.int64(first > 0 and orders >= first)


@formula
def stays_longer(tier: int, first: float, further: float) -> float:
    """Ratio on the drop-out rate in upper tier ``tier``, 1 to 3."""
    ratio = first
    for _ in range(1, tier):
        ratio *= further
    return ratio


@formula
def dropout_ratio(w: World, i: int) -> float:
    """Ratio on the drop-out rate: that of the upper tier."""
    tier = tier_of(w, i)
    return stays_longer(tier, w.tier_dropout, w.next_dropout) if tier > 0 else 1.0
