"""How often a bonus hunter needs something."""

from __future__ import annotations

import numpy as np

from sim.core.ground.jit import formula
from sim.core.ground.memory import more, person
from sim.core.ground.types import World


@formula
def becomes_customer(w: World, i: int, t: float) -> None:
    """The reward is had: other occasions are rarer."""
    if more(w, i).hunter:
        p = person(w, i)
        p.need_rate = np.float64(p.need_rate) * w.hunter_need
