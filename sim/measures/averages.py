"""The measures of a group of customers."""

from __future__ import annotations

import numpy as np

from sim.measures.by_age import cohort_value, payback
from sim.measures.censored import kaplan_meier, mean_count
from sim.measures.groups import Customers, Group
from sim.plan import Plan
from sim.tables import AGES, FOLLOWED


def averages(plan: Plan, customers: Customers, group: Group) -> dict[str, float]:
    """The measures of a group; people and orders scaled to the market, averages not. NaN over nobody."""
    mask = group.members
    realised, after = _mean(customers.realised[mask]), _mean(customers.after[mask])
    row = {
        "customers": int(np.count_nonzero(mask)) * plan.scale,
        "orders": float(customers.records["orders"][mask].sum()) * plan.scale,
        "clv_realised": realised,
        "clv_residual": after,
        "clv": realised + after,
    }
    ages = [age for age in AGES if age < plan.days]
    if ages:
        again = kaplan_meier(customers.repeat_age[mask], customers.age[mask], ages)
        row |= {f"repeat_rate_{age}": float(share) for age, share in zip(ages, again, strict=True)}
    row["k_factor"], row["cycle_time"] = brought(plan, customers, mask)
    if group.ages is not None:
        row |= {f"cohort_value_{age}": cohort_value(plan, group.ages, age) for age in ages}
    if group.cost is not None:
        won = int(customers.won[mask].sum())
        cac = float(group.cost) / won if won else np.nan
        row["cac_last_touch" if group.by == "channel" else "cac"] = cac
        row["clv_to_cac"] = row["clv"] / cac if cac > 0 else np.nan
        if group.ages is not None:
            row["payback_days"] = payback(plan, group.ages, cac)
    return row


def brought(plan: Plan, customers: Customers, mask: np.ndarray) -> tuple[float, float]:
    """New customers that one of ``mask`` (bool [customer]) brings within the window, and the mean of the
    referrer's age at their first order, days; corrected for those not followed so long."""
    return mean_count(customers.parent_age[mask[customers.parent]], customers.age[mask], window(plan))


def window(plan: Plan) -> float:
    """Days for which what a customer brings is counted."""
    return float(min(FOLLOWED, plan.days // 2))


def _mean(values: np.ndarray) -> float:
    return float(values.mean()) if len(values) else np.nan
