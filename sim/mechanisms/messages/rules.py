"""What messages do to the choice of who gets them."""

from __future__ import annotations

from sim.core.ground.jit import formula
from sim.core.ground.memory import more
from sim.core.ground.types import World
from sim.vocabulary import NEVER

WEEK = 7.0
"""Days from one week of messages to the next."""


@formula
def lift(w: World, i: int) -> float:
    """Utility that messages add to our offers."""
    return w.message_lift if more(w, i).at_message < NEVER else 0.0
