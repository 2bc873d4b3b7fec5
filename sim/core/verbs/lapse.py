"""Lapse: drop-out, return, final loss. None of it does the firm see."""

from __future__ import annotations

import numpy as np

from sim.core.ground.clocks import timer
from sim.core.ground.jit import formula
from sim.core.ground.ledger import book, by_age, earn, move, note
from sim.core.ground.memory import more, person
from sim.core.ground.types import World
from sim.core.hooks.answers import life_begins, life_ends
from sim.core.verbs.letters import tell_contacts, tell_friends
from sim.core.verbs.loyalty import reason_of, start_dropout
from sim.core.verbs.need import next_need
from sim.core.verbs.spend import accrue
from sim.vocabulary import NEVER, Account, Curve, Decision, Event, Letter, Reason, Stage


@formula
def start_life(w: World, i: int, t: float) -> None:
    """A customer's life begins: occasions, and what may end or interrupt them."""
    next_need(w, i, t)
    start_dropout(w, i, t)
    life_begins(w, i, t)


@formula
def end_life(w: World, i: int, t: float) -> None:
    """No more occasions, no drop-out to come."""
    p = person(w, i)
    p.at_need = NEVER
    p.at_dropout = NEVER
    p.at_advance = NEVER
    life_ends(w, i)


@formula
def drop_out(w: World, i: int, t: float) -> None:
    """The customer stops buying; nobody sees it."""
    leave_for(w, i, t, reason_of(w, i, t) if w.reasons else Reason.NEED)


@formula
def leave_for(w: World, i: int, t: float, reason: int) -> None:
    """The customer drops out for a reason."""
    p = person(w, i)
    accrue(w, i, t)
    if w.extended:
        more(w, i).reason = reason
    note(w, i, t, Event.DROPPED_OUT, 0)
    by_age(w, p, t, Curve.DROPOUTS, 1)
    move(w, p, t, Stage.DROPPED_OUT)
    end_life(w, i, t)
    p.at_leave = timer(w, Decision.FINAL_LOSS, i, p.lapses, w.final_loss_rate, t)
    p.at_advance = timer(w, Decision.RETURN, i, p.lapses, w.return_rate, t)
    p.lapses += np.uint16(1)
    tell_friends(w, i, t, Letter.LEFT)
    tell_contacts(w, i, t)


@formula
def come_back(w: World, i: int, t: float, life: int) -> None:
    """A second life, AGAIN or WON_BACK, at a cost to the firm."""
    p = person(w, i)
    cost = w.return_cost
    note(w, i, t, Event.RETURNED, 0)
    by_age(w, p, t, Curve.RETURNS, 1)
    move(w, p, t, Stage.CUSTOMER)
    book(w, p, t, Account.WINBACK, -cost)
    earn(w, p, t, -cost)
    if w.extended:
        more(w, i).life = np.uint8(life)
    start_life(w, i, t)
    tell_friends(w, i, t, Letter.BACK)


@formula
def be_lost(w: World, i: int, t: float) -> None:
    """Gone for good, from being a customer or from having dropped out."""
    p = person(w, i)
    left = p.stage == Stage.CUSTOMER
    if left:
        accrue(w, i, t)
        by_age(w, p, t, Curve.DROPOUTS, 1)
    note(w, i, t, Event.LOST, 0)
    move(w, p, t, Stage.LOST)
    p.at_leave = NEVER
    end_life(w, i, t)
    if left:
        tell_friends(w, i, t, Letter.LEFT)
        tell_contacts(w, i, t)
