"""What reviews of classes will cost beyond the horizon, of who is still a customer."""

from __future__ import annotations

import numpy as np

from sim.plan import Plan
from sim.vocabulary import MICRO


def cost_by_day(plan: Plan, people: np.ndarray, more: np.ndarray | None, orders: np.ndarray) -> np.ndarray:
    """Cost of reviews a day, currency, float64 [person]."""
    del people, more  # everybody is reviewed alike
    b = plan.behaviour[0]
    return np.full(len(orders), b["class_cost"] / MICRO / b["class_days"] if b["classes_on"] else 0.0)
