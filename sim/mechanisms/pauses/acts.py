"""Demand goes to sleep, or wakes up."""

from __future__ import annotations

import numpy as np

from sim.core.ground.jit import formula
from sim.core.ground.ledger import note
from sim.core.ground.memory import more, person
from sim.core.ground.types import World
from sim.core.verbs.need import next_need
from sim.mechanisms.pauses.rules import set_pause
from sim.vocabulary import NEVER, Event


@formula
def at_pause(w: World, i: int, t: float) -> None:
    """Active and dormant spells in turn (Schweidel & Knox 2013)."""
    m = more(w, i)
    m.pauses += np.uint16(1)
    if m.dormant:
        m.dormant = 0
        note(w, i, t, Event.RESUMED, 0)
        next_need(w, i, t)
    else:
        m.dormant = 1
        note(w, i, t, Event.PAUSED, 0)
        person(w, i).at_need = NEVER
    set_pause(w, i, t)
