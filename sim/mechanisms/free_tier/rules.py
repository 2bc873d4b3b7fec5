"""When a free user decides, and whether one stays who does not pay."""

from __future__ import annotations

import numpy as np

from sim.core.ground.clocks import timer
from sim.core.ground.draws import uniform
from sim.core.ground.jit import formula
from sim.core.ground.memory import more, person
from sim.core.ground.types import World
from sim.vocabulary import Decision


@formula
def set_decision(w: World, i: int, t: float) -> None:
    """The next moment at which a free user decides whether to pay, to stay or to leave."""
    person(w, i).at_leave = timer(w, Decision.FREE_TURN, i, np.int64(more(w, i).free_turns), w.free_rate, t)


@formula
def turn_of_trial(w: World, i: int) -> int:
    """One more decision."""
    m = more(w, i)
    m.free_turns += np.uint16(1)
    return np.int64(m.free_turns)


@formula
def goes_on_trying(w: World, i: int, t: float) -> bool:
    """Whether who does not pay stays, until the next decision."""
    turn = np.int64(more(w, i).free_turns)
    if uniform(w.key, Decision.FREE_LEAVES, i, turn, 0) < w.free_leave:
        return False
    set_decision(w, i, t)
    return True


@formula
def is_heard_of(w: World, i: int) -> bool:
    """Whether the user counts in word of mouth."""
    return more(w, i).talks != 0
