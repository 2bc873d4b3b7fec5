"""What calls will cost beyond the horizon."""

from __future__ import annotations

import numpy as np

from sim.plan import Plan
from sim.vocabulary import MICRO


def cost_by_day(plan: Plan, people: np.ndarray, more: np.ndarray | None, orders: np.ndarray) -> np.ndarray:
    """Cost of calls a day, currency, float64 [person]; ``orders`` a day. A call waits ``call_after`` days, then the
    next order, at a constant rate, brings the next one."""
    del people
    b = plan.behaviour[0]
    if not b["call_on"] or more is None:
        return np.zeros_like(orders)
    kept = orders * (1.0 - b["return_share"])
    called = (int(b["call_who"]) >> more["value_class"].astype(np.int64)) & 1
    return np.asarray(called * b["call_cost"] / MICRO * kept / (1.0 + kept * b["call_after"]))
