"""What messages do to the choice of who gets them."""

from __future__ import annotations

import numpy as np

from sim.core.ground.jit import formula, part
from sim.core.ground.memory import more
from sim.core.ground.types import World
from sim.mechanisms.classes.rules import is_for
from sim.vocabulary import NEVER

WEEK = 7.0
"""Days from one week of messages to the next."""


@formula
def lift(w: World, i: int) -> float:
    """Utility that messages add to our offers."""
    m = more(w, i)
    return w.message_lift if m.message_due < NEVER and is_for(w.message_who, np.int64(m.value_class)) else 0.0


@part
def at_message(w: World, i: int) -> float:
    """When a week of messages is over; NEVER if never."""
    return more(w, i).message_due
