"""When the next promoter tells somebody of the firm."""

from __future__ import annotations

from sim.core.ground.jit import part
from sim.core.ground.memory import more
from sim.core.ground.types import World

STAFF, PARTNER = 1, 2
"""Who promotes the firm, as addresses and records number them."""


@part
def at_staff(w: World, i: int) -> float:
    """When the next of the staff tells person ``i``; NEVER if never."""
    return more(w, i).staff_next


@part
def at_partners(w: World, i: int) -> float:
    """When the next of the partners tells person ``i``; NEVER if never."""
    return more(w, i).partners_next
