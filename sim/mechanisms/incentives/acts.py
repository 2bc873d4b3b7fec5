"""Incentives go out: at once where something happens that a row waits for, else when its day has come."""

from __future__ import annotations

import numpy as np

from sim.core.ground.draws import uniform
from sim.core.ground.jit import formula
from sim.core.ground.ledger import book, earn, note
from sim.core.ground.ledger_writes import add_granted
from sim.core.ground.memory import incentive, more, person
from sim.core.ground.types import Incentive, World
from sim.core.verbs.lapse import come_back
from sim.core.verbs.loyalty import reconsider_loyalty
from sim.mechanisms.incentives.rules import (
    acceptance,
    first_due,
    has_left_for,
    incentive_due,
    may_get,
    next_campaign,
    next_round,
    years_on,
)
from sim.mechanisms.satisfaction.rules import moved_to
from sim.vocabulary import WON_BACK, Account, Decision, Event, Granted, Occasion, Stage


@formula
def ordered(w: World, i: int, t: float, less: int) -> None:
    """An order uses the coupon up; incentives may follow, at once or on their day."""
    p = person(w, i)
    m = more(w, i)
    if less > 0:
        add_granted(w, np.int64(t), np.int64(m.coupon_row), Granted.REDEEMED, 1)
        add_granted(w, np.int64(t), np.int64(m.coupon_row), Granted.LESS, less)
        w.incentive_given[i, w.incentives_on] = np.uint8(1)
    m.coupon_until = -1.0
    w.incentive_due[i, w.incentives_on + 1] = t
    if w.incentives_follow == 0:
        return
    orders = np.int64(p.orders)
    for r in range(w.incentives_on):
        row = incentive(w, r)
        if row.occasion == Occasion.ORDER and (row.nth == 0 or row.nth == orders):
            comes_up(w, i, t, r)
        elif row.occasion == Occasion.SILENCE and row.days > 0.0:
            w.incentive_due[i, r + 1] = max(t + row.days, abs(incentive_due(w, i, r + 1)))
        elif orders == 1 and has_days(row):
            w.incentive_due[i, r + 1] = first_due(w, i, r, t)
    find_earliest(w, i)


@formula
def has_days(row: Incentive) -> bool:
    """Whether a row waits for days of its own, not for what the customer does."""
    return (
        row.occasion == Occasion.CAMPAIGN or row.occasion == Occasion.BIRTHDAY or row.occasion == Occasion.ANNIVERSARY
    )


@formula
def known_before(w: World, i: int, t: float, silent: float) -> None:
    """What has days of its own comes for who is known already; what waits for silence has waited since."""
    w.incentive_due[i, w.incentives_on + 1] = t - silent
    for r in range(w.incentives_on):
        row = incentive(w, r)
        if row.occasion == Occasion.SILENCE and row.days > silent:
            w.incentive_due[i, r + 1] = t + (row.days - silent)
        elif row.occasion == Occasion.ANNIVERSARY:
            w.incentive_due[i, r + 1] = next_round(row.days - np.float64(more(w, i).before), t)
        elif has_days(row):
            w.incentive_due[i, r + 1] = first_due(w, i, r, t)
    find_earliest(w, i)


@formula
def friend_won(w: World, i: int, t: float) -> None:
    """An invited friend has placed a first order."""
    friends = np.int64(more(w, i).children)
    for r in range(w.incentives_on):
        row = incentive(w, r)
        if row.occasion == Occasion.FRIEND and (row.nth == 0 or row.nth == friends):
            comes_up(w, i, t, r)
    find_earliest(w, i)


@formula
def silent(w: World, i: int, t: float) -> None:
    """The firm calls the customer lapsed."""
    for r in range(w.incentives_on):
        row = incentive(w, r)
        if row.occasion == Occasion.SILENCE and row.days == 0.0:
            comes_up(w, i, t, r)


