"""People in the owned channel of a market, as a mean field."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from scenarios.lowering.media import WEEK
from sim.closed_forms.owned import owned_paths

if TYPE_CHECKING:
    from scenarios.market import Market


def on_list(market: Market, days: int, touches_per_week: float) -> tuple[np.ndarray, np.ndarray]:
    """Of those who joined: the shares that order and that leave, by day since joining, float64 [day] both."""
    retain, need = market.retain, market.need
    return owned_paths(
        days,
        touches_per_week / WEEK,
        retain.touch_memory.value,
        need.prospect_rate.value * need.level.value,
        market.choice.share_retained.value,
        retain.nurture_effect.value,
        retain.unsubscribe_rate.value,
        retain.unsubscribe_fatigue.value,
        retain.unsubscribe_bound.value,
    )
