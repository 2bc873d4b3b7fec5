"""The journey in amounts of which profit is made: how many come, how long they stay, how often they order, at what."""

from __future__ import annotations

import numpy as np

from sim.accounts import ADVERTISING, NET_REVENUE, NURTURING, OVERHEAD, RETURNING, REWARDS, SELLING, SERVING
from sim.engine import Ledger
from sim.measures.money import money
from sim.plan import Plan
from sim.standing import standing_by_day
from sim.vocabulary import MICRO, Account, Event, Stage

PEOPLE = ("awakenings", "won_otherwise", "won_by_invitation", "customers_ever", "active_days", "repeat_orders")
MONEY = ("earned", "serving", "advertising", "rewarding", "messaging", "winning_back", "fixed")
AMOUNTS = (*PEOPLE, *MONEY)


def journey(plan: Plan, ledger: Ledger) -> dict[str, float]:
    """AMOUNTS, scaled to the market; ``earned`` on all orders, and what is spent, positive, currency. It holds exactly:

        profit = earned - serving - advertising - rewarding - messaging - winning_back - fixed.

    ``awakenings``: times that somebody came to know us, invitations apart; ``customers_ever``: won, or a customer at
    time 0; ``active_days``: of customers who have not dropped out, at the ends of days.
    """
    counts, people, known = ledger.counts.sum(axis=(0, 1)), ledger.people, len(plan.known)
    won = int(counts[Event.FIRST_ORDER])
    invited = int(((people["orders"] > 0) & (people["referrer"] >= 0))[known:].sum())
    total = money(plan, ledger).sum(axis=0) / MICRO
    serving = [*SERVING, Account.IDLE]
    amounts = (
        int(counts[Event.REACHED]),
        won - invited,
        invited,
        won + int((plan.known["alive"] > 0).sum()),
        int(standing_by_day(plan, ledger)[:, Stage.CUSTOMER].sum()),
        int(counts[Event.ORDERED]),
        total[[*NET_REVENUE, *SELLING]].sum(),
        *(-total[list(group)].sum() for group in (serving, ADVERTISING, REWARDS, NURTURING, RETURNING, OVERHEAD)),
    )
    return {name: float(np.float64(x) * plan.scale) for name, x in zip(AMOUNTS, amounts, strict=True)}
