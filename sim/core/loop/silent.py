"""The firm calls a customer lapsed: an event of its own, from which offers may follow."""

from __future__ import annotations

from sim.core.ground.jit import formula
from sim.core.ground.ledger import note
from sim.core.ground.memory import more
from sim.core.ground.types import World
from sim.core.hooks.acts import silent
from sim.vocabulary import NEVER, Event


@formula
def fall_silent(w: World, i: int, t: float) -> None:
    """Nothing was heard of the customer for so long that the firm calls it lapsed; some are merely slow."""
    note(w, i, t, Event.LABELLED, 0)
    more(w, i).at_silence = NEVER
    silent(w, i, t)