@formula
def at_incentive(w: World, i: int, t: float) -> None:
    """The day of one row or of several has come; the lower one goes first."""
    for r in range(w.incentives_on):
        if incentive_due(w, i, r + 1) == t:
            row = incentive(w, r)
            if row.occasion == Occasion.BIRTHDAY or row.occasion == Occasion.ANNIVERSARY:
                w.incentive_due[i, r + 1] = years_on(t, row.again)
                goes_out(w, i, t, r)
            elif row.occasion == Occasion.CAMPAIGN:
                w.incentive_due[i, r + 1] = next_campaign(row.days, row.again, row.until, t)
                goes_out(w, i, t, r)
            elif goes_out(w, i, t, r):
                w.incentive_due[i, r + 1] = -(t + row.again)
            else:
                w.incentive_due[i, r + 1] = 0.0
    find_earliest(w, i)


@formula
def comes_up(w: World, i: int, t: float, r: int) -> None:
    """What row ``r`` waits for has happened: it is due after its days, or now if it may be again."""
    row = incentive(w, r)
    due = incentive_due(w, i, r + 1)
    if due > 0.0:
        return
    if row.days > 0.0:
        w.incentive_due[i, r + 1] = max(t + row.days, -due)
    elif t >= -due and goes_out(w, i, t, r) and row.again > 0.0:
        w.incentive_due[i, r + 1] = -(t + row.again)


@formula
def find_earliest(w: World, i: int) -> None:
    """Keep the earliest clock of the rows."""
    earliest = 0.0
    for r in range(w.incentives_on):
        due = incentive_due(w, i, r + 1)
        if due > 0.0 and (earliest == 0.0 or due < earliest):
            earliest = due
    w.incentive_due[i, 0] = earliest


@formula
def goes_out(w: World, i: int, t: float, r: int) -> bool:
    """The incentive of row ``r`` goes out, if the person may get it; returns whether it did.

    It costs the same whoever gets it: the firm cannot see who has dropped out. Who has takes up an incentive made for
    silence, perhaps, and no other.
    """
    if not may_get(w, i, r, t):
        return False
    p = person(w, i)
    row = incentive(w, r)
    if row.reasons > 0:
        talk(w, i, t)
        if not has_left_for(row.reasons, np.int64(p.stage), np.int64(more(w, i).reason)):
            return False
    w.incentive_given[i, r] += np.uint8(1)
    day = np.int64(t)
    add_granted(w, day, r, Granted.SENT, 1)
    add_granted(w, day, r, Granted.COST, row.cost)
    note(w, i, t, Event.GRANTED, row.number)
    book(w, p, t, Account.INCENTIVE, -row.cost)
    earn(w, p, t, -row.cost)
    if p.stage == Stage.CUSTOMER:
        is_given(w, i, t, r)
    elif p.stage == Stage.DROPPED_OUT and row.occasion == Occasion.SILENCE:
        match = w.talk_match if row.reasons > 0 else 1.0
        chance = acceptance(w.accept_return, w.accept_reason[more(w, i).reason] * match)
        if uniform(w.key, Decision.WINBACK, i, np.int64(w.incentive_given[i, r]), row.number) < chance:
            add_granted(w, day, r, Granted.RETURNED, 1)
            is_given(w, i, t, r)
            come_back(w, i, t, WON_BACK + r)
    return True


@formula
def talk(w: World, i: int, t: float) -> None:
    """The firm asks whether and why the customer has left; once for all rows of the moment."""
    p = person(w, i)
    m = more(w, i)
    if m.talked_at == np.float32(t):
        return
    m.talked_at = t
    note(w, i, t, Event.TALKED, w.talk_cost)
    book(w, p, t, Account.TALK, -w.talk_cost)
    earn(w, p, t, -w.talk_cost)


@formula
def is_given(w: World, i: int, t: float, r: int) -> None:
    """What an incentive gives: a coupon on the next order, for a while, in place of an older one; a pleasure."""
    row = incentive(w, r)
    m = more(w, i)
    if row.depth > 0.0:
        m.coupon_until = t + row.valid
        m.coupon_row = np.uint8(r)
    if row.worth != 0.0 and w.satisfaction_on:
        m.satisfaction = moved_to(np.float64(m.satisfaction), row.worth, w.satisfaction_weight)
        reconsider_loyalty(w, i, t)
