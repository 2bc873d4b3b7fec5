"""People on the own list of a market, as a mean field."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import ArrayLike

from scenarios.lowering.media import WEEK
from sim.closed_forms.own_list import list_paths

if TYPE_CHECKING:
    from scenarios.market import Market


def on_list(market: Market, days: int, touches_per_week: float, need: ArrayLike = 1.0) -> tuple[np.ndarray, np.ndarray]:
    """Of those who joined: the shares that order and that leave, by day since joining, float64 [day] both.

    ``need``: ratio on their occasions; of several, [..., 1], both [..., day].
    """
    retain, rates = market.retain, market.need
    return list_paths(
        days,
        touches_per_week / WEEK,
        retain.touch_memory.value,
        rates.prospect_rate.value * rates.level.value * np.asarray(need, float),
        market.choice.share_retained.value,
        retain.nurture_effect.value,
        retain.unsubscribe_rate.value,
        retain.unsubscribe_fatigue.value,
        retain.unsubscribe_bound.value,
    )
