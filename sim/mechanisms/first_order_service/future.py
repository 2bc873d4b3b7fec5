"""What the service of first orders does beyond the horizon: nothing; what is left of it then is left out."""

from __future__ import annotations

import numpy as np

from sim.plan import Plan
from sim.vocabulary import NEVER


def ratio_without(plan: Plan, ratio: np.ndarray, more: np.ndarray) -> np.ndarray:
    """``ratio`` on the drop-out rate, once it is forgotten: float64 [person]."""
    own = plan.behaviour["welcome_dropout"][0]
    if not plan.behaviour["welcome_on"][0] or own <= 0.0:
        return ratio
    return np.where(more["welcome_until"] < NEVER, ratio / own, ratio)
