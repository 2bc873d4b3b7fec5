"""What promoters cost by the head."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from scenarios.lowering.levers import WEEK
from sim.mechanisms.promoters.lowering import MONTH

if TYPE_CHECKING:
    from scenarios.scenario import Scenario


def promoters_by_week(scenario: Scenario) -> np.ndarray:
    """What staff and partners cost by the head, currency per week, whole market: float64 [staff or partners]."""
    of = scenario.policy.referral.promoters
    return np.array([one.heads * one.cost_per_head for one in (of.staff, of.partners)]) / MONTH * WEEK
