"""What orders and time do to points and tier.

There is one balance per customer. It lapses as a whole so many days after the latest order that counts; what has
lapsed is booked on that day, whenever it is noticed. An order that is sent back is none to the programme.

Accounting: the firm expects a part of each point to be redeemed and accrues it when the point is issued. The account
therefore holds what was redeemed and what is accrued for the balances that stand, at any time and to the unit; a
redemption books only what was not accrued, and a lapse takes back what was.
"""

from __future__ import annotations

import numpy as np

from sim.core.ground.batch import REPEAT
from sim.core.ground.jit import formula, part
from sim.core.ground.ledger import book, earn, earn_in, note, scaled
from sim.core.ground.ledger_writes import add_points
from sim.core.ground.memory import more, person
from sim.core.ground.predrawn import REDEEM, drawn_for
from sim.core.ground.types import World
from sim.core.verbs.loyalty import is_customer, reconsider_loyalty
from sim.mechanisms.points.rules import accrued, by_tier, membership_year, points_end, reached_tier, tier_of, year_ends
from sim.vocabulary import NEVER, Account, Decision, Event, Points


@formula
def points_lapse(w: World, i: int, t: float) -> None:
    """If the balance has lapsed before ``t``: book that on the day on which it did."""
    m = more(w, i)
    end = points_end(np.float64(m.points_at), w.points_days)
    if m.points == 0 or t <= end:
        return
    p = person(w, i)
    back = accrued(m.points, w.points_kept)
    add_points(w, np.int64(end), Points.EXPIRED, m.points)
    book(w, p, end, Account.POINTS, back)
    earn(w, p, end, back)
    m.points = 0


@formula
def redeemed(w: World, i: int, n: int, paid: int) -> int:
    """Points used up at the order of occasion ``n`` at which ``paid`` is due, micro-units."""
    balance = more(w, i).points
    if balance == 0 or drawn_for(w, REDEEM, Decision.REDEEM, i, n, REPEAT, True) >= w.redeem:
        return np.int64(0)
    return min(np.int64(balance), np.int64(paid))


@part
def order_kept(w: World, i: int, t: float, at: int, n: int, paid: int) -> None:
    """What an order of ``paid`` micro-units does in the programme: points used up, points earned on the rest, tier.

    ``at``: the place of the customer's present span of age.
    """
    p = person(w, i)
    m = more(w, i)
    points_lapse(w, i, t)
    day = np.int64(t)
    before = accrued(m.points, w.points_kept)
    used = redeemed(w, i, n, paid)
    if used > 0:
        note(w, i, t, Event.REDEEMED, used)
        add_points(w, day, Points.REDEEMED, used)
    rate = w.earn_rate * by_tier(tier_of(w, i), 1.0, w.tier_earn, w.second_earn, w.third_earn)
    issued = scaled(paid - used, rate)
    add_points(w, day, Points.ISSUED, issued)
    m.points += issued - used
    cost = used + accrued(m.points, w.points_kept) - before
    book(w, p, t, Account.POINTS, -cost)
    earn_in(w, p, t, at, -cost)
    if w.tier_orders > 0:
        count_for_tier(w, i, t, np.int64(1))
    m.points_at = t


@part
def friend_won(w: World, i: int, t: float) -> None:
    """A friend's first order counts as some of one's own, of who is a customer."""
    if w.friend_counts > 0 and is_customer(w, i):
        count_for_tier(w, i, t, w.friend_counts)


@part
def count_for_tier(w: World, i: int, t: float, many: int) -> None:
    """So many more orders in this membership year: enough of them bring an upper tier until the end of the next one."""
    p = person(w, i)
    m = more(w, i)
    first = np.float64(p.first_at) - np.float64(m.before)
    year = membership_year(first, t)
    if year != membership_year(first, np.float64(m.counted_at)):
        m.year_orders = 0
    m.counted_at = t
    if m.year_orders >= w.tier_most:
        return
    m.year_orders = np.uint8(min(np.int64(m.year_orders) + many, w.tier_most))
    reached = reached_tier(np.int64(m.year_orders), w.tier_orders, w.second_orders, w.third_orders)
    before = tier_of(w, i)
    if reached == 0 or reached < before:
        return
    m.tier = np.uint8(reached)
    m.at_tier = year_ends(first, year + 1)
    if reached > before:
        if before == 0:
            note(w, i, t, Event.UPGRADED, year)
        if before > 0 or reached > 1:
            note(w, i, t, Event.TIER_MOVED, reached)
        reconsider_loyalty(w, i, t)


@formula
def at_tier(w: World, i: int, t: float) -> None:
    """The upper tier is over: what the year now past has earned is the one below, or none."""
    p = person(w, i)
    m = more(w, i)
    first = np.float64(p.first_at) - np.float64(m.before)
    past = membership_year(first, t - 0.5)
    earned = np.int64(0)
    if membership_year(first, np.float64(m.counted_at)) == past:
        earned = reached_tier(np.int64(m.year_orders), w.tier_orders, w.second_orders, w.third_orders)
    if earned > 0:
        m.tier = np.uint8(earned)
        m.at_tier = year_ends(first, past + 1)
        note(w, i, t, Event.TIER_MOVED, earned)
    else:
        m.at_tier = NEVER
        note(w, i, t, Event.DOWNGRADED, 0)
    reconsider_loyalty(w, i, t)


@formula
def horizon(w: World, i: int, t: float) -> None:
    """What has lapsed by the end of the run."""
    points_lapse(w, i, t)
