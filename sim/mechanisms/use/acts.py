"""Who would use features."""

from __future__ import annotations

import numpy as np

from sim.core.ground.draws import uniform
from sim.core.ground.jit import formula
from sim.core.ground.memory import more
from sim.core.ground.types import World
from sim.vocabulary import Decision


@formula
def born(w: World, i: int, t: float) -> None:
    """Somebody begins."""
    more(w, i).uses = np.uint8(uniform(w.key, Decision.USES_FEATURES, i, 0, 0) < w.use_share)
