"""Lapse: the latent drop-out, return, and final loss. (That a customer "lapsed" is a label the firm gives to
silence; it is no state here.)"""

from __future__ import annotations

from typing import Any

import numpy as np

from sim.core.clocks import after, used
from sim.core.draws import threshold
from sim.core.jit import formula
from sim.core.ledger import book, by_age, earn, move, note
from sim.core.memory import person
from sim.core.need import next_need
from sim.core.spend import accrue
from sim.vocabulary import NEVER, Account, Curve, Decision, Event, Stage


@formula
def start_dropout(w: Any, i: int, t: float) -> None:
    """Start the clocks that end a customer's life: drop-out at the own rate, loss at the common one."""
    p = person(w, i)
    p.residual = threshold(w.key, Decision.DROPOUT, i, p.lapses, 0)
    p.residual_since = t
    p.sharer_until = -1.0
    p.at_dropout = after(p.residual, p.dropout_rate, t)
    p.at_leave = after(threshold(w.key, Decision.CUSTOMER_LOSS, i, p.lapses, 0), w.customer_loss_rate, t)
    p.at_advance = NEVER


@formula
def change_dropout(w: Any, i: int, t: float, ratio_before: float, ratio_now: float) -> None:
    """The drop-out rate changes at ``t``: use up what has passed, keep the rest of the threshold."""
    p = person(w, i)
    p.residual = max(p.residual - used(p.dropout_rate * ratio_before, p.residual_since, t), 0.0)
    p.residual_since = t
    p.at_dropout = after(p.residual, p.dropout_rate * ratio_now, t)


@formula
def recommend_effect(w: Any, i: int, t: float) -> None:
    """Having recommended us makes a customer more loyal for a while (ratio below 1)."""
    p = person(w, i)
    if w.sharer_ratio == 1.0:
        return
    if p.sharer_until < 0.0:
        change_dropout(w, i, t, 1.0, w.sharer_ratio)
    p.sharer_until = t + w.sharer_days
    p.at_advance = p.sharer_until


@formula
def recommend_effect_ends(w: Any, i: int, t: float) -> None:
    """The effect of having recommended us is over."""
    p = person(w, i)
    change_dropout(w, i, t, w.sharer_ratio, 1.0)
    p.sharer_until = -1.0
    p.at_advance = NEVER


@formula
def drop_out(w: Any, i: int, t: float) -> None:
    """The customer stops buying; nobody sees it."""
    p = person(w, i)
    accrue(w, p, t)
    note(w, i, t, Event.DROPPED_OUT, 0)
    by_age(w, p, t, Curve.DROPOUTS, 1)
    move(w, p, t, Stage.DROPPED_OUT)
    p.at_need = NEVER
    p.at_dropout = NEVER
    p.at_leave = after(threshold(w.key, Decision.FINAL_LOSS, i, p.lapses, 0), w.final_loss_rate, t)
    p.at_advance = after(threshold(w.key, Decision.RETURN, i, p.lapses, 0), w.return_rate, t)
    p.lapses += np.uint16(1)


@formula
def come_back(w: Any, i: int, t: float) -> None:
    """A second life, at a cost to the firm."""
    p = person(w, i)
    cost = w.return_cost
    note(w, i, t, Event.RETURNED, 0)
    by_age(w, p, t, Curve.RETURNS, 1)
    move(w, p, t, Stage.CUSTOMER)
    p.accrued_to = t
    book(w, p, t, Account.WINBACK, -cost)
    earn(w, p, t, -cost)
    next_need(w, i, t)
    start_dropout(w, i, t)


@formula
def be_lost(w: Any, i: int, t: float) -> None:
    """Gone for good, from being a customer or from having dropped out."""
    p = person(w, i)
    if p.stage == Stage.CUSTOMER:
        accrue(w, p, t)
        by_age(w, p, t, Curve.DROPOUTS, 1)
    note(w, i, t, Event.LOST, 0)
    move(w, p, t, Stage.LOST)
    p.at_leave = NEVER
    p.at_advance = NEVER
    p.at_need = NEVER
    p.at_dropout = NEVER
