"""A free user begins."""

from __future__ import annotations

from sim.core.ground.draws import uniform
from sim.core.ground.jit import formula
from sim.core.ground.memory import more
from sim.core.ground.types import World
from sim.mechanisms.free_tier.rules import set_decision
from sim.vocabulary import Decision


@formula
def tries(w: World, i: int, t: float) -> None:
    """There is no end but by a decision; some talk of us like customers."""
    set_decision(w, i, t)
    if uniform(w.key, Decision.FREE_TALKS, i, 0, 0) < w.free_talk:
        more(w, i).talks = 1
        w.joined += 1
