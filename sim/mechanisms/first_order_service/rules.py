"""What the service of a first order does to who stays."""

from __future__ import annotations

from sim.core.ground.arithmetic import either
from sim.core.ground.jit import part
from sim.core.ground.memory import more
from sim.core.ground.types import World
from sim.vocabulary import NEVER


@part
def dropout_ratio(w: World, i: int) -> float:
    """Ratio on the drop-out rate: that of who still feels how the first order was served."""
    return either(more(w, i).welcome_until < NEVER, w.welcome_dropout)


@part
def at_welcome_over(w: World, i: int) -> float:
    """When the service of the first order is forgotten; NEVER if never."""
    return more(w, i).welcome_until
