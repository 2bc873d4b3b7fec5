"""What the loop tells the mechanisms. Written by `make generate` of the folders of sim.mechanisms."""

from __future__ import annotations

from sim.core.ground.jit import formula
from sim.core.ground.memory import more
from sim.core.ground.types import World
from sim.core.hooks.answers import at_incentive, at_message, at_partners, at_review, at_seed, at_staff, at_welcome_over
from sim.mechanisms.assortment import acts as assortment
from sim.mechanisms.buying_centre import acts as buying_centre
from sim.mechanisms.care_calls import acts as care_calls
from sim.mechanisms.chain_care import acts as chain_care
from sim.mechanisms.classes import acts as classes
from sim.mechanisms.community import acts as community
from sim.mechanisms.desk import acts as desk
from sim.mechanisms.discretion import acts as discretion
from sim.mechanisms.first_order_service import acts as first_order_service
from sim.mechanisms.free_tier import acts as free_tier
from sim.mechanisms.hunters import acts as hunters
from sim.mechanisms.incentives import acts as incentives
from sim.mechanisms.messages import acts as messages
from sim.mechanisms.news import acts as news
from sim.mechanisms.pauses import acts as pauses
from sim.mechanisms.points import acts as points
from sim.mechanisms.promoters import acts as promoters
from sim.mechanisms.seeding import acts as seeding
from sim.mechanisms.silence import acts as silence
from sim.mechanisms.trial import acts as trial
from sim.mechanisms.use import acts as use
from sim.mechanisms.willingness import acts as willingness


@formula
def born(w: World, i: int, t: float) -> None:
    """Somebody begins, and enters the market at ``t``; clocks may be set."""
    if w.promoters_on > 0:
        promoters.born(w, i, t)
    if w.seeding_on > 0:
        seeding.born(w, i, t)
    if w.use_on > 0:
        use.born(w, i, t)
    if w.assortment_on > 0:
        assortment.born(w, i, t)
    if w.rule > 0:
        willingness.born(w, i, t)


@formula
def order_kept(w: World, i: int, t: float, at: int, n: int, paid: int) -> None:
    """An order of occasion ``n`` for which ``paid`` micro-units are due, and which is not sent back.

    ``at``: the place of the customer's present span of age.
    """
    if w.points_on > 0:
        points.order_kept(w, i, t, at, n, paid)
    if w.call_on > 0:
        care_calls.order_kept(w, i, t, at, n, paid)
    if w.welcome_on > 0:
        first_order_service.order_kept(w, i, t, at, n, paid)
    if w.classes_on > 0:
        classes.order_kept(w, i, t, at, n, paid)
    if w.promoters_on > 0:
        promoters.order_kept(w, i, t, at, n, paid)


@formula
def ordered(w: World, i: int, t: float, less: int) -> None:
    """An order, kept or not; a coupon took ``less`` micro-units off it."""
    if w.label_days > 0:
        silence.ordered(w, i, t, less)
    if w.incentives_on > 0:
        incentives.ordered(w, i, t, less)
    if w.message_on > 0:
        messages.ordered(w, i, t, less)


@formula
def friend_won(w: World, i: int, t: float) -> None:
    """An invited friend has placed a first order, as one hears."""
    if w.letters > 0:
        news.friend_won(w, i, t)
    if w.points_on > 0:
        points.friend_won(w, i, t)
    if w.incentives_on > 0:
        incentives.friend_won(w, i, t)
    if w.care_on > 0:
        chain_care.friend_won(w, i, t)


@formula
def ticket_solved(w: World, i: int, t: float, index: int, item: int) -> None:
    """A ticket of the customer is solved; ``index`` and ``item`` are its address."""
    if w.discretion_on > 0:
        discretion.ticket_solved(w, i, t, index, item)


@formula
def becomes_customer(w: World, i: int, t: float) -> None:
    """A first order has been placed; life as a customer is about to begin."""
    if w.community_on > 0:
        community.becomes_customer(w, i, t)
    if w.hunters_on > 0:
        hunters.becomes_customer(w, i, t)


@formula
def tries(w: World, i: int, t: float) -> None:
    """Somebody begins to use the product without paying."""
    if w.trial_days > 0:
        trial.tries(w, i, t)
    if w.free_on > 0:
        free_tier.tries(w, i, t)


@formula
def tried(w: World, i: int, t: float) -> None:
    """Somebody ends that, and does not pay."""
    if w.trial_days > 0:
        trial.tried(w, i, t)


@formula
def wished(w: World, i: int, t: float, searched: bool) -> None:
    """Somebody who decides later would take an offer of ours."""
    if w.centre_on > 0:
        buying_centre.wished(w, i, t, searched)


@formula
def decided(w: World, i: int, t: float, won: bool) -> None:
    """The decision, for us or against us."""
    if w.centre_on > 0:
        buying_centre.decided(w, i, t, won)


@formula
def silent(w: World, i: int, t: float) -> None:
    """The firm calls the customer lapsed."""
    if w.incentives_on > 0:
        incentives.silent(w, i, t)
    if w.message_on > 0:
        messages.silent(w, i, t)


@formula
def horizon(w: World, i: int, t: float) -> None:
    """The run ends."""
    if w.points_on > 0:
        points.horizon(w, i, t)


@formula
def known_before(w: World, i: int, t: float, silent: float) -> None:
    """Somebody begins who has ordered before, the last time ``silent`` days ago."""
    if w.label_days > 0:
        silence.known_before(w, i, t, silent)
    if w.incentives_on > 0:
        incentives.known_before(w, i, t, silent)
    if w.message_on > 0:
        messages.known_before(w, i, t, silent)


@formula
def clock_fires(w: World, i: int, t: float, soonest: float) -> None:
    """The clock of a mechanism fires, the one that shows ``soonest``."""
    m = more(w, i)
    if m.at_silence == soonest:
        silence.at_silence(w, i, t)
        silent(w, i, t)
    elif m.at_question == soonest:
        desk.at_question(w, i, t)
    elif m.at_pause == soonest:
        pauses.at_pause(w, i, t)
    elif m.at_tier == soonest:
        points.at_tier(w, i, t)
    elif m.at_call == soonest:
        care_calls.at_call(w, i, t)
    elif m.at_call_fades == soonest:
        care_calls.at_call_fades(w, i, t)
    elif at_incentive(w, i) == soonest:
        incentives.at_incentive(w, i, t)
    elif at_message(w, i) == soonest:
        messages.at_message(w, i, t)
    elif at_welcome_over(w, i) == soonest:
        first_order_service.at_welcome_over(w, i, t)
    elif at_review(w, i) == soonest:
        classes.at_review(w, i, t)
    elif at_staff(w, i) == soonest:
        promoters.at_staff(w, i, t)
    elif at_partners(w, i) == soonest:
        promoters.at_partners(w, i, t)
    elif at_seed(w, i) == soonest:
        seeding.at_seed(w, i, t)
