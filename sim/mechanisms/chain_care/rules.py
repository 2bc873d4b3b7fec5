"""What a thank-you does to who invites friends."""

from __future__ import annotations

from sim.core.ground.arithmetic import either
from sim.core.ground.jit import part
from sim.core.ground.memory import more
from sim.core.ground.types import World


@part
def inviting_odds(w: World, i: int, t: float) -> float:
    """Ratio on the odds of inviting friends: that of who still feels a thank-you."""
    return either(t < more(w, i).care_until, w.care_odds)
