"""What points and tier are worth, and for how long."""

from __future__ import annotations

import numpy as np

from sim.core.ground.arithmetic import either
from sim.core.ground.jit import formula, part
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
    if w.tier_off == 0.0 or person(w, i).orders == 0:
        return 0.0
    return w.tier_off if more(w, i).at_tier < np.float32(NEVER) else w.member_off


@part
def dropout_ratio(w: World, i: int) -> float:
    """Ratio on the drop-out rate: that of the upper tier."""
    return either(more(w, i).at_tier < NEVER, w.tier_dropout)
