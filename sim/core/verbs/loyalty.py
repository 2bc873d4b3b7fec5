"""The latent drop-out: when it comes, and what moves its rate."""

from __future__ import annotations

import numpy as np

from sim.core.ground.arithmetic import either
from sim.core.ground.clocks import after, level, timer, when
from sim.core.ground.draws import threshold, uniform
from sim.core.ground.jit import formula, part
from sim.core.ground.memory import curve, lever, more, person
from sim.core.ground.state import COIN, DROPOUT, EXPONENTIAL
from sim.core.ground.types import Person, World
from sim.core.hooks.answers import dropout_ratio
from sim.mechanisms.contagion.rules import grief_left, grief_now, grieved, keep_grief
from sim.mechanisms.satisfaction.rules import mood_ratio
from sim.vocabulary import NEVER, Decision, Reason, Stage

STEPS = 60
"""The most in search of when a customer in grief drops out."""
CLOSE = 1e-9
"""Days that a last step may have."""
LEAST_RATIO = 1e-9
"""Nobody is more loyal than that: the rest of the exposure must be found again when the effect ends."""
SURELY = 1.0 - 1e-9
"""Of the way to the earliest drop-out, in spite of rounding."""


@part
def loyalty_ratio(w: World, i: int) -> float:
    """The ratio of the drop-out rate in force to the person's own."""
    ratio = either(person(w, i).sharer != 0, w.sharer_ratio)
    if w.extended:
        ratio = dropout_ratio(w, i, ratio)
    return np.float64(np.float32(max(ratio, LEAST_RATIO)))


@formula
def start_dropout(w: World, i: int, t: float) -> None:
    """Start the clocks that end a customer's life: drop-out at the own rate, loss at the common one."""
    p = person(w, i)
    p.sharer = 0
    ratio = loyalty_ratio(w, i)
    p.ratio = ratio
    if w.dropout_kind == EXPONENTIAL:
        if w.grief_effect > 0.0:
            keep_grief(w, i, t, grief_left(w, i, t))
        rate = np.float64(p.dropout) * ratio
        now = exposure(w, p.cell, t)
        p.dropout_level = after(threshold(w.key, Decision.DROPOUT, i, p.lapses, 0), rate, now)
        set_dropout(w, i, t, now)
    elif w.dropout_kind == COIN:
        p.at_dropout = NEVER
    else:
        p.needs = np.int64(p.lapses) << 16
        p.at_dropout = t + w.renewal_days
    p.at_leave = timer(w, Decision.CUSTOMER_LOSS, i, p.lapses, w.customer_loss_rate, t)
    p.at_advance = NEVER


@formula
def hazard_varies(w: World) -> bool:
    """Whether the drop-out rate moves with time, even if nothing happens to the customer."""
    return w.grief_effect > 0.0 or w.dropout_curve != 0


@formula
def set_dropout(w: World, i: int, t: float, now: float) -> None:
    """Set the clock of drop-out, where its hazard varies to a time before which it cannot be.

    ``now``: the exposure at ``t``. The rate changes with every experience, so the moment itself is worked out only when
    that time has come.
    """
    p = person(w, i)
    to = np.float64(p.dropout_level)
    if not hazard_varies(w):
        p.at_dropout = to
        return
    most = w.exposure_most
    if w.grief_effect > 0.0:
        most += w.grief_effect * np.float64(more(w, i).grief)
    p.at_dropout = t + SURELY * max(to - now, 0.0) / most


@formula
def too_early(w: World, i: int, t: float) -> bool:
    """Whether the drop-out is later than its clock says; the clock then is set to the moment itself."""
    if not hazard_varies(w):
        return False
    p = person(w, i)
    if w.grief_effect > 0.0:
        p.at_dropout = end_in_grief(w, i, t)
    else:
        p.at_dropout = end_without(w, p.cell, np.float64(p.dropout_level), t)
    return np.float64(p.at_dropout) > t


@formula
def reconsider_loyalty(w: World, i: int, t: float) -> None:
    """The drop-out rate may have changed at ``t``: what is left of the exposure is used up at the new rate."""
    p = person(w, i)
    if p.stage != Stage.CUSTOMER:
        return
    before = np.float64(p.ratio)
    ratio = loyalty_ratio(w, i)
    if ratio == before:
        return
    p.ratio = ratio
    if w.dropout_kind == EXPONENTIAL:
        now = exposure(w, p.cell, t)
        left = np.float64(p.dropout_level) - now
        if w.grief_effect > 0.0 and more(w, i).grief != np.float32(0.0):
            still = grief_left(w, i, t)
            left -= grieved(w, i, still)
            keep_grief(w, i, t, still)
        p.dropout_level = now + max(left, 0.0) * (before / ratio)
        set_dropout(w, i, t, now)


@formula
def exposure(w: World, cell: int, t: float) -> float:
    """Days, or where the rate moves with time the level of its curve."""
    return t if w.dropout_curve == 0 else level(w, cell, DROPOUT, t)


