"""Everybody begins: traits and first clocks by address, drawn for eight people at a time (as in predrawn)."""

from __future__ import annotations

import numpy as np

from sim.core.ground.batch import hand, set_occasion, set_turn
from sim.core.ground.clocks import level
from sim.core.ground.draws import quantile
from sim.core.ground.jit import formula, kernel
from sim.core.ground.memory import common, cumulative_share, known_customer, person, set_target
from sim.core.ground.normal import tied
from sim.core.ground.simd import EIGHT_PEOPLE, pairs, thresholds
from sim.core.ground.state import (
    CHANCE_TABLE,
    CUSTOMER_SPEND_TABLE,
    DROPOUT_TABLE,
    EXPONENTIAL,
    NEED_TABLE,
    PRICE_TABLE,
    REACH,
    TURNS,
)
from sim.core.ground.types import Person, World
from sim.core.hooks.acts import born
from sim.core.hooks.answers import begin_fields, soonest_of_mechanisms
from sim.core.verbs.reach import schedule_contact
from sim.vocabulary import NEVER, NEVER_DUE, Decision, Stage

SEGMENT, ACTIVITY, START, POTENTIAL, RECOGNISED, NEED, DROPOUT, SPEND, PRICE, ENTRY, CONTACT, REGION, PLACE = range(13)
"""What is dealt to those who begin; no more than HANDS."""


@formula
def deal_traits(w: World, called: int) -> None:
    """Draw the traits of the first ``called`` people who have turns."""
    for k in range(0, called, EIGHT_PEOPLE):
        pairs(w, SEGMENT, ACTIVITY, k, Decision.SEGMENT, 0)
        pairs(w, START, NEED, k, Decision.START, 0)
        pairs(w, DROPOUT, SPEND, k, Decision.DROPOUT_RATE, 0)
        pairs(w, PRICE, POTENTIAL, k, Decision.PRICE_RESPONSE, 0)
        if w.recognition or w.inflow:
            pairs(w, RECOGNISED, ENTRY, k, Decision.RECOGNISED, 0)
        if w.regions > 1 or w.places > 1:
            pairs(w, REGION, PLACE, k, Decision.REGION, 0)


@formula
def drawn(w: World, row: int, count: int, u: float) -> int:
    """The place among ``count`` whose share of the numbers below 1 holds ``u``."""
    place = np.int64(0)
    for before in range(count - 1):
        place += u >= cumulative_share(w, row, before)
    return place


@formula
def trait(w: World, law: int, u: float, scale: float) -> float:
    """A person's rate or sensitivity: the quantile at ``u`` of the population's law times ``scale``."""
    return quantile(w, law, u) * scale


@formula
def have_traits(w: World, i: int, k: int) -> None:
    """How often a person needs something, drops out, how much it spends, how it answers to prices."""
    p = person(w, i)
    need = hand(w, NEED, k)
    dropout = hand(w, DROPOUT, k)
    spend = hand(w, SPEND, k)
    price = hand(w, PRICE, k)
    if w.rate_spend_correlation != 0.0:  # who spends much has a low spend rate
        spend = tied(-w.rate_spend_correlation, spend, need)
    if w.price_dropout_correlation != 0.0:
        dropout = tied(w.price_dropout_correlation, dropout, price)
    ratio = common(w, p.cell)
    p.need_rate = trait(w, NEED_TABLE, need, w.customer_rate_scale * ratio.need)
    if w.dropout_kind == EXPONENTIAL:
        p.dropout = trait(w, DROPOUT_TABLE, dropout, w.dropout_rate_scale * ratio.leaving)
    else:
        p.dropout = min(trait(w, CHANCE_TABLE, dropout, ratio.leaving), 1.0)
    p.spend_rate = trait(w, CUSTOMER_SPEND_TABLE, spend, w.spend_rate_scale / ratio.spend)
    p.price_response = trait(w, PRICE_TABLE, price, w.price_response * ratio.response)


@formula
def starting_stage(w: World, u: float) -> int:
    """Where a person stands at time 0."""
    if u < w.start_customer:
        return Stage.CUSTOMER
    if u < w.start_customer + w.start_retained:
        return Stage.RETAINED
    if u < w.start_customer + w.start_retained + w.start_reached:
        return Stage.REACHED
    return Stage.UNAWARE


@formula
def to_be_won(p: Person) -> bool:
    """Whether somebody begins neither as a customer nor as a former one."""
    return p.start != Stage.CUSTOMER and p.start != Stage.DROPPED_OUT


