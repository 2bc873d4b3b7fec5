"""Who is prone to deals (Mela, Gupta & Lehmann 1997)."""

from __future__ import annotations

import numpy as np

from sim.core.ground.clocks import faded
from sim.core.ground.jit import formula, part
from sim.core.ground.memory import more
from sim.core.ground.state import DEALS
from sim.core.ground.types import World


@formula
def proneness(w: World, i: int, t: float) -> float:
    """Deal-proneness at ``t``, 0 to 1: it fades."""
    m = more(w, i)
    deal = np.float64(m.deal)
    return 0.0 if deal == 0.0 else deal * faded(w, DEALS, t - np.float64(m.deal_at))


@part
def response_ratio(w: World, i: int, t: float) -> float:
    """Ratio on the response to prices: more of who is used to deals."""
    return 1.0 + w.deal_response * proneness(w, i, t)


@formula
def ordered_at(w: World, i: int, t: float, depth: float) -> None:
    """An order at a discount makes prone to deals, for a while."""
    if depth > 0.0:
        m = more(w, i)
        deal = proneness(w, i, t)
        m.deal = deal + w.deal_effect * depth * (1.0 - deal)
        m.deal_at = t
