"""What verbs ask of the mechanisms, and tell them. Written by `make generate` of the folders of sim.mechanisms."""

from __future__ import annotations

import numpy as np

from sim.core.ground.jit import formula, part
from sim.core.ground.memory import more
from sim.core.ground.types import World
from sim.mechanisms.assortment import rules as assortment
from sim.mechanisms.baskets import rules as baskets
from sim.mechanisms.bonds import rules as bonds
from sim.mechanisms.buying_centre import rules as buying_centre
from sim.mechanisms.care_calls import rules as care_calls
from sim.mechanisms.chain_care import rules as chain_care
from sim.mechanisms.cheats import rules as cheats
from sim.mechanisms.classes import rules as classes
from sim.mechanisms.community import rules as community
from sim.mechanisms.complaints import rules as complaints
from sim.mechanisms.deal_habit import rules as deal_habit
from sim.mechanisms.desk import rules as desk
from sim.mechanisms.first_order_service import rules as first_order_service
from sim.mechanisms.free_tier import rules as free_tier
from sim.mechanisms.hunters import rules as hunters
from sim.mechanisms.incentives import rules as incentives
from sim.mechanisms.messages import rules as messages
from sim.mechanisms.pauses import rules as pauses
from sim.mechanisms.places import rules as places
from sim.mechanisms.points import rules as points
from sim.mechanisms.promoters import rules as promoters
from sim.mechanisms.quantity_discount import rules as quantity_discount
from sim.mechanisms.reference_price import rules as reference_price
from sim.mechanisms.returns import rules as returns
from sim.mechanisms.satisfaction import rules as satisfaction
from sim.mechanisms.second_life import rules as second_life
from sim.mechanisms.seeding import rules as seeding
from sim.mechanisms.silence import rules as silence
from sim.mechanisms.stock import rules as stock
from sim.mechanisms.trial import rules as trial
from sim.mechanisms.use import rules as use
from sim.vocabulary import NEVER


@part
def dropout_ratio(w: World, i: int, known: float) -> float:
    """The ratio ``known`` on the drop-out rate, times those of all mechanisms."""
    if w.community_on > 0:
        known = known * community.dropout_ratio(w, i)
    if w.bonds_on > 0:
        known = known * bonds.dropout_ratio(w, i)
    if w.hunters_on > 0:
        known = known * hunters.dropout_ratio(w, i)
    if w.complaints_on > 0:
        known = known * complaints.dropout_ratio(w, i)
    if w.points_on > 0:
        known = known * points.dropout_ratio(w, i)
    if w.call_on > 0:
        known = known * care_calls.dropout_ratio(w, i)
    if w.incentives_on > 0:
        known = known * incentives.dropout_ratio(w, i)
    if w.welcome_on > 0:
        known = known * first_order_service.dropout_ratio(w, i)
    if w.use_on > 0:
        known = known * use.dropout_ratio(w, i)
    if w.assortment_on > 0:
        known = known * assortment.dropout_ratio(w, i)
    if w.second_life_on > 0:
        known = known * second_life.dropout_ratio(w, i)
    if w.categories > 0:
        known = known * baskets.dropout_ratio(w, i)
    if w.satisfaction_on > 0:
        known = known * satisfaction.dropout_ratio(w, i)
    return known


@formula
def price_off(w: World, i: int, t: float) -> float:
    """What mechanisms take off the price in a customer's mind, ratio."""
    known = 0.0
    if w.points_on > 0:
        known = known + points.price_off(w, i, t)
    if w.assortment_on > 0:
        known = known + assortment.price_off(w, i, t)
    return known


@formula
def lift(w: World, i: int) -> float:
    """Utility that our offers have for a customer beside their price, by mechanisms."""
    known = 0.0
    if w.message_on > 0:
        known = known + messages.lift(w, i)
    return known


@part
def inviting_odds(w: World, i: int, t: float, known: float) -> float:
    """The ratio ``known`` on the odds of inviting friends, times those of all mechanisms."""
    if w.community_on > 0:
        known = known * community.inviting_odds(w, i, t)
    if w.care_on > 0:
        known = known * chain_care.inviting_odds(w, i, t)
    return known


@formula
def member_price(w: World, i: int, t: float) -> float:
    """What a person pays less as a member, share of the price; of several the most."""
    known = 0.0
    if w.points_on > 0:
        known = max(known, points.member_price(w, i, t))
    return known


@formula
def coupon(w: World, i: int, t: float) -> float:
    """What a valid coupon takes off, share of the price; of several the best."""
    known = 0.0
    if w.incentives_on > 0:
        known = max(known, incentives.coupon(w, i, t))
    return known


