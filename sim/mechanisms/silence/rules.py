"""How long the firm waits until it calls a silent customer lapsed."""

from __future__ import annotations

from sim.core.ground.jit import formula
from sim.core.ground.memory import more
from sim.core.ground.types import World


@formula
def patience_of_firm(multiple: float, days: float, first: float, last: float, orders: int) -> float:
    """Days of silence after which a customer counts as lapsed: a multiple of the own mean gap, at least ``days``."""
    gap = (last - first) / (orders - 1) if orders > 1 else 0.0
    return max(multiple * gap, days)


@formula
def life_begins(w: World, i: int, t: float) -> None:
    """The firm waits for an order."""
    more(w, i).at_silence = t + w.label_days
