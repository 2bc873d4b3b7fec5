"""Who joins."""

from __future__ import annotations

import numpy as np

from sim.core.ground.draws import uniform
from sim.core.ground.jit import formula
from sim.core.ground.memory import lever, more, person
from sim.core.ground.types import World
from sim.vocabulary import Decision


@formula
def becomes_customer(w: World, i: int, t: float) -> None:
    """A new customer joins, or never does."""
    share = lever(w, person(w, i).cell, np.int64(t)).community
    if share > 0.0 and uniform(w.key, Decision.COMMUNITY, i, 0, 0) < share:
        more(w, i).community = 1