@formula
def bought(w: World, wanted: float, u: float) -> float:
    """What is bought where so much is wanted of an offer, currency at today's price; ``u``: a uniform number."""
    known = wanted
    if w.price_breaks > 0:
        known = quantity_discount.bought(w, wanted, u)
    return known


@formula
def less_by_quantity(w: World, bought: float) -> float:
    """What is taken off so much of an offer, currency at today's price."""
    known = 0.0
    if w.price_breaks > 0:
        known = quantity_discount.less_by_quantity(w, bought)
    return known


@formula
def price_by_quantity(w: World, wanted: float, u: float) -> float:
    """What is wanted costs in a customer's mind, ratio to its list price."""
    known = 1.0
    if w.price_breaks > 0:
        known = quantity_discount.price_by_quantity(w, wanted, u)
    return known


@formula
def utility_of_places(w: World, i: int, t: float, price: float, response: float) -> float:
    """What the places to buy at add to the utility of an offer of that price, before what a place asks."""
    known = 0.0
    if w.places_on > 0:
        known = places.utility_of_places(w, i, t, price, response)
    return known


@formula
def place_taken(w: World, i: int, t: float, n: int, item: int, price: float, response: float) -> int:
    """The place at which an order of occasion ``n`` is placed, the first where there are none."""
    known = np.int64(0)
    if w.places_on > 0:
        known = places.place_taken(w, i, t, n, item, price, response)
    return known


@formula
def filled(w: World, i: int, t: float, n: int, item: int, size: float) -> tuple[float, float, float]:
    """What an order of occasion ``n`` holds that is to be worth ``size`` (currency at today's price): (its size,
    what it costs, ratio to the price, the share of that which deals on its products take off).
    """
    known = (size, 1.0, 0.0)
    if w.assortment_on > 0:
        known = assortment.filled(w, i, t, n, item, size)
    return known


@formula
def bought_ahead(w: World, i: int, n: int, item: int, depth: float) -> float:
    """An order with what is bought ahead at a discount of ``depth``, ratio to the order without."""
    known = 1.0
    if w.stores > 0:
        known = stock.bought_ahead(w, i, n, item, depth)
    return known


@part
def has_at_home(w: World, i: int) -> bool:
    """Whether what is at home serves the next occasion."""
    known = False
    if w.stores > 0:
        known = known or stock.has_at_home(w, i)
    return known


@formula
def sent_back(w: World, i: int, t: float, n: int, item: int, place: int) -> bool:
    """Whether the goods of an order, placed at a ``place``, come back."""
    known = False
    if w.returns_on > 0:
        known = known or returns.sent_back(w, i, t, n, item, place)
    return known


@formula
def decides_later(w: World, i: int) -> bool:
    """Whether somebody who would take an offer decides later."""
    known = False
    if w.centre_on > 0:
        known = known or buying_centre.decides_later(w, i)
    return known


@formula
def decides(w: World, i: int) -> bool:
    """Whether the next occasion is that of an offer wished for before: the decision."""
    known = False
    if w.centre_on > 0:
        known = known or buying_centre.decides(w, i)
    return known


@formula
def had_searched(w: World, i: int) -> bool:
    """Whether that wish came by way of a medium that waits for such people."""
    known = False
    if w.centre_on > 0:
        known = known or buying_centre.had_searched(w, i)
    return known


@formula
def doubt(w: World, i: int, worked_on: bool) -> float:
    """Utility that those who decide together add to our offers; ``worked_on``: whether the firm that sells did
    something about them.
    """
    known = 0.0
    if w.centre_on > 0:
        known = known + buying_centre.doubt(w, i, worked_on)
    return known


@part
def response_ratio(w: World, i: int, t: float, known: float) -> float:
    """The response ``known`` to prices, times the ratios of all mechanisms."""
    if w.deal_effect > 0:
        known = known * deal_habit.response_ratio(w, i, t)
    return known


@part
def utility_of_reference(w: World, i: int, price: float) -> float:
    """Utility of a price beside the price that one is used to."""
    known = 0.0
    if w.reference_gain > 0:
        known = known + reference_price.utility_of_reference(w, i, price)
    return known


@formula
def remembers_prices(w: World) -> bool:
    """Whether people get used to prices that they see."""
    known = False
    if w.reference_gain > 0:
        known = known or reference_price.remembers_prices(w)
    return known


@formula
def turn_of_trial(w: World, i: int) -> int:
    """Which trial, or decision of a free user, comes to its end: one more of the latter is counted."""
    known = np.int64(0)
    if w.trial_days > 0:
        known = trial.turn_of_trial(w, i)
    if w.free_on > 0:
        known = free_tier.turn_of_trial(w, i)
    return known


