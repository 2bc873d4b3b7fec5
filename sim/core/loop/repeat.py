"""Repeat: what a customer does with an occasion, or at the end of a contract."""

from __future__ import annotations

import numpy as np

from sim.core.ground.arithmetic import exp
from sim.core.ground.batch import NOTHING, REPEAT
from sim.core.ground.draws import uniform
from sim.core.ground.jit import formula, part, step
from sim.core.ground.ledger import earn_in, note, present_span
from sim.core.ground.ledger_writes import add_age
from sim.core.ground.memory import more, person
from sim.core.ground.predrawn import SPEND, drawn_for
from sim.core.ground.state import COIN, RENEWAL
from sim.core.ground.types import World
from sim.core.hooks.acts import order_kept, ordered
from sim.core.hooks.answers import coupon, filled, has_at_home, lift, ordered_at, price_off, sent_back, used_at_home
from sim.core.verbs.choice import offer_chosen
from sim.core.verbs.lapse import drop_out
from sim.core.verbs.loyalty import leaving_chance, reconsider_loyalty, too_early
from sim.core.verbs.need import pass_need
from sim.core.verbs.price import (
    deal_off,
    discount_depth,
    learn_price,
    list_price,
    lose_to_others,
    offered_price,
    place_of_order,
    price_in_mind,
    price_response,
)
from sim.core.verbs.refer import share
from sim.core.verbs.satisfaction import enjoy_order
from sim.core.verbs.service import expect_trouble
from sim.core.verbs.spend import by_quantity, cart, order_size, price_at, sell, wanted_on
from sim.vocabulary import Curve, Decision, Event, Stage


@formula
def offer_for(w: World, i: int, t: float, n: int) -> int:
    """The number of our offer that a customer takes on occasion ``n``, or NOTHING."""
    return offer_chosen(w, i, t, Stage.CUSTOMER, Decision.CHOICE_REPEAT, n, price_off(w, i, t), lift(w, i))


@part
def pass_by(w: World, i: int, t: float) -> None:
    """An occasion without an order of ours: the price was seen."""
    lose_to_others(w, i, t)
    learn_price(w, i, t, 0)
    pass_need(w, i, t)


@step
def consider_order(w: World, i: int, t: float) -> None:
    """An occasion of a customer: used up by what is at home, or a choice."""
    if has_at_home(w, i):
        used_at_home(w, i)
        pass_need(w, i, t)
        return
    n = np.int64(person(w, i).needs)
    chosen = offer_for(w, i, t, n)
    if chosen == NOTHING:
        pass_by(w, i, t)
    else:
        buy(w, i, t, n, chosen)


@formula
def buy(w: World, i: int, t: float, n: int, chosen: int) -> None:
    """A customer takes offer ``chosen`` on occasion ``n``, and perhaps none ever after."""
    order(w, i, t, n, chosen)
    if w.dropout_kind == COIN and uniform(w.key, Decision.COIN, i, n, 0) < leaving_chance(w, i, t):
        drop_out(w, i, t)
    else:
        pass_need(w, i, t)


@formula
def order(w: World, i: int, t: float, n: int, chosen: int) -> None:
    """A repeat order of offer ``chosen`` under the address ``n``, and what follows from it."""
    p = person(w, i)
    depth = discount_depth(w, i, t)
    u = drawn_for(w, SPEND, Decision.SPEND_REPEAT, i, n, 0, True)
    size = order_size(w, u, np.float64(p.spend_rate))
    by_pieces = 0.0
    if w.price_breaks > 0:
        size, by_pieces = by_quantity(w, i, t, n, 1, chosen, size)
    had = more(w, i).categories if w.extended else np.uint8(0)
    size = cart(w, i, n, 1, chosen, size, depth)
    size, dearer, cut = filled(w, i, t, n, REPEAT, size)
    place = place_of_order(w, i, t, n, REPEAT, chosen)
    back = sent_back(w, i, t, n, REPEAT, place)
    listed = list_price(w, i, t, chosen) * price_at(w, t, place) * dearer
    deal, off = deal_off(w, p, t), coupon(w, i, t)
    paid, contribution, less = sell(w, i, t, place, chosen, size, listed, by_pieces, cut, deal, off, back)
    learn_price(w, i, t, chosen)
    ordered_at(w, i, t, depth)
    at = present_span(w, p, t)
    earn_in(w, p, t, at, contribution)
    p.orders += np.uint32(1)
    if p.orders == 2:
        p.second_at = t
    add_age(w, at, Curve.ORDERS, 1)
    note(w, i, t, Event.ORDERED, paid)
    if back:
        note(w, i, t, Event.GOODS_RETURNED, paid)
    else:
        if p.attributed == w.sources:
            add_age(w, at, Curve.PAID, paid)
        order_kept(w, i, t, at, n, paid)
    if w.extended:
        ordered(w, i, t, less)
        if w.breadth_effect > 0.0 and more(w, i).categories != had:
            reconsider_loyalty(w, i, t)
    share(w, i, t, n, False)
    enjoy_order(w, i, t, n, REPEAT)
    expect_trouble(w, i, t, n, REPEAT)


@formula
def staying(chance: float, response: float, price: float) -> float:
    """Probability to renew a contract at ``price`` (ratio to today's), from the chance to leave at today's price."""
    stay = 1.0 - chance
    if price == 1.0:
        return stay
    odds = exp(-response * (price - 1.0))
    return stay * odds / (stay * odds + 1.0 - stay)


@step
def end_of_contract(w: World, i: int, t: float) -> None:
    """Renew and pay, or leave (Fader & Hardie 2007)."""
    p = person(w, i)
    n = np.int64(p.needs)
    price = offered_price(w, i, t, 0) * price_at(w, t, place_of_order(w, i, t, n + 1, REPEAT, 0))
    if w.price_breaks > 0:
        wanted, up = wanted_on(w, i, Decision.CHOICE_REPEAT, n + 1)
        price = price_in_mind(w, 0, price, wanted, up)
    price -= price_off(w, i, t)
    stay = staying(leaving_chance(w, i, t), price_response(w, i, t), price)
    if uniform(w.key, Decision.RENEWAL, i, n, 0) >= stay:
        drop_out(w, i, t)
        return
    p.needs = n + 1
    order(w, i, t, n + 1, 0)
    p.at_dropout = t + w.renewal_days


@step
def life_ends(w: World, i: int, t: float) -> None:
    """The clock of drop-out fires."""
    if w.dropout_kind == RENEWAL:
        end_of_contract(w, i, t)
    elif not too_early(w, i, t):
        drop_out(w, i, t)
