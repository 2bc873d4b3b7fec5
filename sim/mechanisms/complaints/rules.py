"""What an open ticket does to who stays."""

from __future__ import annotations

from sim.core.ground.arithmetic import either
from sim.core.ground.jit import part
from sim.core.ground.memory import more
from sim.core.ground.types import World


@part
def dropout_ratio(w: World, i: int) -> float:
    """Ratio on the drop-out rate: that of who waits for a solution."""
    return either(more(w, i).open > 0, w.complaint_dropout)
