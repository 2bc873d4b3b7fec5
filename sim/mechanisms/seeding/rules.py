"""When somebody gets the product to recommend it."""

from __future__ import annotations

from sim.core.ground.jit import part
from sim.core.ground.memory import more
from sim.core.ground.types import World


@part
def at_seed(w: World, i: int) -> float:
    """When the product is given to person ``i``; NEVER if never."""
    return more(w, i).seed_at
