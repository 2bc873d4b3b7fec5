"""When an incentive is due, who may get it, and what is left of the latest coupon.

Of each person and row one number says both when it is due and when it may be: above 0 it is a clock, the moment of the
incentive; else nothing is due, and none goes out before minus that moment. The first column holds the earliest clock,
0 if none runs, the last one when the latest order was. So nothing is written about whoever never orders.
"""

from __future__ import annotations

import numpy as np

from sim.core.ground.draws import uniform
from sim.core.ground.jit import formula, part
from sim.core.ground.memory import incentive, more, person
from sim.core.ground.types import World
from sim.mechanisms.classes.rules import is_for
from sim.vocabulary import NEVER, WON_BACK, YEAR, Decision, Occasion, Stage, Whether


@formula
def acceptance(base: float, ratio: float) -> float:
    """Probability that somebody who dropped out takes up an incentive; ``ratio``: that of the reason for leaving,
    and of an incentive made for it.

    Kumar, Bhagwat & Zhang 2015.
    """
    return min(base * ratio, 1.0)


@formula
def next_year(first: float, t: float) -> float:
    """The first moment after ``t`` that lies whole years from ``first``, days; in single precision, as clocks are."""
    due = np.float64(np.float32(first + YEAR * np.ceil((t - first) / YEAR)))
    return due if due > t else np.float64(np.float32(due + YEAR))


@formula
def next_round(first: float, t: float) -> float:
    """The first moment after ``t`` that lies one year or more from ``first``, whole years."""
    return next_year(first, max(t, first))


@formula
def years_on(due: float, again: float) -> float:
    """The next moment whole years after ``due``, at least ``again`` days later."""
    return np.float64(np.float32(due + YEAR * max(np.ceil(again / YEAR), 1.0)))


@formula
def next_campaign(first: float, again: float, until: float, t: float) -> float:
    """The first day after ``t`` of a campaign that comes every ``again`` days from ``first`` until ``until``; 0 if none
    is left. ``again``: 0 for once, else at least a day."""
    due = first
    if t >= first and again > 0.0:
        due = first + again * (np.floor((t - first) / again) + 1.0)
    due = np.float64(np.float32(due))
    if due <= t and again > 0.0:
        due = np.float64(np.float32(due + again))
    return due if t < due <= until else 0.0


@formula
def birthday(u: float) -> float:
    """The first birthday after the beginning, days."""
    return YEAR * u


@part
def incentive_due(w: World, i: int, place: int) -> float:
    """What is kept of when a row's incentive is due (place 1 + row), or the earliest of them (0)."""
    return np.float64(w.incentive_due[i, place])


@part
def at_incentive(w: World, i: int) -> float:
    """When the next incentive that waits for its day is due; NEVER if none does."""
    if w.incentives_wait == 0:
        return np.float32(NEVER)
    earliest = np.float32(w.incentive_due[i, 0])
    return earliest if earliest > np.float32(0.0) else np.float32(NEVER)


@formula
def first_due(w: World, i: int, r: int, t: float) -> float:
    """When row ``r``, which waits for days of its own, is due first after the first order at ``t``; 0 for never."""
    row = incentive(w, r)
    if row.occasion == Occasion.CAMPAIGN:
        return next_campaign(row.days, row.again, row.until, t)
    if row.occasion == Occasion.ANNIVERSARY:
        return years_on(t + row.days, 0.0)
    return next_year(birthday(uniform(w.key, Decision.BIRTHDAY, i, 0, 0)) + row.days, t)


@formula
def meant(whether: int, has: bool) -> bool:
    """Whether somebody is meant who has something, or has it not."""
    return whether == Whether.ANY or (whether == Whether.WITH) == has


@formula
def may_get(w: World, i: int, r: int, t: float) -> bool:
    """Whether the incentive of row ``r`` goes to person ``i`` when it is due, at ``t``."""
    row = incentive(w, r)
    p = person(w, i)
    m = more(w, i)
    if w.incentive_given[i, r] >= row.most or t > row.until or w.incentive_who[r, p.cell] == 0:
        return False
    silent = t - np.float64(w.incentive_due[i, w.incentives_on + 1])
    if not (row.least <= np.int64(p.orders) <= row.most_orders and row.least_silent <= silent <= row.most_silent):
        return False
    lapsed = w.label_days > 0.0 and m.at_silence == np.float32(NEVER)
    if not (meant(row.lapsed, lapsed) and meant(row.tier, m.at_tier < np.float32(NEVER))):
        return False
    if not meant(row.used, w.incentive_given[i, w.incentives_on] > 0) or not is_for(
        row.classes, np.int64(m.value_class)
    ):
        return False
    return row.share == 1.0 or uniform(w.key, Decision.INCENTIVE_SHARE, i, np.int64(t), row.number) < row.share


@formula
def has_left_for(reasons: int, stage: int, reason: int) -> bool:
    """Whether somebody in ``stage`` has left for one of ``reasons``: 1 << Reason, summed."""
    return (stage == Stage.DROPPED_OUT or stage == Stage.LOST) and (reasons >> reason) & 1 == 1


@formula
def coupon(w: World, i: int, t: float) -> float:
    """What a valid coupon takes off, share of the price: that of the row it came by."""
    m = more(w, i)
    return incentive(w, np.int64(m.coupon_row)).depth if np.float64(m.coupon_until) >= t else 0.0


@part
def dropout_ratio(w: World, i: int) -> float:
    """Ratio on the drop-out rate: that of who came back by an incentive."""
    life = np.int64(more(w, i).life)
    return incentive(w, life - WON_BACK).life if life >= WON_BACK else 1.0
