"""The latent drop-out: when it comes, and what moves its rate."""

from __future__ import annotations

from typing import Any

import numpy as np

from sim.core.arithmetic import exp
from sim.core.clocks import after, level, used, when
from sim.core.draws import threshold, uniform
from sim.core.jit import formula
from sim.core.memory import curve, lever, more, person
from sim.core.state import COIN, DROPOUT, EXPONENTIAL
from sim.vocabulary import NEVER, Decision, Reason, Stage

STEPS = 60
"""The most in search of when a customer in grief drops out."""
CLOSE = 1e-9
"""Days that a last step may have."""


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
def mood_ratio(effect: float, satisfaction: float) -> float:
    """Ratio on the drop-out rate of a customer's satisfaction."""
    return exp(-effect * satisfaction)


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
        if w.satisfaction_on:
            ratio *= mood_ratio(w.satisfaction_dropout, m.satisfaction)
        if m.open > 0:
            ratio *= w.complaint_dropout
        if m.at_tier < NEVER:
            ratio *= w.tier_dropout
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
        keep_grief(w, i, t)
        set_dropout(w, i, t)
    elif w.dropout_kind == COIN:
        p.at_dropout = NEVER
    else:
        more(w, i).renewals = 0
        p.at_dropout = t + w.renewal_days
    p.at_leave = after(threshold(w.key, Decision.CUSTOMER_LOSS, i, p.lapses, 0), w.customer_loss_rate, t)
    p.at_advance = NEVER


@formula
def set_dropout(w: Any, i: int, t: float) -> None:
    """Set the moment at which the rate in force uses up what is left of the threshold."""
    p = person(w, i)
    rate = p.dropout_rate * p.ratio
    if w.grief_effect > 0.0 and rate > 0.0:
        p.at_dropout = end_in_grief(w, i, t, p.residual / rate)
    elif w.dropout_curve == 0:
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
    if ratio == p.ratio or p.stage != Stage.CUSTOMER:
        return
    if w.dropout_kind == EXPONENTIAL:
        use_up(w, i, t)
        p.ratio = ratio
        set_dropout(w, i, t)
    p.ratio = ratio


@formula
def use_up(w: Any, i: int, t: float) -> None:
    """Take off the threshold what the rate in force has used up of it until ``t``."""
    p = person(w, i)
    rate = p.dropout_rate * p.ratio
    if w.grief_effect > 0.0:
        gone = rate * (exposure(w, p.cell, t) - exposure(w, p.cell, p.residual_since) + grieved(w, i, t))
        keep_grief(w, i, t)
    elif w.dropout_curve == 0:
        gone = used(rate, p.residual_since, t)
    else:
        gone = rate * (level(w, p.cell, DROPOUT, t) - level(w, p.cell, DROPOUT, p.residual_since))
    p.residual = max(p.residual - gone, 0.0)
    p.residual_since = t


@formula
def exposure(w: Any, cell: int, t: float) -> float:
    """Days, or where the rate moves with time the level of its curve."""
    return t if w.dropout_curve == 0 else level(w, cell, DROPOUT, t)


@formula
def grief_now(w: Any, i: int, t: float) -> float:
    """Contacts who have dropped out, weighed by how long ago that was."""
    m = more(w, i)
    return m.grief * exp(-(t - m.grief_at) / w.grief_days)


@formula
def grieved(w: Any, i: int, t: float) -> float:
    """What contacts who have dropped out add to the exposure from grief_at until ``t``, days."""
    m = more(w, i)
    return w.grief_effect * m.grief * w.grief_days * (1.0 - exp(-(t - m.grief_at) / w.grief_days))


@formula
def keep_grief(w: Any, i: int, t: float) -> None:
    """Let what is left of grief count from ``t`` on."""
    if w.grief_effect > 0.0:
        m = more(w, i)
        m.grief = grief_now(w, i, t)
        m.grief_at = t


@formula
def grieve(w: Any, i: int, t: float) -> None:
    """One more contact has dropped out (Nitzan & Libai 2011: strongest in the first month, then it fades)."""
    customer = is_customer(w, i) and w.dropout_kind == EXPONENTIAL
    if customer:
        use_up(w, i, t)
    else:
        keep_grief(w, i, t)
    more(w, i).grief += 1.0
    if customer:
        set_dropout(w, i, t)


@formula
def end_in_grief(w: Any, i: int, t: float, exposed: float) -> float:
    """When ``exposed`` days at the person's rate will have passed, with the grief at ``t``: Newton's steps.

    Without grief it would be later, with all of the grief at once earlier; a step out of that interval halves it.
    """
    cell = person(w, i).cell
    start = exposure(w, cell, t)
    late = end_without(w, cell, start + exposed, t)
    if more(w, i).grief == 0.0 or late == t:
        return late
    most = w.grief_effect * more(w, i).grief * w.grief_days
    early = end_without(w, cell, start + max(exposed - most, 0.0), t)
    late = min(late, np.float64(w.days))
    if early >= late or exposure(w, cell, late) - start + grieved(w, i, late) < exposed:
        return NEVER
    at = early
    for _ in range(STEPS):
        over = exposure(w, cell, at) - start + grieved(w, i, at) - exposed
        if over < 0.0:
            early = at
        else:
            late = at
        guess = at - over / (exposure_rate(w, cell, at) + w.grief_effect * grief_now(w, i, at))
        if abs(guess - at) <= CLOSE:
            return guess
        at = guess if early < guess < late else 0.5 * (early + late)
    return at


@formula
def exposure_rate(w: Any, cell: int, t: float) -> float:
    """Exposure per day at ``t``."""
    if w.dropout_curve == 0:
        return 1.0
    day = np.int64(t)
    return curve(w, cell, DROPOUT, day + 1) - curve(w, cell, DROPOUT, day)


@formula
def end_without(w: Any, cell: int, exposed: float, t: float) -> float:
    """When the exposure reaches a level without grief."""
    if w.dropout_curve == 0:
        return max(exposed, t)
    return when(w, cell, DROPOUT, exposed, t)


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
    chance = more(w, i).chance * p.ratio * leaving_weight(w, p, t)
    if w.grief_effect > 0.0:
        chance *= 1.0 + w.grief_effect * grief_now(w, i, t)
    return min(chance, 1.0)


@formula
def reason_of(w: Any, i: int, t: float) -> int:
    """Why the person drops out at ``t``: in proportion to the weights in force."""
    p = person(w, i)
    levers = lever(w, p.cell, np.int64(t))
    weight = w.leave_need
    total = w.leave_need + levers.leave_price + levers.leave_rival + w.leave_service
    if w.satisfaction_on:  # what bad experience adds is for the service
        total *= max(mood_ratio(w.satisfaction_dropout, more(w, i).satisfaction), 1.0)
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
