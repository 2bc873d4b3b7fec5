"""Draws dealt ahead: what the next occasions of many people will ask of chance, eight people at a time.

A number depends on its address alone, so drawing it early changes nothing but the time it takes: processors work on
eight addresses as fast as on one. Each occasion asks for the gap to the next one and for the choice; a customer who
buys gets a seat, for whom what orders ask for is dealt as well. All else is drawn as asked.
"""

from __future__ import annotations

import numpy as np

from sim.core.ground.batch import (
    FIRST,
    NOTHING,
    OPEN,
    OVER,
    REPEAT,
    decided,
    fetch_inbox,
    fetch_rest,
    fetch_targets,
    hand,
    kind,
    occasion,
    seat,
    set_in_line,
    set_kind,
    set_occasion,
    set_seat,
    set_turn,
    turn,
)
from sim.core.ground.draws import threshold, uniform
from sim.core.ground.jit import formula, part
from sim.core.ground.memory import person
from sim.core.ground.normal import TAILS, normal_score
from sim.core.ground.simd import EIGHT_PEOPLE, gaps_and_marks, gaps_into, pairs, scores
from sim.core.ground.state import HANDS, TURNS
from sim.core.ground.types import World
from sim.vocabulary import Decision, Stage

GAP, CHOICE, SPEND, SHARE, BASKET, RETURNED, EXPERIENCE, TROUBLE = range(8)
SURVEY, TELL, REDEEM, STOCK, WINDOW, FEELING, AHEAD = range(8, HANDS)
"""What is dealt. Already thresholds are the gap to the next occasion and the one from the start of the next window;
a logit is the choice; the feeling is the normal score of the experience, where that is not in the tails. What lies
ahead are the gaps behind eight occasions of one person."""


@formula
def look_ahead(w: World, called: int, day: int) -> None:
    """See which of those who are due have an occasion today, as customers or not; ask memory for what others need."""
    end = np.float32(day + 1.0)
    for k in range(called):
        i = turn(w, k)
        p = person(w, i)
        set_occasion(w, k, np.int64(p.needs) if p.at_need < end else np.int64(-1))
        set_kind(w, k, REPEAT if p.stage == Stage.CUSTOMER else FIRST)
        if p.at_reach < end:
            fetch_targets(w, i)
        if p.inbox >= 0:
            fetch_inbox(w, p.inbox)


@formula
def anybody_chooses(w: World, k: int) -> bool:
    """Whether any of the people whose turns are ``k`` to ``k`` + 7 has an occasion."""
    latest = np.int64(-1)
    for j in range(k, k + EIGHT_PEOPLE):
        latest = max(latest, occasion(w, j))
    return latest >= 0


@formula
def deal_choices(w: World, called: int) -> None:
    """Draw what the first ``called`` people whose turn it is decide by, and when they have an occasion next."""
    for k in range(0, called, EIGHT_PEOPLE):
        if anybody_chooses(w, k):
            gaps_and_marks(w, GAP, CHOICE, k)
            gaps_into(w, WINDOW, k)


@formula
def take_seats(w: World, called: int) -> int:
    """Whoever buys, or may, takes the next seat at the places from TURNS on; returns the end of these."""
    end = np.int64(TURNS)
    for k in range(called):
        what = decided(w, k)
        fetch_rest(w, turn(w, k), what != OVER)
        buys = (what > NOTHING) | ((what == OPEN) & (occasion(w, k) >= 0) & (kind(w, k) == REPEAT))
        set_turn(w, end, turn(w, k))
        set_occasion(w, end, occasion(w, k))
        set_in_line(w, end, k)
        set_seat(w, k, end if buys else np.int64(-1))
        end += buys
    return end


@formula
def deal_orders(w: World, called: int) -> int:
    """Draw what their orders ask for; returns the end of the seats taken."""
    end = take_seats(w, called)
    for k in range(TURNS, end, EIGHT_PEOPLE):
        pairs(w, SPEND, SHARE, k, Decision.SPEND_REPEAT, 0)
        if w.categories > 1 or w.return_share > 0.0 or w.places_on > 0:
            pairs(w, BASKET, RETURNED, k, Decision.BASKET, REPEAT)
        if w.satisfaction_on:
            pairs(w, EXPERIENCE, TELL, k, Decision.EXPERIENCE, REPEAT)
            if w.satisfaction_noise > 0.0:
                scores(w, FEELING, EXPERIENCE, k)
        if w.survey_share > 0.0 or (w.desks > 0 and w.trouble_share > 0.0):
            pairs(w, TROUBLE, SURVEY, k, Decision.TROUBLE, REPEAT)
        if w.points_on or w.stock_effect > 0.0:
            pairs(w, REDEEM, STOCK, k, Decision.REDEEM, REPEAT)
    return end


@formula
def next_turn(w: World, k: int) -> int:
    """It is the turn of the ``k``-th of those called; returns who that is."""
    w.hand = k
    w.seat = seat(w, k)
    return turn(w, k)


@formula
def has_mark(w: World, customer: bool, n: int) -> bool:
    """Whether gap and choice of occasion ``n``, as a customer or not, of whose turn it is have been dealt."""
    return n == occasion(w, w.hand) and customer == (kind(w, w.hand) == REPEAT)


@formula
def drawn_for(w: World, lane: int, decision: int, i: int, n: int, item: int, repeat: bool) -> float:
    """The uniform number of an address of person ``i``, whose turn it is; of a ``repeat`` order it may be dealt."""
    if repeat and w.seat >= 0 and n == occasion(w, w.seat):
        return hand(w, lane, w.seat)
    return uniform(w.key, decision, i, n, item)


@part
def score_for(w: World, i: int, n: int, item: int) -> float:
    """The normal score of an experience; that of a repeat order may be dealt."""
    u = drawn_for(w, EXPERIENCE, Decision.EXPERIENCE, i, n, item, item == REPEAT)
    if item == REPEAT and w.seat >= 0 and n == occasion(w, w.seat) and abs(u - 0.5) <= TAILS:
        return hand(w, FEELING, w.seat)
    return normal_score(u)


@formula
def next_gap(w: World, i: int, customer: bool, n: int) -> float:
    """Operational time from occasion ``n`` to the next, where gaps are exponential."""
    if has_mark(w, customer, n):
        return hand(w, GAP, w.hand)
    return threshold(w.key, Decision.NEED_REPEAT if customer else Decision.NEED_FIRST, i, n, 0)


@formula
def gap_into(w: World, i: int, customer: bool, n: int) -> float:
    """The same from the start of the window after that of occasion ``n`` to the first occasion in it."""
    if has_mark(w, customer, n):
        return hand(w, WINDOW, w.hand)
    n = ((n >> 16) + 1) << 16
    return threshold(w.key, Decision.NEED_REPEAT if customer else Decision.NEED_FIRST, i, n, 0)
