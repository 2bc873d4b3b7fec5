"""What becomes of an occasion: one of our offers, a competitor's, or nothing."""

from __future__ import annotations

import numpy as np

from sim.core.ground.arithmetic import logit
from sim.core.ground.batch import FIRST, NOTHING, REPEAT, hand
from sim.core.ground.draws import gumbel, uniform
from sim.core.ground.jit import formula, part
from sim.core.ground.memory import more, offer, person
from sim.core.ground.predrawn import CHOICE, has_mark
from sim.core.ground.state import THRESHOLD
from sim.core.ground.types import World
from sim.core.verbs.price import (
    offer_utility,
    offered_price,
    others_utility,
    place_of_order,
    price_in_mind,
    rival_utility,
)
from sim.core.verbs.spend import TRIAL_OCCASION, price_at, wanted_on
from sim.vocabulary import UNAVAILABLE, Alternative, Decision


@formula
def is_taken(ours: float, others: float, mark: float) -> bool:
    """Whether our only offer is taken (multinomial logit: McFadden 1974).

    ``ours``: utility; ``others``: that of all else together; ``mark``: the logit of a uniform number, so that this is
    true with probability e**ours / (e**ours + e**others).
    """
    return ours - others > mark


@part
def mark_of(w: World, decision: int, i: int, n: int) -> float:
    """The mark of occasion ``n``; it may be dealt."""
    if decision != Decision.TRIAL_END and has_mark(w, decision == Decision.CHOICE_REPEAT, n):
        return hand(w, CHOICE, w.hand)
    return logit(uniform(w.key, decision, i, n, Alternative.OURS))


@formula
def is_made_to(w: World, j: int, segment: int) -> bool:
    """Whether people of a segment are made offer ``j``; the first one is made to everybody."""
    return (offer(w, j).segments >> np.int64(segment)) & 1 == 1


@formula
def choose_among(
    w: World, i: int, t: float, stage: int, decision: int, n: int, off: float, lift: float, wanted: float, up: float
) -> int:
    """The alternative of the highest utility plus a Gumbel draw of its own, where we make several offers.

    ``lift``: utility that all of them share; ``wanted``, ``up``: see wanted_on.
    """
    p = person(w, i)
    base = w.ours[stage]
    best = Alternative.OURS
    most = offer_utility(w, i, t, base, 0, off, wanted, up) + lift + gumbel(w.key, decision, i, n, Alternative.OURS)
    if w.competitor[stage] > UNAVAILABLE:
        other = rival_utility(w, p, t, stage) + gumbel(w.key, decision, i, n, Alternative.COMPETITOR)
        if other > most:
            best = Alternative.COMPETITOR
            most = other
    if w.nothing[stage] > UNAVAILABLE:
        other = w.nothing[stage] + gumbel(w.key, decision, i, n, Alternative.NOTHING)
        if other > most:
            best = Alternative.NOTHING
            most = other
    for j in range(1, w.offers):
        if not is_made_to(w, j, p.segment):
            continue
        alternative = Alternative.FURTHER + j - 1
        other = offer_utility(w, i, t, base, j, off, wanted, up) + lift + gumbel(w.key, decision, i, n, alternative)
        if other > most:
            best = alternative
            most = other
    return best


@part
def offer_chosen(w: World, i: int, t: float, stage: int, decision: int, n: int, off: float, lift: float) -> int:
    """The number of our offer that a person in ``stage`` takes on occasion ``n``, or NOTHING for none of ours.

    ``off``: what a friend's reward, or points, take off the price in mind, ratio to it; deal and coupon are in the
    price (sim.core.verbs.price.offered_price). ``lift``: utility beside the price.
    """
    wanted = 0.0
    up = 0.0
    if w.price_breaks > 0:
        wanted, up = wanted_on(w, i, decision, n)
    if w.rule == THRESHOLD:
        at = n + TRIAL_OCCASION if decision == Decision.TRIAL_END else n
        item = REPEAT if decision == Decision.CHOICE_REPEAT else FIRST
        price = offered_price(w, i, t, 0) * price_at(w, t, place_of_order(w, i, t, at, item, 0))
        if w.price_breaks > 0:
            price = price_in_mind(w, 0, price, wanted, up)
        return 0 if np.float64(more(w, i).willingness) >= price - off else NOTHING
    if w.offers == 1:  # two outcomes: one draw is enough, and a better offer only wins
        ours = offer_utility(w, i, t, w.ours[stage], 0, off, wanted, up) + lift
        others = others_utility(w, person(w, i), t, stage)
        return 0 if is_taken(ours, others, mark_of(w, decision, i, n)) else NOTHING
    alternative = choose_among(w, i, t, stage, decision, n, off, lift, wanted, up)
    if alternative == Alternative.OURS:
        return 0
    return np.int64(alternative - Alternative.FURTHER + 1) if alternative >= Alternative.FURTHER else np.int64(NOTHING)
