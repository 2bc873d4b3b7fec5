"""Grief for contacts who have dropped out: one number and its moment, however many they are."""

from __future__ import annotations

import numpy as np

from sim.core.ground.arithmetic import exp
from sim.core.ground.jit import formula
from sim.core.ground.memory import more
from sim.core.ground.types import World


@formula
def grief_left(w: World, i: int, t: float) -> float:
    """The share of the grief of grief_at that is left at ``t``."""
    m = more(w, i)
    if m.grief == np.float32(0.0):
        return 0.0
    return exp(-(t - np.float64(m.grief_at)) / w.grief_days)


@formula
def grief_now(w: World, i: int, t: float) -> float:
    """Contacts who have dropped out, weighed by how long ago that was."""
    return np.float64(more(w, i).grief) * grief_left(w, i, t)


@formula
def grieved(w: World, i: int, still: float) -> float:
    """What grief has added to the exposure since grief_at, days, when the share ``still`` of it is left."""
    return w.grief_effect * np.float64(more(w, i).grief) * w.grief_days * (1.0 - still)


@formula
def keep_grief(w: World, i: int, t: float, still: float) -> None:
    """Let what is left of grief, the share ``still`` of it, count from ``t`` on."""
    m = more(w, i)
    m.grief = np.float64(m.grief) * still
    m.grief_at = t
