"""What verbs ask of the mechanisms. Written by `make generate` of the folders of sim.mechanisms."""

from __future__ import annotations

import numpy as np

from sim.core.ground.jit import formula, part
from sim.core.ground.memory import more
from sim.core.ground.types import World
from sim.mechanisms.assortment import rules as assortment
from sim.mechanisms.care_calls import rules as care_calls
from sim.mechanisms.chain_care import rules as chain_care
from sim.mechanisms.classes import rules as classes
from sim.mechanisms.first_order_service import rules as first_order_service
from sim.mechanisms.messages import rules as messages
from sim.mechanisms.offers import rules as offers
from sim.mechanisms.places import rules as places
from sim.mechanisms.points import rules as points
from sim.mechanisms.promoters import rules as promoters
from sim.mechanisms.seeding import rules as seeding
from sim.mechanisms.tiers import rules as tiers
from sim.mechanisms.use import rules as use
from sim.vocabulary import NEVER


@part
def times_dropout_ratios(w: World, i: int, ratio: float) -> float:
    """The ratio on the drop-out rate, times those of all mechanisms."""
    if w.points_on > 0:
        ratio *= points.dropout_ratio(w, i)
    if w.call_on > 0:
        ratio *= care_calls.dropout_ratio(w, i)
    if w.rows_on > 0:
        ratio *= offers.dropout_ratio(w, i)
    if w.welcome_on > 0:
        ratio *= first_order_service.dropout_ratio(w, i)
    if w.use_on > 0:
        ratio *= use.dropout_ratio(w, i)
    if w.assortment_on > 0:
        ratio *= assortment.dropout_ratio(w, i)
    return ratio


@formula
def price_off(w: World, i: int, t: float) -> float:
    """What mechanisms take off the price in a customer's mind, ratio."""
    off = 0.0
    if w.points_on > 0:
        off += points.price_off(w, i, t)
    if w.assortment_on > 0:
        off += assortment.price_off(w, i, t)
    return off


@formula
def lift(w: World, i: int) -> float:
    """Utility that our offers have for a customer beside their price, by mechanisms."""
    added = 0.0
    if w.message_on > 0:
        added += messages.lift(w, i)
    return added


@part
def inviting_odds(w: World, i: int, t: float) -> float:
    """Ratio on the odds of inviting friends, by mechanisms."""
    odds = 1.0
    if w.care_on > 0:
        odds *= chain_care.inviting_odds(w, i, t)
    return odds


@formula
def member_price(w: World, i: int, t: float) -> float:
    """What a person pays less as a member, share of the price; of several the most."""
    off = 0.0
    if w.points_on > 0:
        off = max(off, points.member_price(w, i, t))
    return off


@formula
def coupon(w: World, i: int, t: float) -> float:
    """What a valid coupon takes off, share of the price; of several the best."""
    off = 0.0
    if w.rows_on > 0:
        off = max(off, offers.coupon(w, i, t))
    return off


@formula
def bought(w: World, wanted: float, u: float) -> float:
    """What is bought where so much is wanted of an offer, currency at today's price; ``u``: a uniform number."""
    found = wanted
    if w.tiers_on > 0:
        found = tiers.bought(w, wanted, u)
    return found


@formula
def less_by_quantity(w: World, bought: float) -> float:
    """What is taken off so much of an offer, currency at today's price."""
    found = 0.0
    if w.tiers_on > 0:
        found = tiers.less_by_quantity(w, bought)
    return found


@formula
def price_by_quantity(w: World, wanted: float, u: float) -> float:
    """What is wanted costs in a customer's mind, ratio to its list price."""
    found = 1.0
    if w.tiers_on > 0:
        found = tiers.price_by_quantity(w, wanted, u)
    return found


@formula
def utility_of_places(w: World, i: int, t: float, price: float, response: float) -> float:
    """What the places to buy at add to the utility of an offer of that price, before what a place asks."""
    found = 0.0
    if w.places_on > 0:
        found = places.utility_of_places(w, i, t, price, response)
    return found


@formula
def place_taken(w: World, i: int, t: float, n: int, item: int, price: float, response: float) -> int:
    """The place at which an order of occasion ``n`` is placed, the first where there are none."""
    found = np.int64(0)
    if w.places_on > 0:
        found = places.place_taken(w, i, t, n, item, price, response)
    return found


@formula
def filled(w: World, i: int, t: float, n: int, item: int, size: float) -> tuple[float, float, float]:
    """What an order of occasion ``n`` holds that is to be worth ``size`` (currency at today's price): (its size,
    what it costs, ratio to the price, the share of that which deals on its products take off).
    """
    found = (size, 1.0, 0.0)
    if w.assortment_on > 0:
        found = assortment.filled(w, i, t, n, item, size)
    return found


@part
def at_offer(w: World, i: int) -> float:
    """The clock that tells when the next offer is due that waits for its day."""
    return offers.at_offer(w, i) if w.rows_on > 0 else np.float32(NEVER)


@part
def at_message(w: World, i: int) -> float:
    """The clock that tells when a week of messages is over."""
    return messages.at_message(w, i) if w.message_on > 0 else np.float32(NEVER)


@part
def at_welcome_over(w: World, i: int) -> float:
    """The clock that tells when the service of the first order is forgotten."""
    return first_order_service.at_welcome_over(w, i) if w.welcome_on > 0 else np.float32(NEVER)


@part
def at_review(w: World, i: int) -> float:
    """The clock that tells when the customer is reviewed next."""
    return classes.at_review(w, i) if w.classes_on > 0 else np.float32(NEVER)


@part
def at_staff(w: World, i: int) -> float:
    """The clock that tells when the next of the staff tells the person of the firm."""
    return promoters.at_staff(w, i) if w.promoters_on > 0 else np.float32(NEVER)


@part
def at_partners(w: World, i: int) -> float:
    """The clock that tells when the next of the partners tells the person of the firm."""
    return promoters.at_partners(w, i) if w.promoters_on > 0 else np.float32(NEVER)


@part
def at_seed(w: World, i: int) -> float:
    """The clock that tells when the product is given to the person."""
    return seeding.at_seed(w, i) if w.seeding_on > 0 else np.float32(NEVER)


@part
def begin_fields(w: World, i: int) -> None:
    """What is kept of person ``i`` begins."""
    m = more(w, i)
    m.at_tier = NEVER
    m.at_call = NEVER
    m.at_call_fades = NEVER
    m.coupon_until = -1.0
    m.talked_at = -1.0
    m.message_due = NEVER
    m.welcome_until = NEVER
    m.next_review = NEVER
    m.staff_next = NEVER
    m.partners_next = NEVER
    m.seed_at = NEVER


@part
def soonest_of_mechanisms(w: World, i: int) -> float:
    """The earliest of the mechanisms' clocks, days."""
    m = more(w, i)
    soonest = np.float32(NEVER)
    soonest = min(soonest, m.at_tier)
    soonest = min(soonest, m.at_call)
    soonest = min(soonest, m.at_call_fades)
    soonest = min(soonest, at_offer(w, i))
    soonest = min(soonest, at_message(w, i))
    soonest = min(soonest, at_welcome_over(w, i))
    soonest = min(soonest, at_review(w, i))
    soonest = min(soonest, at_staff(w, i))
    soonest = min(soonest, at_partners(w, i))
    soonest = min(soonest, at_seed(w, i))
    return soonest
