"""Revenue: what becomes of an occasion, and the first order."""

from __future__ import annotations

from typing import Any

import numpy as np

from sim.core.draws import gumbel
from sim.core.jit import formula
from sim.core.lapse import start_dropout
from sim.core.ledger import book, by_age, earn, move, note
from sim.core.memory import lever, person
from sim.core.need import next_need, pass_need
from sim.core.refer import share
from sim.core.retain import nurture, remembered
from sim.core.spend import accrue, order_size, sell
from sim.vocabulary import MICRO, NEVER, ORGANIC, Account, Alternative, Curve, Decision, Event, Stage

UNAVAILABLE = -1e200


@formula
def our_utility(base: float, response: float, price: float, reward: float) -> float:
    """Utility of our offer: at today's price the log of our share; price and reward relative to that price."""
    return base - response * (price - 1.0 - reward)


@formula
def choose(key: int, decision: int, i: int, n: int, ours: float, competitor: float, nothing: float) -> int:
    """The alternative of the highest utility plus its own Gumbel draw (multinomial logit)."""
    if competitor <= UNAVAILABLE and nothing <= UNAVAILABLE:
        return Alternative.OURS
    best = Alternative.OURS
    most = ours + gumbel(key, decision, i, n, Alternative.OURS)
    if competitor > UNAVAILABLE:
        other = competitor + gumbel(key, decision, i, n, Alternative.COMPETITOR)
        if other > most:
            best = Alternative.COMPETITOR
            most = other
    if nothing > UNAVAILABLE:
        other = nothing + gumbel(key, decision, i, n, Alternative.NOTHING)
        if other > most:
            best = Alternative.NOTHING
    return best


@formula
def consider_first_order(w: Any, i: int, t: float) -> None:
    """An occasion of somebody who never bought: one of our offers, a competitor's, or nothing."""
    p = person(w, i)
    levers = lever(w, p.cell, np.int64(t))
    reward = 0.0
    if p.referrer >= 0:
        reward = levers.reward_friend / (w.mean_order * MICRO)
    ours = our_utility(w.ours[p.stage], p.price_response, levers.price, reward)
    if p.stage == Stage.RETAINED:
        ours += nurture(w.nurture_effect, remembered(w, p, t))
    competitor = w.competitor[p.stage]
    nothing = w.nothing[p.stage]
    if choose(w.key, Decision.CHOICE_FIRST, i, p.needs, ours, competitor, nothing) == Alternative.OURS:
        first_order(w, i, t)
    else:
        pass_need(w, i, t)


@formula
def credited(referrer: int, touched: int, ago: float, window: float, referral: int) -> int:
    """The source credited with a first order: the invitation that is paid for, else the last touch, else organic."""
    if referrer >= 0:
        return referral
    return touched if ago <= window else ORGANIC


@formula
def first_order(w: Any, i: int, t: float) -> None:
    """Become a customer: the order, the credit for it, the rewards, and the clocks of a customer."""
    p = person(w, i)
    levers = lever(w, p.cell, np.int64(t))
    n = p.needs
    accrue(w, p, t)
    p.attributed = credited(p.referrer, p.touched, t - p.touched_at, w.attribution_window, w.sources - 1)
    p.first_at = t
    p.last_at = t
    p.orders = 1
    revenue, contribution = sell(w, p, t, order_size(w, w.key, Decision.SPEND_FIRST, i, n, p.spend_rate))
    book(w, p, t, Account.FIRST_ORDER_COST, -levers.first_order_cost)
    if p.referrer >= 0:
        book(w, p, t, Account.REWARD_REFERRER, -levers.reward_referrer)
        book(w, p, t, Account.REWARD_FRIEND, -levers.reward_friend)
        p.spent -= levers.reward_referrer + levers.reward_friend
    earn(w, p, t, contribution - levers.first_order_cost)
    by_age(w, p, t, Curve.FIRST_VALUE, p.value)
    by_age(w, p, t, Curve.CUSTOMERS, 1)
    by_age(w, p, t, Curve.ORDERS, 1)
    note(w, i, t, Event.FIRST_ORDER, revenue)
    move(w, p, t, Stage.CUSTOMER)
    p.accrued_to = t
    p.at_reach = NEVER
    p.at_advance = NEVER
    next_need(w, i, t)
    start_dropout(w, i, t)
    share(w, i, t, n, Decision.SHARE_FIRST, Decision.DELAY_FIRST)
