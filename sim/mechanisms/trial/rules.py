"""When somebody on the list tries the product, and which trial it is."""

from __future__ import annotations

import numpy as np

from sim.core.ground.clocks import timer_on
from sim.core.ground.jit import formula
from sim.core.ground.memory import more, person
from sim.core.ground.state import TRIAL_RATE
from sim.core.ground.types import World
from sim.vocabulary import Decision


@formula
def joins_list(w: World, i: int, t: float) -> None:
    """Who has not tried the product may do so."""
    p = person(w, i)
    if more(w, i).trials == 0:
        p.at_advance = timer_on(w, p.cell, TRIAL_RATE, Decision.TRIAL, i, p.candidate, t)


@formula
def turn_of_trial(w: World, i: int) -> int:
    """Which trial it is."""
    return np.int64(more(w, i).trials)