@formula
def label(w: World, i: int, k: int, segment: int) -> int:
    """The number of segment, region and place of purchase together."""
    if w.regions == 1 and w.places == 1:
        return segment
    region = drawn(w, 2, w.regions, hand(w, REGION, k))
    place = drawn(w, 3, w.places, hand(w, PLACE, k))
    if i < w.known:
        known = known_customer(w, i)
        region = np.int64(known.region) if known.region >= 0 else region
        place = np.int64(known.place) if known.place >= 0 else place
    return (segment * w.regions + region) * w.places + place


@formula
def place_in_market(w: World, i: int, k: int) -> None:
    """The segment, where the person lives and buys, the use of media, whether the person could ever buy, and whether
    the firm recognises that."""
    p = person(w, i)
    segment = drawn(w, 0, w.segments, hand(w, SEGMENT, k))
    if i < w.known and known_customer(w, i).segment >= 0:
        segment = np.int64(known_customer(w, i).segment)
    cell = label(w, i, k, segment) * w.classes + drawn(w, 1, w.classes, hand(w, ACTIVITY, k))
    p.segment = segment
    p.start = Stage.UNAWARE
    if i < w.seeds:  # the others are there to be invited
        p.start = starting_stage(w, hand(w, START, k))
    if i < w.known:
        p.start = Stage.CUSTOMER if known_customer(w, i).alive else Stage.DROPPED_OUT
    p.potential = 1
    if w.potential_share < 1.0 and to_be_won(p):
        p.potential = np.uint8(hand(w, POTENTIAL, k) < w.potential_share)
    if w.recognition:
        share = w.recognised_true if p.potential else w.recognised_false
        cell = 2 * cell + np.int64(hand(w, RECOGNISED, k) < share)
    p.cell = cell


@formula
def have_history(w: World, i: int) -> None:
    """The traits of somebody whom the firm knows are those that the own history speaks for."""
    p = person(w, i)
    known = known_customer(w, i)
    p.need_rate = known.need_rate
    p.dropout = known.dropout
    p.spend_rate = known.spend_rate


@formula
def entry(w: World, i: int, k: int) -> float:
    """When a person enters the market."""
    return hand(w, ENTRY, k) * w.days if w.inflow and i >= w.known else 0.0


@formula
def be_born(w: World, i: int, k: int) -> None:
    """Give person ``i``, who has the ``k``-th turn, place and traits; no clock runs but that of the start."""
    p = person(w, i)
    place_in_market(w, i, k)
    have_traits(w, i, k)
    if i < w.known:
        have_history(w, i)
    p.at_reach = p.at_leave = p.at_need = p.at_dropout = p.at_advance = NEVER
    p.reached_at = p.first_at = p.second_at = NEVER
    p.touched_at = -NEVER
    p.ratio = 1.0
    p.referrer = p.inbox = -1
    if w.extended:
        begin_fields(w, i)
    if p.start != Stage.UNAWARE:
        p.at_advance = entry(w, i, k)


@formula
def anybody_to_win(w: World, first: int, called: int) -> bool:
    """Whether any of ``called`` people from ``first`` on is to be won."""
    to_win = 0
    for i in range(first, first + called):
        to_win += to_be_won(person(w, i))
    return to_win > 0


@formula
def await_contacts(w: World, first: int, called: int) -> None:
    """Set what the first contacts of ``called`` people from ``first`` on wait for, source by source.

    Nothing is written about those who begin as customers, or as former ones: memory that nobody writes to is none.
    """
    if not anybody_to_win(w, first, called):
        return
    for s in range(w.clocks):
        for k in range(0, called, EIGHT_PEOPLE):
            thresholds(w, CONTACT, k, Decision.REACH, s)
        for k in range(called):
            i = first + k
            if to_be_won(person(w, i)):
                reach = level(w, person(w, i).cell, REACH + s, entry(w, i, k)) + hand(w, CONTACT, k)
                set_target(w, i, s, reach if i < w.seeds else NEVER)


@kernel
def begin(w: World, due: np.ndarray, first: int, last: int) -> None:
    """Everybody from ``first`` up to ``last`` (excluded) begins; ``due``: int16 [person], days."""
    while first < last:
        called = min(last - first, TURNS)
        for k in range(called):
            set_turn(w, k, first + k)
            set_occasion(w, k, 0)
        deal_traits(w, called)
        for k in range(called):
            be_born(w, first + k, k)
        await_contacts(w, first, called)
        for k in range(called):
            i = first + k
            p = person(w, i)
            if to_be_won(p):
                schedule_contact(w, i, entry(w, i, k))
            soonest = min(p.at_reach, p.at_advance)
            if w.extended:
                born(w, i, entry(w, i, k))
                soonest = min(soonest, soonest_of_mechanisms(w, i))
            due[i] = np.int64(min(soonest, np.float32(NEVER_DUE)))
        first += called
