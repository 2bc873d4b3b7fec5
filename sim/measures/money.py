"""The profit and loss account of a run, and what of it was spent on winning customers."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
import pandas as pd

from sim.accounts import ADVERTISING, NET_REVENUE, NURTURING, OVERHEAD, RETURNING, REWARDS, SELLING, SERVING
from sim.engine import Ledger
from sim.measures.labels import labelled, texts
from sim.plan import Plan
from sim.vocabulary import MICRO, Account


def money(plan: Plan, ledger: Ledger) -> np.ndarray:
    """Micro-units on every account by day, the firm's own costs included: int64 [day, account]."""
    sums = ledger.sums.sum(axis=1)
    sums[:, Account.MEDIA] -= plan.media.sum(axis=0)
    sums[:, Account.CREATIVE] -= plan.creative.sum(axis=0)
    sums[:, Account.FIXED] -= plan.fixed
    if plan.places:
        sums[:, [Account.RENT, Account.HOST]] -= plan.place_costs.sum(axis=1)
    if plan.behaviour["promoters_on"][0]:
        sums[:, Account.PROMOTERS] -= plan.promoters.sum(axis=0)
    if len(plan.labour):  # the staff is paid whether or not it handles anything
        sums[:, Account.IDLE] -= plan.labour + sums[:, Account.SUPPORT]
    return sums


def totals(plan: Plan, ledger: Ledger) -> dict[str, float]:
    """The lines of the profit and loss account for the people simulated, currency; costs are positive."""
    total = money(plan, ledger).sum(axis=0) / MICRO
    revenue = total[list(NET_REVENUE)].sum()
    goods = revenue + total[list(SELLING)].sum()
    service = goods + total[[*SERVING, Account.IDLE]].sum()
    rewards, nurture = total[list(REWARDS)].sum(), total[list(NURTURING)].sum()
    advertising = total[list(ADVERTISING)].sum()
    marketing = rewards + nurture + advertising + total[list(RETURNING)].sum()
    return {
        "revenue": float(revenue),
        "contribution_1": float(goods),
        "contribution_2": float(service),
        "contribution_3": float(service + marketing),
        "profit": float(service + marketing + total[list(OVERHEAD)].sum()),
        "marketing": -float(marketing),
        "media": -float(advertising),
        **({"service_cost": float(plan.labour.sum() / MICRO)} if len(plan.labour) else {}),
        "rewards": -float(rewards),
        "nurture": -float(nurture),
    }


def winning(spent: dict[str, float]) -> float:
    """What was spent on winning customers, currency, of :func:`totals`."""
    return spent["media"] + spent["rewards"] + spent["nurture"]


def first_days(plan: Plan, ledger: Ledger, days: int) -> float:
    """Profit of the first ``days`` of the run, currency, of the people simulated."""
    return float(money(plan, ledger)[:days].sum()) / MICRO


def accounts(plan: Plan, ledger: Ledger) -> pd.DataFrame:
    """The profit and loss of the horizon, scaled to the market: columns account, value (costs negative)."""
    total = money(plan, ledger).sum(axis=0)[list(Account)] / MICRO * plan.scale
    return labelled(_labels(), total)


@lru_cache(maxsize=1)
def _labels() -> pd.DataFrame:
    return texts(tuple((account.name.lower(),) for account in Account), ("account",))
