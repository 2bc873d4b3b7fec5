"""Which orders come back."""

from __future__ import annotations

import numpy as np

from sim.core.ground.batch import REPEAT
from sim.core.ground.jit import formula
from sim.core.ground.memory import place_row, place_terms
from sim.core.ground.predrawn import RETURNED, drawn_for
from sim.core.ground.types import World
from sim.vocabulary import Decision


@formula
def sent_back(w: World, i: int, t: float, n: int, item: int, place: int) -> bool:
    """Whether the goods of an order, placed at a ``place``, come back."""
    share = w.return_share
    if w.places_on > 0:
        share += place_terms(w, place_row(w, np.int64(t)), place).more_returns
    if share == 0.0:
        return False
    return drawn_for(w, RETURNED, Decision.GOODS_RETURNED, i, n, item, item == REPEAT) < share
