"""A trial begins, and ends without an order."""

from __future__ import annotations

import numpy as np

from sim.core.ground.jit import formula
from sim.core.ground.ledger import move, note
from sim.core.ground.memory import more, person
from sim.core.ground.types import World
from sim.core.verbs.retain import retained
from sim.core.verbs.spend import accrue
from sim.vocabulary import NEVER, Event, Stage


@formula
def tries(w: World, i: int, t: float) -> None:
    """Use the product without paying, for a while; the decision to pay comes at the end."""
    p = person(w, i)
    accrue(w, i, t)
    note(w, i, t, Event.TRIAL_STARTED, 0)
    move(w, p, t, Stage.TRIAL)
    more(w, i).trials += np.uint8(1)
    p.at_advance = NEVER
    p.at_need = NEVER
    p.at_leave = t + w.trial_days


@formula
def tried(w: World, i: int, t: float) -> None:
    """It is over: back to the list."""
    accrue(w, i, t)
    note(w, i, t, Event.TRIAL_ENDED, 0)
    retained(w, i, t)
