"""The latent drop-out: when it comes, and what moves its rate."""

from __future__ import annotations

from typing import Any

import numpy as np

from sim.core.arithmetic import exp
from sim.core.clocks import after, level, used, when
from sim.core.draws import threshold, uniform
from sim.core.jit import formula
from sim.core.memory import lever, more, person
from sim.core.state import COIN, DROPOUT, EXPONENTIAL
from sim.vocabulary import NEVER, Decision, Reason, Stage


@formula
def categories_in(subset: int) -> int:
    """How many categories a set holds."""
    count = 0
    while subset > 0:
        count += subset & 1
        subset >>= 1
    return count


@formula
def breadth_ratio(effect: float, categories: int) -> float:
    """Ratio on the drop-out rate of who buys in several categories."""
    return exp(-effect * (categories - 1))


@formula
def loyalty_ratio(w: Any, i: int) -> float:
    """The ratio of the drop-out rate in force to the person's own."""
    ratio = 1.0
    if person(w, i).sharer_until >= 0.0:
        ratio *= w.sharer_ratio
    if w.extended:
        m = more(w, i)
        if m.community:
            ratio *= w.community_dropout
        if m.friend_active:
            ratio *= w.referred_ratio
        if m.hunter:
            ratio *= w.hunter_dropout
        ratio *= m.life
        if w.breadth_effect > 0.0:
            categories = categories_in(np.int64(m.categories))
            if categories > 1:
                ratio *= breadth_ratio(w.breadth_effect, categories)
    return ratio


@formula
def start_dropout(w: Any, i: int, t: float) -> None:
    """Start the clocks that end a customer's life: drop-out at the own rate, loss at the common one."""
    p = person(w, i)
    p.sharer_until = -1.0
    p.ratio = loyalty_ratio(w, i)
    p.residual_since = t
    p.residual = threshold(w.key, Decision.DROPOUT, i, p.lapses, 0)
    if w.dropout_kind == EXPONENTIAL:
        set_dropout(w, p, t)
    elif w.dropout_kind == COIN:
        p.at_dropout = NEVER
    else:
        more(w, i).renewals = 0
        p.at_dropout = t + w.renewal_days
    p.at_leave = after(threshold(w.key, Decision.CUSTOMER_LOSS, i, p.lapses, 0), w.customer_loss_rate, t)
    p.at_advance = NEVER


@formula
def set_dropout(w: Any, p: Any, t: float) -> None:
    """Set the moment at which the rate in force uses up what is left of the threshold."""
    rate = p.dropout_rate * p.ratio
    if w.dropout_curve == 0:
        p.at_dropout = after(p.residual, rate, t)
    elif rate > 0.0:
        p.at_dropout = when(w, p.cell, DROPOUT, level(w, p.cell, DROPOUT, t) + p.residual / rate, t)
    else:
        p.at_dropout = NEVER


@formula
def reconsider_loyalty(w: Any, i: int, t: float) -> None:
    """The drop-out rate may have changed at ``t``: use up what has passed, keep the rest of the threshold."""
    p = person(w, i)
    ratio = loyalty_ratio(w, i)
    if ratio == p.ratio:
        return
    if w.dropout_kind == EXPONENTIAL:
        rate = p.dropout_rate * p.ratio
        if w.dropout_curve == 0:
            gone = used(rate, p.residual_since, t)
        else:
            gone = rate * (level(w, p.cell, DROPOUT, t) - level(w, p.cell, DROPOUT, p.residual_since))
        p.residual = max(p.residual - gone, 0.0)
        p.residual_since = t
        p.ratio = ratio
        set_dropout(w, p, t)
    p.ratio = ratio


@formula
def recommend_effect(w: Any, i: int, t: float) -> None:
    """Having recommended us makes a customer more loyal for a while (ratio below 1)."""
    if w.sharer_ratio == 1.0:
        return
    p = person(w, i)
    p.sharer_until = t + w.sharer_days
    p.at_advance = p.sharer_until
    reconsider_loyalty(w, i, t)


@formula
def recommend_effect_ends(w: Any, i: int, t: float) -> None:
    """The effect of having recommended us is over."""
    p = person(w, i)
    p.sharer_until = -1.0
    p.at_advance = NEVER
    reconsider_loyalty(w, i, t)


@formula
def leaving_weight(w: Any, p: Any, t: float) -> float:
    """The weights of all reasons to leave, 1 at today's prices."""
    if w.dropout_curve == 0:
        return 1.0
    levers = lever(w, p.cell, np.int64(t))
    return w.leave_need + levers.leave_price + levers.leave_rival + w.leave_service


@formula
def leaving_chance(w: Any, i: int, t: float) -> float:
    """The chance of dropping out at an order or at the end of a contract."""
    p = person(w, i)
    return min(more(w, i).chance * p.ratio * leaving_weight(w, p, t), 1.0)


@formula
def reason_of(w: Any, i: int, t: float) -> int:
    """Why the person drops out at ``t``: in proportion to the weights in force."""
    p = person(w, i)
    levers = lever(w, p.cell, np.int64(t))
    weight = w.leave_need
    total = w.leave_need + levers.leave_price + levers.leave_rival + w.leave_service
    mark = uniform(w.key, Decision.REASON, i, p.lapses, 0) * total
    if mark < weight:
        return Reason.NEED
    weight += levers.leave_price
    if mark < weight:
        return Reason.PRICE
    weight += levers.leave_rival
    return Reason.COMPETITOR if mark < weight else Reason.SERVICE


@formula
def is_customer(w: Any, i: int) -> bool:
    """Whether somebody is a customer and has not dropped out."""
    return person(w, i).stage == Stage.CUSTOMER
