"""First orders of a market day by day: a mean field of who does not know us, who does, and who is on the own list."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

Array = np.ndarray


class Field(NamedTuple):
    """A market: of each class the ``share`` of people, the ``hazard`` [class, day] of becoming aware and the rates of
    joining the own list (``joins`` [class]) and of ordering (``buy`` [class]) of who is reached, per day.

    Who is reached forgets at the rate ``fade``; who joined orders and leaves as
    ``ordering`` and ``leaving`` [day since] say, and does not join again. ``accepting`` [day since]: invitations of a
    customer that are taken up; ``invited`` [day]: those of others, per person. At time 0 the shares ``reached``,
    ``retained`` and ``customers``.
    """

    share: Array
    hazard: Array
    joins: Array
    buy: Array
    fade: float
    ordering: Array
    leaving: Array
    accepting: Array
    invited: Array
    reached: float = 0.0
    retained: float = 0.0
    customers: float = 0.0


def first_orders(fields: Sequence[Field]) -> Array:
    """First orders per person of each market, float64 [market, day], in steps of a day. All have as many classes and
    days."""
    count, (classes, days) = len(fields), fields[0].hazard.shape
    share, joins, buy = (np.stack([getattr(one, key) for one in fields]) for key in ("share", "joins", "buy"))
    fade, at_first, listed, customers = (
        np.array([getattr(one, key) for one in fields], float)[:, None]
        for key in ("fade", "reached", "retained", "customers")
    )
    # columns: has never left the own list, has left it (and does not join again)
    unaware, known = np.zeros((count, classes, 2)), np.zeros((count, classes, 2))
    unaware[..., 0], known[..., 0] = 1.0 - at_first - listed - customers, at_first
    joined = np.zeros((count, classes, days + 1))
    joined[..., 0] = listed
    bought = np.zeros((count, days))
    # by days ago, the longest first
    ago = np.stack([np.stack([one.leaving, one.ordering], axis=1)[::-1] for one in fields])
    back = np.stack([one.accepting[::-1] for one in fields])
    others = np.stack([one.invited for one in fields])
    becoming = np.stack([-np.expm1(-one.hazard.T) for one in fields])[..., None]
    out = np.stack([fade + joins + buy, np.broadcast_to(fade + buy, joins.shape)], axis=-1)
    gone = -np.expm1(-out) / np.maximum(out, 1e-300)
    fade, buy = fade[..., None], buy[..., None]
    for day in range(days):
        aware = unaware * becoming[:, day]
        left = known * gone
        ordered, joining = left * buy, left[..., 0] * joins
        faded = left * fade
        ending = joined[..., : day + 1] @ ago[:, days - 1 - day :]
        bought[:, day] = (share * (ordered.sum(-1) + ending[..., 1])).sum(-1)
        unaware = unaware - aware + faded
        unaware[..., 1] += ending[..., 0]
        known = known + aware - faded - ordered
        known[..., 0] -= joining
        # invitations taken up, per person who is on no list of ours
        accepted = (bought[:, : day + 1] * back[:, days - 1 - day :]).sum(-1) + others[:, day]
        joined[..., day + 1] = joining + accepted[:, None] * (unaware + known).sum(-1)
        stay = 1.0 - accepted[:, None, None]
        unaware, known = unaware * stay, known * stay
    return bought
