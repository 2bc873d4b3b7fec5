"""Revenue: the first order, and the trial that may come before it."""

from __future__ import annotations

import numpy as np

from sim.core.ground.batch import FIRST
from sim.core.ground.draws import uniform
from sim.core.ground.jit import formula, step
from sim.core.ground.ledger import book, earn_in, move, note, present_span
from sim.core.ground.ledger_writes import add_age
from sim.core.ground.memory import lever, more, person
from sim.core.ground.types import Person, World
from sim.core.hooks.acts import becomes_customer, decided, order_kept, ordered, tried, wished
from sim.core.hooks.answers import (
    decides,
    decides_later,
    doubt,
    filled,
    goes_on_trying,
    had_searched,
    is_heard_of,
    ordered_at,
    sent_back,
    taken_for_cheat,
    turn_of_trial,
)
from sim.core.verbs.choice import offer_chosen
from sim.core.verbs.lapse import start_life
from sim.core.verbs.need import pass_need
from sim.core.verbs.price import (
    deal_off,
    discount_depth,
    learn_price,
    list_price,
    lose_to_others,
    place_of_order,
)
from sim.core.verbs.reach import captured, remember_bystanders
from sim.core.verbs.refer import share, tell_inviter
from sim.core.verbs.retain import nurture, remembered
from sim.core.verbs.satisfaction import enjoy_order
from sim.core.verbs.service import expect_trouble
from sim.core.verbs.spend import TRIAL_OCCASION, accrue, by_quantity, cart, order_size, price_at, sell
from sim.vocabulary import MICRO, NEVER, ORGANIC, Account, Curve, Decision, Event, Stage


@formula
def friends_reward(w: World, p: Person, t: float) -> float:
    """What an invitation takes off, relative to a mean order."""
    if p.referrer < 0:
        return 0.0
    return lever(w, p.cell, np.int64(t)).reward_friend / (w.mean_order * MICRO)


@formula
def survives_wait(w: World, i: int, t: float) -> bool:
    """Whether an enquiry is still one when our answer comes (Oldroyd, McElheran & Elkington 2011)."""
    p = person(w, i)
    kept = lever(w, p.cell, np.int64(t)).lead
    return kept >= 1.0 or uniform(w.key, Decision.LEAD, i, p.needs, 0) < kept


@step
def consider_first_order(w: World, i: int, t: float) -> None:
    """An occasion of somebody who never bought: one of our offers, a competitor's, or nothing.

    Who decides later, as a firm does, does so at the same occasion.
    """
    p = person(w, i)
    deciding = decides(w, i)
    lift = 0.0
    if p.stage == Stage.RETAINED and w.nurture_effect != 0.0:
        lift = nurture(w.nurture_effect, remembered(w, p, t))
    searched = False
    if w.captures:
        searched = had_searched(w, i) if deciding else captured(w, i, t)
        if searched:
            lift += w.capture_effect
    if w.extended:
        lift += np.float64(more(w, i).opinion)
    if deciding:
        lift += doubt(w, i, True)
    n = np.int64(p.needs)
    chosen = offer_chosen(w, i, t, p.stage, Decision.CHOICE_FIRST, n, friends_reward(w, p, t), lift)
    if not deciding:
        learn_price(w, i, t, max(chosen, 0))
    if chosen >= 0 and (deciding or survives_wait(w, i, t)):
        if decides_later(w, i) and not deciding:
            wished(w, i, t, searched)
            return
        if deciding:
            decided(w, i, t, True)
        first_order(w, i, t, chosen)
    else:
        if chosen < 0:
            lose_to_others(w, i, t)
        if deciding:
            decided(w, i, t, False)
        else:
            pass_need(w, i, t)


@step
def end_trial(w: World, i: int, t: float) -> None:
    """The trial is over: pay, or go back to the list. A free user decides so from time to time, and may go on."""
    p = person(w, i)
    turn = turn_of_trial(w, i)
    lift = np.float64(more(w, i).opinion) + doubt(w, i, False)
    chosen = offer_chosen(w, i, t, Stage.TRIAL, Decision.TRIAL_END, turn, friends_reward(w, p, t), lift)
    learn_price(w, i, t, max(chosen, 0))
    if chosen >= 0 and p.potential:
        accrue(w, i, t)
        p.needs = TRIAL_OCCASION + turn
        first_order(w, i, t, chosen)
    elif not goes_on_trying(w, i, t):
        tried(w, i, t)


@formula
def credited(referrer: int, touched: int, ago: float, window: float, referral: int) -> int:
    """The source credited with a first order: the invitation that is paid for, else the last touch, else organic."""
    if referrer >= 0:
        return referral
    return touched if ago <= window else ORGANIC


@formula
def first_order(w: World, i: int, t: float, chosen: int) -> None:
    """Become a customer: the order, the credit for it, the rewards, and the clocks of a customer."""
    p = person(w, i)
    levers = lever(w, p.cell, np.int64(t))
    n = np.int64(p.needs)
    if p.stage != Stage.TRIAL:
        accrue(w, i, t)
    if w.bystanders:
        remember_bystanders(w, i, t)
    p.attributed = credited(p.referrer, p.touched, t - np.float64(p.touched_at), w.attribution_window, w.sources - 1)
    p.first_at = t
    depth = discount_depth(w, i, t)
    size = order_size(w, uniform(w.key, Decision.SPEND_FIRST, i, n, 0), np.float64(p.spend_rate))
    by_pieces = 0.0
    if w.price_breaks > 0:
        size, by_pieces = by_quantity(w, i, t, n, 0, chosen, size)
    size = cart(w, i, n, 0, chosen, size, depth)
    size, dearer, cut = filled(w, i, t, n, FIRST, size)
    place = place_of_order(w, i, t, n, FIRST, chosen)
    back = sent_back(w, i, t, n, FIRST, place)
    listed = list_price(w, i, t, chosen) * price_at(w, t, place) * dearer
    deal = deal_off(w, p, t)
    paid, contribution, less = sell(w, i, t, place, chosen, size, listed, by_pieces, cut, deal, 0.0, back)
    ordered_at(w, i, t, depth)
    p.orders = 1
    if not is_heard_of(w, i):
        w.joined += 1
    book(w, p, t, Account.FIRST_ORDER_COST, -levers.first_order_cost)
    if p.referrer >= 0:
        if not taken_for_cheat(w, i):
            reward = lever(w, person(w, np.int64(p.referrer)).cell, np.int64(t)).reward_referrer
            book(w, p, t, Account.REWARD_REFERRER, -reward)
            book(w, p, t, Account.REWARD_FRIEND, -levers.reward_friend)
            p.spent -= reward + levers.reward_friend
        tell_inviter(w, i, t)
    at = present_span(w, p, t)
    earn_in(w, p, t, at, contribution - levers.first_order_cost)
    note(w, i, t, Event.FIRST_ORDER, paid)
    if back:
        note(w, i, t, Event.GOODS_RETURNED, paid)
    else:
        order_kept(w, i, t, at, n, paid)
    add_age(w, at, Curve.FIRST_VALUE, p.value)
    add_age(w, at, Curve.CUSTOMERS, 1)
    add_age(w, at, Curve.ORDERS, 1)
    move(w, p, t, Stage.CUSTOMER)
    p.at_reach = NEVER
    becomes_customer(w, i, t)
    start_life(w, i, t)
    ordered(w, i, t, less)
    share(w, i, t, n, True)
    enjoy_order(w, i, t, n, FIRST)
    expect_trouble(w, i, t, n, FIRST)