@formula
def goes_on_trying(w: World, i: int, t: float) -> bool:
    """Whether who does not pay goes on using the product."""
    known = False
    if w.free_on > 0:
        known = known or free_tier.goes_on_trying(w, i, t)
    return known


@formula
def is_heard_of(w: World, i: int) -> bool:
    """Whether somebody counts in word of mouth already."""
    known = False
    if w.free_on > 0:
        known = known or free_tier.is_heard_of(w, i)
    return known


@formula
def is_member(w: World, i: int) -> bool:
    """Whether a customer is a member who costs something by the day."""
    known = False
    if w.community_on > 0:
        known = known or community.is_member(w, i)
    return known


@formula
def is_cheated(w: World, i: int, t: float, turn: int) -> bool:
    """Whether the invitation to the friend whose ``turn`` it is goes to an account of one's own."""
    known = False
    if w.cheats_on > 0:
        known = known or cheats.is_cheated(w, i, t, turn)
    return known


@formula
def taken_for_cheat(w: World, i: int) -> bool:
    """Whether a friend who was invited is taken for a cheat."""
    known = False
    if w.cheats_on > 0:
        known = known or cheats.taken_for_cheat(w, i)
    return known


@formula
def friends_matter(w: World) -> bool:
    """Whether it means something to a friend that who invited is a customer."""
    known = False
    if w.bonds_on > 0:
        known = known or bonds.friends_matter(w)
    return known


@formula
def joins_list(w: World, i: int, t: float) -> None:
    """Somebody has joined the own list."""
    if w.trial_days > 0:
        trial.joins_list(w, i, t)


@formula
def sees_price(w: World, i: int, price: float) -> None:
    """Somebody sees the price of an offer, ratio to today's."""
    if w.reference_gain > 0:
        reference_price.sees_price(w, i, price)


@formula
def ordered_at(w: World, i: int, t: float, depth: float) -> None:
    """An order at a discount of ``depth``, share of the price, 0 for none."""
    if w.deal_effect > 0:
        deal_habit.ordered_at(w, i, t, depth)


@formula
def life_begins(w: World, i: int, t: float) -> None:
    """A customer's life begins, the first one or another."""
    if w.label_days > 0:
        silence.life_begins(w, i, t)
    if w.desks > 0:
        desk.life_begins(w, i, t)
    if w.pause_rate > 0:
        pauses.life_begins(w, i, t)


@formula
def life_ends(w: World, i: int) -> None:
    """It ends."""
    if w.desks > 0:
        desk.life_ends(w, i)
    if w.pause_rate > 0:
        pauses.life_ends(w, i)


@formula
def used_at_home(w: World, i: int) -> None:
    """An occasion is served by what is at home."""
    if w.stores > 0:
        stock.used_at_home(w, i)


@formula
def laid_in(w: World, i: int, pieces: int) -> None:
    """Spare pieces of an order are laid in, which serve so many occasions."""
    if w.stores > 0:
        stock.laid_in(w, i, pieces)


@formula
def takes_invitation(w: World, i: int, t: float, sender: int) -> None:
    """Somebody takes up an invitation."""
    if w.hunters_on > 0:
        hunters.takes_invitation(w, i, t, sender)


@formula
def leaves_list(w: World, i: int) -> None:
    """Somebody leaves the own list, and with it the invitation that led there."""
    if w.hunters_on > 0:
        hunters.leaves_list(w, i)


@formula
def inviter_is(w: World, i: int, customer: bool) -> None:
    """Whether who invited this customer is one, as is known now."""
    if w.bonds_on > 0:
        bonds.inviter_is(w, i, customer)


@part
def at_incentive(w: World, i: int) -> float:
    """The clock that tells when the next incentive is due that waits for its day."""
    return incentives.at_incentive(w, i) if w.incentives_on > 0 else np.float32(NEVER)


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
    m.at_silence = NEVER
    m.at_question = NEVER
    m.at_pause = NEVER
    m.reference = 1.0
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
    soonest = min(soonest, m.at_silence)
    soonest = min(soonest, m.at_question)
    soonest = min(soonest, m.at_pause)
    soonest = min(soonest, m.at_tier)
    soonest = min(soonest, m.at_call)
    soonest = min(soonest, m.at_call_fades)
    soonest = min(soonest, at_incentive(w, i))
    soonest = min(soonest, at_message(w, i))
    soonest = min(soonest, at_welcome_over(w, i))
    soonest = min(soonest, at_review(w, i))
    soonest = min(soonest, at_staff(w, i))
    soonest = min(soonest, at_partners(w, i))
    soonest = min(soonest, at_seed(w, i))
    return soonest
