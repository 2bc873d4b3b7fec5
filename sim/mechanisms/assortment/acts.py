"""How broadly somebody buys."""

from __future__ import annotations

from sim.core.ground.draws import uniform
from sim.core.ground.jit import formula
from sim.core.ground.memory import more
from sim.core.ground.normal import normal_score
from sim.core.ground.types import World
from sim.vocabulary import Decision


@formula
def born(w: World, i: int, t: float) -> None:
    """Somebody begins."""
    if w.breadth_spread > 0.0:
        more(w, i).breadth = w.breadth_spread * normal_score(uniform(w.key, Decision.BREADTH, i, 0, 0))
