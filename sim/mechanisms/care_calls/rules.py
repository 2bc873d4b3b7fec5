"""What a call does to who stays."""

from __future__ import annotations

from sim.core.ground.arithmetic import either
from sim.core.ground.jit import part
from sim.core.ground.memory import more
from sim.core.ground.types import World
from sim.vocabulary import NEVER


@part
def dropout_ratio(w: World, i: int) -> float:
    """Ratio on the drop-out rate: that of who still feels a call."""
    return either(more(w, i).at_call_fades < NEVER, w.call_dropout)
