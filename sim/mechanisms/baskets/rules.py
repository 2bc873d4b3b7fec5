"""Who buys across categories stays longer."""

from __future__ import annotations

import numpy as np

from sim.core.ground.jit import formula, part
from sim.core.ground.memory import more
from sim.core.ground.types import World


@formula
def categories_in(subset: int) -> int:
    """How many of up to eight categories a set holds: its bits in pairs, in fours, together."""
    pairs = subset - ((subset >> 1) & 0x55)
    fours = (pairs & 0x33) + ((pairs >> 2) & 0x33)
    return (fours + (fours >> 4)) & 0x0F


@part
def dropout_ratio(w: World, i: int) -> float:
    """Ratio on the drop-out rate: that of so many categories."""
    return w.breadth_ratios[categories_in(np.int64(more(w, i).categories))]
