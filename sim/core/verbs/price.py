"""What an offer is worth to a person: price, quality, and what they make of them."""

from __future__ import annotations

import numpy as np

from sim.core.ground.arithmetic import exp, log
from sim.core.ground.jit import formula, part
from sim.core.ground.ledger import micro
from sim.core.ground.ledger_writes import add_rival
from sim.core.ground.memory import lever, offer, offer_price, person
from sim.core.ground.types import Person, World
from sim.core.hooks.answers import (
    coupon,
    member_price,
    place_taken,
    price_by_quantity,
    remembers_prices,
    response_ratio,
    sees_price,
    utility_of_places,
    utility_of_reference,
)
from sim.core.verbs.spend import kept_share, price_level
from sim.vocabulary import Stage


@formula
def our_utility(base: float, response: float, price: float, off: float, anchor: float) -> float:
    """Utility of our offer: at the price ``anchor`` the log of our share; all prices relative to today's."""
    return base - response * (price - anchor - off)


@formula
def quality_view(orders: int, effect: float, above: float, cue: float, price: float) -> float:
    """Utility of quality: seen by experience, guessed from the price without (Voelckner & Hofmann 2007).

    ``above``: quality beyond today's; the guess has the weight 1 / (1 + orders).
    """
    guess = 1.0 / (1.0 + orders)
    seen = (1.0 - guess) * effect * above
    return seen if price == 1.0 else seen + guess * cue * log(price)


@formula
def deal_off(w: World, p: Person, t: float) -> float:
    """What a deal takes off a person's next order, share of the price."""
    levers = lever(w, p.cell, np.int64(t))
    return levers.deal_repeat if p.orders > 0 else levers.deal_first


@formula
def list_price(w: World, i: int, t: float, j: int) -> float:
    """The price of offer ``j`` to a person, as a member perhaps, ratio to the offer's price of today."""
    listed = lever(w, person(w, i).cell, np.int64(t)).price_list
    price = price_level(w, i, t) * offer_price(w, listed, j, np.int64(t))
    less = member_price(w, i, t)
    return price * (1.0 - less) if less != 0.0 else price


@formula
def offered_price(w: World, i: int, t: float, j: int) -> float:
    """The same after deal and coupon."""
    price = list_price(w, i, t, j)
    deal = deal_off(w, person(w, i), t)
    if deal != 0.0:
        price *= 1.0 - deal
    less = coupon(w, i, t)
    if less != 0.0:
        price *= 1.0 - less
    return price


@formula
def discount_depth(w: World, i: int, t: float) -> float:
    """What deal and coupon together take off, share of the price, as who buys ahead for it sees it."""
    return 1.0 - kept_share(deal_off(w, person(w, i), t), coupon(w, i, t))


@formula
def price_response(w: World, i: int, t: float) -> float:
    """Utility lost when the price rises by its own level."""
    return response_ratio(w, i, t, np.float64(person(w, i).price_response))


@formula
def price_in_mind(w: World, j: int, price: float, wanted: float, u: float) -> float:
    """The ``price`` of offer ``j`` at the quantity wanted (currency at today's price, of an offer of one unit)."""
    return price * price_by_quantity(w, wanted * offer(w, j).units, u)


@formula
def place_of_order(w: World, i: int, t: float, n: int, item: int, j: int) -> int:
    """Where an order of offer ``j`` is placed; ``n``, ``item``: its address."""
    if w.places_on == 0:
        return np.int64(0)
    return place_taken(w, i, t, n, item, offered_price(w, i, t, j), price_response(w, i, t))


@part
def offer_utility(w: World, i: int, t: float, base: float, j: int, off: float, wanted: float, u: float) -> float:
    """Utility of offer ``j`` before nurture; ``base``: log share at the anchor; ``off``: ratio to the price.

    ``wanted``, ``u``: the quantity and whether it is rounded up, where that moves the price.
    """
    p = person(w, i)
    price = offered_price(w, i, t, j)
    paid = price_in_mind(w, j, price, wanted, u) if w.price_breaks > 0 else price
    utility = our_utility(base, price_response(w, i, t), paid, off, w.anchor) + offer(w, j).utility
    if w.places_on > 0:
        utility += utility_of_places(w, i, t, price, price_response(w, i, t))
    utility += utility_of_reference(w, i, price)
    if w.quality_on:
        above = lever(w, p.cell, np.int64(t)).quality - w.quality_today
        utility += quality_view(p.orders, w.quality_effect, above, w.quality_cue, price)
    if w.appeal_on:
        utility += lever(w, p.cell, np.int64(t)).appeal
    return utility


@formula
def rival_utility(w: World, p: Person, t: float, stage: Stage) -> float:
    """Utility of the competitor's offer."""
    rival = lever(w, p.cell, np.int64(t)).rival
    utility = w.competitor[stage]
    if rival != 1.0:
        utility -= np.float64(p.price_response) * w.competitor_response * (rival - 1.0)
    return utility


@formula
def others_together(competitor: float, nothing: float) -> float:
    """Utility of what there is beside us taken together: the log of the summed weights; ``nothing`` is a weight."""
    return log(exp(competitor) + nothing)


@formula
def others_utility(w: World, p: Person, t: float, stage: Stage) -> float:
    """The same for a person in ``stage``."""
    if lever(w, p.cell, np.int64(t)).rival == 1.0:
        return w.others[stage]
    return others_together(rival_utility(w, p, t, stage), w.nothing_weight[stage])


@formula
def rivals_part(competitor: float, nothing: float) -> float:
    """The probability that an occasion which is not ours goes to the competitor; ``nothing`` is a weight."""
    weight = exp(competitor)
    return weight / (weight + nothing)


@formula
def lose_to_others(w: World, i: int, t: float) -> None:
    """An occasion goes to others than us: the competitor is expected to win a part of it."""
    p = person(w, i)
    stage = np.int64(p.stage)
    part_of_rival = w.rival_part[stage]
    if part_of_rival == 0.0:
        return
    day = np.int64(t)
    if lever(w, p.cell, day).rival != 1.0:
        part_of_rival = rivals_part(rival_utility(w, p, t, stage), w.nothing_weight[stage])
    add_rival(w, day, np.int64(p.cell), micro(part_of_rival))


@formula
def learn_price(w: World, i: int, t: float, j: int) -> None:
    """The price of offer ``j`` is seen."""
    if remembers_prices(w):
        sees_price(w, i, offered_price(w, i, t, j))
