"""What must hold of the loyalty programme in every run: no point comes from nowhere or is gone without a trace, and the
books hold what was redeemed and what is expected to be."""

from __future__ import annotations

import numpy as np

from sim.accounts import NET_REVENUE
from sim.engine import Ledger
from sim.plan import Plan
from sim.vocabulary import NEVER, Account, Event

Faults = dict[str, np.ndarray]
"""Of each thing that never happens: where it did."""

PAID = tuple(account for account in NET_REVENUE if account != Account.POINTS)
"""What orders bring before points are used."""
MOVES = (Event.REDEEMED, Event.UPGRADED, Event.DOWNGRADED)


def faults(plan: Plan, ledger: Ledger) -> Faults:
    """What never happens, to be found nowhere."""
    if not plan.behaviour["points_on"][0]:
        return _none(ledger)
    return _balances(plan, ledger) | _days(plan, ledger) | _tier(plan, ledger)


def liability(plan: Plan, balances: np.ndarray) -> np.ndarray:
    """What balances (int64, micro-units) are expected to cost, as accrued in the books: int64."""
    return np.floor(balances * plan.behaviour["points_kept"][0] + 0.5).astype(np.int64)


def _none(ledger: Ledger) -> Faults:
    return {
        "points without a programme": ledger.programme != 0,
        "points in the books without a programme": ledger.sums[:, :, Account.POINTS] != 0,
        "points used or tiers without a programme": ledger.counts[:, :, list(MOVES)] != 0,
    }


def _balances(plan: Plan, ledger: Ledger) -> Faults:
    """Points of people, of the days, and money in the books, over the whole run."""
    issued, redeemed, expired = ledger.programme.sum(axis=0)
    balances, latest = ledger.more["points"], ledger.more["points_at"]
    booked = ledger.sums[:, :, Account.POINTS].sum()
    end = (latest + plan.behaviour["points_days"][0]).astype(np.float32)
    never_bought = ledger.people["orders"] == 0
    return {
        "points issued that were not redeemed, are not outstanding and have not lapsed": np.array(
            [issued - redeemed - expired - balances.sum()]
        ),
        "points in the books are not those redeemed and those accrued": np.array(
            [booked + redeemed + liability(plan, balances).sum()]
        ),
        "fewer points than none": balances < 0,
        "points of people who never bought": (balances > 0) & never_bought,
        "points that should have lapsed": (balances > 0) & (end < plan.days),
    }


def _days(plan: Plan, ledger: Ledger) -> Faults:
    """Points day by day."""
    days, counts, sums = ledger.programme, ledger.counts.sum(axis=1), ledger.sums.sum(axis=1)
    issued, redeemed, expired = days.T
    behaviour = plan.behaviour[0]
    most = behaviour["earn_rate"] * max(1.0, *(behaviour[f"{tier}_earn"] for tier in ("tier", "second", "third")))
    orders = counts[:, [Event.FIRST_ORDER, Event.ORDERED]].sum(axis=1)
    paid = sums[:, list(PAID)].sum(axis=1)
    return {
        "points move backwards": days < 0,
        "points used or lapsed before they were issued": np.cumsum(issued - redeemed - expired) < 0,
        "points used that nobody redeemed": (redeemed > 0) != (counts[:, Event.REDEEMED] > 0),
        "more points used than was paid": redeemed > paid,
        "more points issued than orders earn": issued > most * (paid - redeemed) + orders,
        "more points taken back than lapsed": sums[:, Account.POINTS] > expired,
    }


def _tier(plan: Plan, ledger: Ledger) -> Faults:
    """The upper tiers."""
    most, until = plan.behaviour["tier_most"][0], ledger.more["at_tier"]
    up, down = (ledger.counts[:, :, event].sum() for event in (Event.UPGRADED, Event.DOWNGRADED))
    inside = until < NEVER
    return {
        "people in the upper tier are not those who rose and have not fallen": np.array([up - down - inside.sum()]),
        "more orders counted than the upper tier takes": ledger.more["year_orders"] > most,
        "in the upper tier beyond its time": inside & (until < plan.days),
        "in an upper tier and in none of them": inside & (ledger.more["tier"] == 0),
    }
