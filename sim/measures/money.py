"""The profit and loss account of a run, and what of it was spent on winning customers."""

from __future__ import annotations

import numpy as np
import pandas as pd

from sim.engine import Ledger
from sim.plan import Plan
from sim.vocabulary import MICRO, Account

REWARDS = (Account.REWARD_REFERRER, Account.REWARD_FRIEND)
"""What the referral programme pays."""

WINNING = (*REWARDS, Account.NURTURE)
"""What winning customers costs beside media."""


def money(plan: Plan, ledger: Ledger) -> np.ndarray:
    """Micro-units on every account by day, the firm's own costs included: int64 [day, account]."""
    sums = ledger.sums.sum(axis=1)
    sums[:, Account.MEDIA] -= plan.media.sum(axis=0)
    sums[:, Account.FIXED] -= plan.fixed
    return sums


def totals(plan: Plan, ledger: Ledger) -> dict[str, float]:
    """The lines of the profit and loss account for the people simulated, currency; costs are positive."""
    total = money(plan, ledger).sum(axis=0) / MICRO
    goods = total[[Account.REVENUE, Account.GOODS, Account.FULFILMENT, Account.FIRST_ORDER_COST]].sum()
    service = goods + total[Account.SERVICE]
    rewards = total[list(REWARDS)].sum()
    marketing = rewards + total[[Account.NURTURE, Account.MEDIA, Account.WINBACK]].sum()
    return {
        "revenue": float(total[Account.REVENUE]),
        "contribution_1": float(goods),
        "contribution_2": float(service),
        "contribution_3": float(service + marketing),
        "profit": float(service + marketing + total[Account.FIXED]),
        "marketing": -float(marketing),
        "media": -float(total[Account.MEDIA]),
        "rewards": -float(rewards),
        "nurture": -float(total[Account.NURTURE]),
    }


def accounts(plan: Plan, ledger: Ledger) -> pd.DataFrame:
    """The profit and loss of the horizon, scaled to the market: columns account, value (costs negative)."""
    total = money(plan, ledger).sum(axis=0) / MICRO * plan.scale
    return pd.DataFrame({"account": [a.name.lower() for a in Account], "value": total})
