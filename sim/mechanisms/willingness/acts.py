"""What somebody is willing to pay is theirs from the beginning."""

from __future__ import annotations

from sim.core.ground.draws import quantile, uniform
from sim.core.ground.jit import formula
from sim.core.ground.memory import more
from sim.core.ground.state import WILLINGNESS_TABLE
from sim.core.ground.types import World
from sim.vocabulary import Decision


@formula
def born(w: World, i: int, t: float) -> None:
    """The quantile of the market's law."""
    more(w, i).willingness = quantile(w, WILLINGNESS_TABLE, uniform(w.key, Decision.WILLINGNESS, i, 0, 0))
