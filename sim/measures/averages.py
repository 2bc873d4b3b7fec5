"""The measures of a group of customers."""

from __future__ import annotations

import numpy as np

from sim.measures.by_age import payback
from sim.measures.censored import kaplan_meier, mean_count
from sim.measures.groups import Customers, Group, Those, followed_ages
from sim.plan import Plan
from sim.tables import FOLLOWED


def averages(plan: Plan, customers: Customers, group: Group) -> dict[str, float]:
    """The measures of a group; people and orders scaled to the market, averages not. NaN over nobody."""
    members = group.members
    realised, after = _mean(customers.realised[members]), _mean(customers.after[members])
    age = customers.age[members]
    row = {
        "customers": len(age) * plan.scale,
        "orders": float(customers.records["orders"][members].sum()) * plan.scale,
        "clv_realised": realised,
        "clv_residual": after,
        "clv": realised + after,
    }
    ages = followed_ages(plan)
    if ages:
        again = kaplan_meier(customers.repeat_age[members], age, ages)
        row |= {f"repeat_rate_{days}": float(share) for days, share in zip(ages, again, strict=True)}
    row["k_factor"], row["cycle_time"] = brought(plan, customers, members, group.friends)
    if group.gains is not None:
        row |= {f"cohort_value_{days}": float(value) for days, value in zip(ages, group.gains.by, strict=True)}
    if group.cost is not None:
        won = int(customers.won[members].sum())
        cac = float(group.cost) / won if won else np.nan
        row["cac_last_touch" if group.by == "channel" else "cac"] = cac
        row["clv_to_cac"] = row["clv"] / cac if cac > 0 else np.nan
        if group.gains is not None:
            row["payback_days"] = payback(plan, group.gains, cac)
    return row


def brought(plan: Plan, customers: Customers, members: Those, friends: Those) -> tuple[float, float]:
    """New customers that one of ``members`` brings within the window, and the mean of the referrer's age at their first
    order, days; corrected for those not followed so long. ``friends``: those of the referred whom members brought."""
    return mean_count(customers.parent_age[friends], customers.age[members], window(plan))


def window(plan: Plan) -> float:
    """Days for which what a customer brings is counted."""
    return float(min(FOLLOWED, plan.days // 2))


def _mean(values: np.ndarray) -> float:
    return float(values.mean()) if len(values) else np.nan
