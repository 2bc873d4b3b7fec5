"""How long the next life lasts."""

from __future__ import annotations

from sim.core.ground.arithmetic import either
from sim.core.ground.jit import part
from sim.core.ground.memory import more
from sim.core.ground.types import World
from sim.vocabulary import AGAIN


@part
def dropout_ratio(w: World, i: int) -> float:
    """Ratio on the drop-out rate: that of who has come back unasked."""
    return either(more(w, i).life == AGAIN, w.second_life)
