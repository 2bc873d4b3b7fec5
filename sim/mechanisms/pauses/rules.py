"""When demand goes to sleep, and when it wakes up."""

from __future__ import annotations

from sim.core.ground.clocks import timer
from sim.core.ground.jit import formula
from sim.core.ground.memory import more
from sim.core.ground.state import RENEWAL
from sim.core.ground.types import World
from sim.vocabulary import NEVER, Decision


@formula
def set_pause(w: World, i: int, t: float) -> None:
    """Set when demand goes to sleep, or wakes up."""
    m = more(w, i)
    rate = w.resume_rate if m.dormant else w.pause_rate
    m.at_pause = timer(w, Decision.PAUSE, i, m.pauses, rate, t)


@formula
def life_begins(w: World, i: int, t: float) -> None:
    """Demand is awake, and may go to sleep; not under contract."""
    if w.dropout_kind != RENEWAL:
        set_pause(w, i, t)


@formula
def life_ends(w: World, i: int) -> None:
    """There is no demand that could sleep."""
    m = more(w, i)
    m.at_pause = NEVER
    m.dormant = 0
