"""Win-back: an offer to those labelled lapsed. It also goes to those who were merely slow."""

from __future__ import annotations

import numpy as np

from sim.core.ground.draws import uniform
from sim.core.ground.jit import formula
from sim.core.ground.ledger import book, earn, note
from sim.core.ground.memory import more, person
from sim.core.ground.types import World
from sim.core.verbs.lapse import come_back
from sim.core.verbs.loyalty import WON_BACK
from sim.vocabulary import NEVER, Account, Decision, Event, Stage


@formula
def acceptance(base: float, ratio: float) -> float:
    """Probability that somebody who dropped out takes up the offer; ``ratio``: that of the reason for leaving.

    Kumar, Bhagwat & Zhang 2015.
    """
    return min(base * ratio, 1.0)


@formula
def fall_silent(w: World, i: int, t: float) -> None:
    """The firm calls the customer lapsed and, if it wins back, makes an offer."""
    p = person(w, i)
    m = more(w, i)
    note(w, i, t, Event.LABELLED, 0)
    m.at_silence = NEVER
    if w.winback == 0 or m.offers >= w.offers_most:
        return
    m.offers += np.uint8(1)
    note(w, i, t, Event.OFFERED, 0)
    book(w, p, t, Account.OFFER, -w.offer_cost)
    earn(w, p, t, -w.offer_cost)
    if p.stage == Stage.CUSTOMER:
        hand_coupon(w, i, t)
    elif p.stage == Stage.DROPPED_OUT:
        chance = acceptance(w.accept_return, w.accept_reason[m.reason])
        if uniform(w.key, Decision.WINBACK, i, m.offers, 0) < chance:
            hand_coupon(w, i, t)
            come_back(w, i, t, WON_BACK)


@formula
def hand_coupon(w: World, i: int, t: float) -> None:
    """A coupon on the next order, for a while."""
    if w.offer_depth > 0.0:
        more(w, i).coupon_until = t + w.offer_days
