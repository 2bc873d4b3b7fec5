"""Promoters tell people whom they know, one after the other, and are paid for who comes and orders."""

from __future__ import annotations

import numpy as np

from sim.core.ground.draws import threshold, uniform
from sim.core.ground.jit import formula
from sim.core.ground.ledger import book, note, scaled
from sim.core.ground.memory import more, person
from sim.core.ground.types import World
from sim.core.verbs.refer import is_brought, panjer
from sim.core.verbs.retain import retained
from sim.mechanisms.promoters.rules import PARTNER, STAFF
from sim.vocabulary import NEVER, Account, Decision, Event, Stage


@formula
def born(w: World, i: int, t: float) -> None:
    """A person to be won enters the market, and knows promoters or not; but for who is there to be invited."""
    start = person(w, i).start
    if start == Stage.CUSTOMER or start == Stage.DROPPED_OUT or i >= w.seeds:
        return
    next_of_staff(w, i, t)
    next_of_partners(w, i, t)


@formula
def next_of_staff(w: World, i: int, t: float) -> None:
    """The clock of the staff whom the person knows."""
    m = more(w, i)
    m.staff_next = next_word(w, i, t, STAFF, np.int64(m.staff_told), w.staff_known, w.staff_none, w.staff_rate)


@formula
def next_of_partners(w: World, i: int, t: float) -> None:
    """The clock of the partners whom the person knows."""
    m = more(w, i)
    told = np.int64(m.partners_told)
    m.partners_next = next_word(w, i, t, PARTNER, told, w.partners_known, w.partners_none, w.partners_rate)


@formula
def next_word(w: World, i: int, t: float, kind: int, told: int, known: float, none: float, rate: float) -> float:
    """When the first of those known who have not yet ``told`` does, each at ``rate``; how many are known is Poisson."""
    left = panjer(uniform(w.key, Decision.KNOWS_PROMOTERS, i, 0, kind), none, 0.0, known) - told
    if left <= 0 or rate == 0.0:
        return NEVER
    return t + threshold(w.key, Decision.PROMOTER_TELLS, i, told, kind) / (left * rate)


@formula
def at_staff(w: World, i: int, t: float) -> None:
    """One of the staff tells the person."""
    m = more(w, i)
    hears(w, i, t, STAFF, np.int64(m.staff_told), Event.TOLD_BY_STAFF)
    m.staff_told += np.uint8(1)
    next_of_staff(w, i, t)


@formula
def at_partners(w: World, i: int, t: float) -> None:
    """One of the partners tells the person."""
    m = more(w, i)
    hears(w, i, t, PARTNER, np.int64(m.partners_told), Event.TOLD_BY_PARTNER)
    m.partners_told += np.uint8(1)
    next_of_partners(w, i, t)


@formula
def hears(w: World, i: int, t: float, kind: int, told: int, event: int) -> None:
    """Who is on no list of ours, has not left it, and has not bought may join it."""
    p = person(w, i)
    joins = (p.stage == Stage.UNAWARE or p.stage == Stage.REACHED) and p.opted_out == 0
    joins = joins and uniform(w.key, Decision.PROMOTER_CONVINCES, i, told, kind) < w.promoter_joins
    note(w, i, t, event, np.int64(joins))
    if not joins:
        return
    is_brought(w, i, t)
    more(w, i).promoter = np.uint8(kind)
    note(w, i, t, Event.OPTED_IN, 0)
    retained(w, i, t)


@formula
def order_kept(w: World, i: int, t: float, at: int, n: int, paid: int) -> None:
    """The first order, placed from the list that a promoter has brought the person to."""
    p = person(w, i)
    by = np.int64(more(w, i).promoter)
    if by == 0 or p.orders != 1 or p.referrer >= 0 or p.stage == Stage.REACHED:
        return
    if by == STAFF:
        is_paid(w, i, t, scaled(paid, w.staff_pay), Event.WON_BY_STAFF, Account.STAFF_COMMISSION)
    else:
        is_paid(w, i, t, scaled(paid, w.partners_pay), Event.WON_BY_PARTNER, Account.PARTNER_COMMISSION)


@formula
def is_paid(w: World, i: int, t: float, commission: int, event: int, account: int) -> None:
    """The commission, a cost of winning this customer."""
    p = person(w, i)
    note(w, i, t, event, commission)
    book(w, p, t, account, -commission)
    p.spent -= commission
