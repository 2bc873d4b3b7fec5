"""What becomes of an occasion: one of our offers, a competitor's, or nothing."""

from __future__ import annotations

from typing import Any

import numpy as np

from sim.core.arithmetic import exp
from sim.core.draws import gumbel
from sim.core.hands import CHOICE, drawn_for
from sim.core.jit import formula
from sim.core.memory import more, person
from sim.core.price import offer_utility, offered_price, rival_utility, rival_weight
from sim.core.state import THRESHOLD
from sim.vocabulary import Alternative, Decision

UNAVAILABLE = -1e200


@formula
def share_of_ours(ours: float, competitor: float, nothing: float) -> float:
    """Probability that our only offer is taken (multinomial logit: McFadden 1974).

    ``ours``: utility; ``competitor``, ``nothing``: e to the power of theirs.
    """
    weight = exp(ours)
    return weight / (weight + (competitor + nothing))


@formula
def choose_among(w: Any, i: int, t: float, stage: int, decision: int, n: int, reward: float, lift: float) -> int:
    """The alternative of the highest utility plus a Gumbel draw of its own, where we make several offers.

    ``lift``: utility that all of them share.
    """
    p = person(w, i)
    base = w.ours[stage]
    best = Alternative.OURS
    most = offer_utility(w, i, t, base, 0, reward) + lift + gumbel(w.key, decision, i, n, Alternative.OURS)
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
        alternative = Alternative.FURTHER + j - 1
        other = offer_utility(w, i, t, base, j, reward) + lift + gumbel(w.key, decision, i, n, alternative)
        if other > most:
            best = alternative
            most = other
    return best


@formula
def offer_chosen(w: Any, i: int, t: float, stage: int, decision: int, n: int, reward: float, lift: float) -> int:
    """The number of our offer that a person in ``stage`` takes on occasion ``n``, or -1 for none of ours.

    ``reward``: what a friend's invitation takes off, ratio to the price; ``lift``: utility beside the price.
    """
    if w.rule == THRESHOLD:
        return 0 if np.float64(more(w, i).willingness) >= offered_price(w, i, t, 0) - reward else -1
    if w.offers == 1:  # two outcomes: one draw is enough, and a better offer only wins
        ours = offer_utility(w, i, t, w.ours[stage], 0, reward) + lift
        share = share_of_ours(ours, rival_weight(w, person(w, i), t, stage), w.nothing_weight[stage])
        u = drawn_for(w, CHOICE, decision, i, n, Alternative.OURS, decision == Decision.CHOICE_REPEAT)
        return 0 if u < share else -1
    alternative = choose_among(w, i, t, stage, decision, n, reward, lift)
    if alternative == Alternative.OURS:
        return 0
    return np.int64(alternative - Alternative.FURTHER + 1) if alternative >= Alternative.FURTHER else np.int64(-1)
