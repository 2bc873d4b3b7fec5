"""Who is a bonus hunter, and how soon one leaves."""

from __future__ import annotations

import numpy as np

from sim.core.ground.arithmetic import either
from sim.core.ground.draws import uniform
from sim.core.ground.jit import formula, part
from sim.core.ground.memory import lever, more, person
from sim.core.ground.types import World
from sim.vocabulary import Decision


@formula
def takes_invitation(w: World, i: int, t: float, sender: int) -> None:
    """For the sake of the reward, or not."""
    share = lever(w, person(w, i).cell, np.int64(t)).hunter
    if share > 0.0:
        more(w, i).hunter = np.uint8(uniform(w.key, Decision.HUNTER, sender, i, 0) < share)


@formula
def leaves_list(w: World, i: int) -> None:
    """The invitation is left behind, and the reward with it."""
    more(w, i).hunter = 0


@part
def dropout_ratio(w: World, i: int) -> float:
    """Ratio on the drop-out rate: that of bonus hunters."""
    return either(more(w, i).hunter != 0, w.hunter_dropout)
