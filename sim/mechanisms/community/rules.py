"""What it does to be a member."""

from __future__ import annotations

from sim.core.ground.arithmetic import either
from sim.core.ground.jit import part
from sim.core.ground.memory import more
from sim.core.ground.types import World


@part
def is_member(w: World, i: int) -> bool:
    """Whether a customer has joined."""
    return more(w, i).community != 0


@part
def dropout_ratio(w: World, i: int) -> float:
    """Ratio on the drop-out rate: that of members."""
    return either(is_member(w, i), w.community_dropout)


@part
def inviting_odds(w: World, i: int, t: float) -> float:
    """Ratio on the odds of inviting friends: that of members."""
    return either(is_member(w, i), w.community_share_ratio)
