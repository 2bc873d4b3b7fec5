"""What is laid in, and what it serves."""

from __future__ import annotations

import numpy as np

from sim.core.ground.batch import REPEAT
from sim.core.ground.jit import formula, part
from sim.core.ground.memory import more
from sim.core.ground.predrawn import STOCK, drawn_for
from sim.core.ground.types import World
from sim.vocabulary import Decision


@formula
def units_extra(effect: float, depth: float, most: int, u: float) -> int:
    """Units bought ahead at a discount of ``depth``: effect x depth in the mean, never more than ``most``."""
    return min(np.int64(np.floor(effect * depth + u)), most)


@formula
def bought_ahead(w: World, i: int, n: int, item: int, depth: float) -> float:
    """An order with what is bought ahead at a discount of ``depth``, ratio to the order without."""
    if w.stock_effect == 0.0 or depth <= 0.0:
        return 1.0
    u = drawn_for(w, STOCK, Decision.STOCK_UP, i, n, item, item == REPEAT)
    extra = units_extra(w.stock_effect, depth, w.stock_most, u)
    more(w, i).stock += np.uint16(extra)
    return 1.0 + extra


@formula
def laid_in(w: World, i: int, pieces: int) -> None:
    """Spare pieces of an order are there."""
    more(w, i).stock += np.uint16(pieces)


@part
def has_at_home(w: World, i: int) -> bool:
    """Whether anything is there."""
    return more(w, i).stock > 0


@formula
def used_at_home(w: World, i: int) -> None:
    """One less is."""
    more(w, i).stock -= np.uint16(1)