@formula
def grieve(w: World, i: int, t: float) -> None:
    """One more contact has dropped out (Nitzan & Libai 2011: strongest in the first month, then it fades)."""
    p = person(w, i)
    customer = is_customer(w, i) and w.dropout_kind == EXPONENTIAL
    still = grief_left(w, i, t)
    if customer:
        p.dropout_level = np.float64(p.dropout_level) - grieved(w, i, still)
    keep_grief(w, i, t, still)
    m = more(w, i)
    m.grief = np.float64(m.grief) + 1.0
    if customer:
        set_dropout(w, i, t, exposure(w, p.cell, t))


@formula
def end_in_grief(w: World, i: int, now: float) -> float:
    """When the exposure, with grief, reaches the customer's level of drop-out: Newton's steps.

    Without grief it would be later, with all of the grief at once earlier; a step out of that interval halves it.
    """
    p = person(w, i)
    cell = p.cell
    m = more(w, i)
    since = np.float64(m.grief_at)
    to = np.float64(p.dropout_level)
    if m.grief == np.float32(0.0):
        return end_without(w, cell, to, now)
    most = w.grief_effect * np.float64(m.grief) * w.grief_days
    late = min(end_without(w, cell, to, since), np.float64(w.days))
    early = end_without(w, cell, max(to - most, exposure(w, cell, since)), since)
    if early >= late:
        return late
    if exposure(w, cell, late) + grieved(w, i, grief_left(w, i, late)) < to:
        return NEVER
    at = early
    for _ in range(STEPS):
        still = grief_left(w, i, at)
        over = exposure(w, cell, at) + grieved(w, i, still) - to
        if over < 0.0:
            early = at
        else:
            late = at
        guess = at - over / (exposure_rate(w, cell, at) + w.grief_effect * np.float64(m.grief) * still)
        if abs(guess - at) <= CLOSE:
            return guess
        at = guess if early < guess < late else 0.5 * (early + late)
    return at


@formula
def exposure_rate(w: World, cell: int, t: float) -> float:
    """Exposure per day at ``t``."""
    if w.dropout_curve == 0:
        return 1.0
    day = np.int64(t)
    return curve(w, cell, DROPOUT, day + 1) - curve(w, cell, DROPOUT, day)


@formula
def end_without(w: World, cell: int, exposed: float, t: float) -> float:
    """When the exposure reaches a level without grief."""
    if w.dropout_curve == 0:
        return max(exposed, t)
    return when(w, cell, DROPOUT, exposed, t)


@formula
def recommend_effect(w: World, i: int, t: float) -> None:
    """Having recommended us makes a customer more loyal for a while (ratio below 1)."""
    if w.sharer_ratio == 1.0:
        return
    p = person(w, i)
    p.sharer = 1
    p.at_advance = t + w.sharer_days
    reconsider_loyalty(w, i, t)


@formula
def recommend_effect_ends(w: World, i: int, t: float) -> None:
    """The effect of having recommended us is over."""
    p = person(w, i)
    p.sharer = 0
    p.at_advance = NEVER
    reconsider_loyalty(w, i, t)


@formula
def leaving_weight(w: World, p: Person, t: float) -> float:
    """The weights of all reasons to leave, 1 at today's prices."""
    if w.dropout_curve == 0:
        return 1.0
    levers = lever(w, p.cell, np.int64(t))
    return w.leave_need + levers.leave_price + levers.leave_rival + w.leave_service


@formula
def leaving_chance(w: World, i: int, t: float) -> float:
    """The chance of dropping out at an order or at the end of a contract."""
    p = person(w, i)
    chance = np.float64(p.dropout) * np.float64(p.ratio) * leaving_weight(w, p, t)
    if w.grief_effect > 0.0:
        chance *= 1.0 + w.grief_effect * grief_now(w, i, t)
    return min(chance, 1.0)


@formula
def reason_of(w: World, i: int, t: float) -> int:
    """Why the person drops out at ``t``: in proportion to the weights in force."""
    p = person(w, i)
    levers = lever(w, p.cell, np.int64(t))
    weight = w.leave_need
    total = w.leave_need + levers.leave_price + levers.leave_rival + w.leave_service
    if w.satisfaction_on:  # what bad experience adds is for the service
        total *= max(mood_ratio(w.satisfaction_dropout, np.float64(more(w, i).satisfaction)), 1.0)
    mark = uniform(w.key, Decision.REASON, i, p.lapses, 0) * total
    if mark < weight:
        return Reason.NEED
    weight += levers.leave_price
    if mark < weight:
        return Reason.PRICE
    weight += levers.leave_rival
    return Reason.COMPETITOR if mark < weight else Reason.SERVICE


@formula
def is_customer(w: World, i: int) -> bool:
    """Whether somebody is a customer and has not dropped out."""
    return person(w, i).stage == Stage.CUSTOMER
