"""Customers whom the firm has at the beginning: what is known of them, from today on."""

from __future__ import annotations

import numpy as np

from sim.core.ground.clocks import timer
from sim.core.ground.jit import formula, step
from sim.core.ground.ledger import move, note, span
from sim.core.ground.ledger_writes import add_age
from sim.core.ground.memory import known_customer, more, person
from sim.core.ground.state import RENEWAL
from sim.core.ground.types import World
from sim.core.hooks.acts import known_before
from sim.core.verbs.lapse import start_life
from sim.core.verbs.loyalty import reason_of
from sim.core.verbs.need import has_occasions, set_need
from sim.vocabulary import Curve, Decision, Event, Reason, Stage


@step
def goes_on(w: World, i: int, t: float) -> None:
    """Somebody who has ordered before is a customer, or a former one: no first order, nobody's merit of today.

    What a customer brings is counted from now on, and discounted to now.
    """
    p = person(w, i)
    known = known_customer(w, i)
    p.attributed = w.sources
    p.reached_at = p.first_at = t
    p.orders = known.orders
    if p.orders > 1:
        p.second_at = t
    w.joined += 1
    add_age(w, span(w, p, np.int64(0)), Curve.CUSTOMERS, 1)
    if known.alive:
        note(w, i, t, Event.EXISTING, np.int64(p.orders))
        move(w, p, t, Stage.CUSTOMER)
        start_life(w, i, t)
        waits_on(w, i, t)
    else:
        has_left(w, i, t)
    if w.extended:
        more(w, i).before = known.age
        known_before(w, i, t, np.float64(known.silent))


@formula
def waits_on(w: World, i: int, t: float) -> None:
    """Where the time until the next occasion, or the end of the contract, depends on how long one has waited."""
    p = person(w, i)
    first = np.float64(known_customer(w, i).first)
    if w.dropout_kind == RENEWAL:
        p.at_dropout = t + first
    elif w.regularity != 1 and p.need_rate > np.float32(0.0) and has_occasions(w, p):
        set_need(w, i, t, np.int64(1), first, np.float64(p.need_rate))


@formula
def has_left(w: World, i: int, t: float) -> None:
    """The drop-out is past; the return and the final loss are still to come."""
    p = person(w, i)
    note(w, i, t, Event.FORMER, np.int64(p.orders))
    if w.extended:
        more(w, i).reason = np.uint8(reason_of(w, i, t) if w.reasons else Reason.NEED)
    move(w, p, t, Stage.DROPPED_OUT)
    p.at_leave = timer(w, Decision.FINAL_LOSS, i, p.lapses, w.final_loss_rate, t)
    p.at_advance = timer(w, Decision.RETURN, i, p.lapses, w.return_rate, t)
    p.lapses += np.uint16(1)
