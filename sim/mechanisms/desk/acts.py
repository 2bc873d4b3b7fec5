"""A question comes up."""

from __future__ import annotations

import numpy as np

from sim.core.ground.jit import formula
from sim.core.ground.memory import more
from sim.core.ground.types import World
from sim.core.verbs.service import ask
from sim.mechanisms.desk.rules import life_begins
from sim.vocabulary import Ask


@formula
def at_question(w: World, i: int, t: float) -> None:
    """One of those that come with being a customer; another one follows."""
    m = more(w, i)
    index = np.int64(m.questions)
    m.questions += np.uint16(1)
    ask(w, i, t, Ask.ROUTINE, index)
    life_begins(w, i, t)
