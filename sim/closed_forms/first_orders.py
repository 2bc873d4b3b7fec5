"""First orders of a market day by day: a mean field of those who do not know us, who do, and who are on our list."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

Array = np.ndarray


def first_orders(
    share: Array,
    hazard: Array,
    joins: ArrayLike,
    fade: float,
    buy: float,
    ordering: Array,
    leaving: Array,
    accepting: Array,
    invited: ArrayLike = 0.0,
    reached: float = 0.0,
    retained: float = 0.0,
    customers: float = 0.0,
) -> Array:
    """First orders per person of the market, float64 [day], in steps of a day.

    Of each class: ``share`` of people, ``hazard`` [class, day] of becoming aware and the rate ``joins`` of joining the
    owned channel, per day. Who is reached forgets at the rate ``fade`` and orders at the rate ``buy``; who joined
    orders and leaves as ``ordering`` and ``leaving`` [day since] say, and does not join again. ``accepting`` [day
    since]: invitations of a customer that are taken up; ``invited`` [day]: those of others, per person. At time 0 the
    shares ``reached``, ``retained`` and ``customers``.
    """
    classes, days = hazard.shape
    # columns: has never left the owned channel, has left it (and does not join again)
    unaware, known = np.zeros((classes, 2)), np.zeros((classes, 2))
    unaware[:, 0], known[:, 0] = 1.0 - reached - retained - customers, reached
    joined = np.zeros((classes, days + 1))
    joined[:, 0] = retained
    bought = np.zeros(days)
    # by days ago, the longest first
    ago = np.stack([leaving, ordering], axis=1)[::-1].copy()
    back = accepting[::-1].copy()
    others = np.broadcast_to(np.asarray(invited, float), days)
    becoming = -np.expm1(-hazard.T)[:, :, None]
    joins = np.broadcast_to(np.asarray(joins, float), classes)
    out = np.stack([fade + joins + buy, np.broadcast_to(fade + buy, classes)], axis=1)
    gone = -np.expm1(-out) / np.maximum(out, 1e-300)
    for day in range(days):
        aware = unaware * becoming[day]
        left = known * gone
        ordered, joining = left * buy, left[:, 0] * joins
        faded = left * fade
        returning, listed = (joined[:, : day + 1] @ ago[days - 1 - day :]).T
        bought[day] = share @ (ordered.sum(1) + listed)
        unaware = unaware - aware + faded
        unaware[:, 1] += returning
        known = known + aware - faded - ordered
        known[:, 0] -= joining
        accepted = bought[: day + 1] @ back[days - 1 - day :] + others[day]  # per person who is on no list of ours
        joined[:, day + 1] = joining + accepted * (unaware + known).sum(1)
        unaware, known = unaware * (1 - accepted), known * (1 - accepted)
    return bought
