"""Friends who stay hold each other (Van den Bulte et al. 2018)."""

from __future__ import annotations

import numpy as np

from sim.core.ground.arithmetic import either
from sim.core.ground.jit import formula, part
from sim.core.ground.memory import more
from sim.core.ground.types import World


@formula
def friends_matter(w: World) -> bool:
    """They do."""
    return w.referred_ratio != 1.0


@formula
def inviter_is(w: World, i: int, customer: bool) -> None:
    """Who invited this customer is one, or no longer."""
    more(w, i).friend_active = np.uint8(customer)


@part
def dropout_ratio(w: World, i: int) -> float:
    """Ratio on the drop-out rate: that of a referred customer while who invited is one."""
    return either(more(w, i).friend_active != 0, w.referred_ratio)
