"""What is reported of use between orders: sessions are independent of all else, so that they are known by formula."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from sim.engine import Ledger
from sim.plan import Plan
from sim.standing import standing_by_day
from sim.vocabulary import Stage

WEEK = 7.0


def rows(plan: Plan, ledger: Ledger) -> Iterator[tuple[str, str, str, float]]:
    """Use by the customers of the whole market; nothing where there is nothing to use."""
    numbers = plan.behaviour[0]
    if not numbers["use_on"]:
        return
    customers = standing_by_day(plan, ledger)[:, Stage.CUSTOMER]
    yield "sessions", "all", "", float(numbers["use_rate"] * customers.sum()) * plan.scale
    yield "active_users_week", "all", "", float(weekly(numbers["use_rate"]) * customers.mean()) * plan.scale
    here = ledger.people["stage"] == Stage.CUSTOMER
    yield "feature_use", "all", "", float(ledger.more["uses"][here].mean()) if here.any() else np.nan


def weekly(rate: float) -> float:
    """Share of customers with a session in a week, of a Poisson process at ``rate`` per day."""
    return float(-np.expm1(-WEEK * rate))
