"""What verbs ask of the mechanisms. Written by `make generate` of the folders of sim.mechanisms."""

from __future__ import annotations

import numpy as np

from sim.core.ground.jit import formula, part
from sim.core.ground.memory import more
from sim.core.ground.types import World
from sim.mechanisms.care_calls import rules as care_calls
from sim.mechanisms.points import rules as points
from sim.vocabulary import NEVER


@part
def times_dropout_ratios(w: World, i: int, ratio: float) -> float:
    """The ratio on the drop-out rate, times those of all mechanisms."""
    if w.points_on > 0:
        ratio *= points.dropout_ratio(w, i)
    if w.call_on > 0:
        ratio *= care_calls.dropout_ratio(w, i)
    return ratio


@formula
def price_off(w: World, i: int, t: float) -> float:
    """What mechanisms take off the price in a customer's mind, ratio."""
    off = 0.0
    if w.points_on > 0:
        off += points.price_off(w, i, t)
    return off


@part
def begin_fields(w: World, i: int) -> None:
    """What is kept of person ``i`` begins."""
    m = more(w, i)
    m.at_tier = NEVER
    m.at_call = NEVER
    m.at_call_fades = NEVER


@part
def soonest_of_mechanisms(w: World, i: int) -> float:
    """The earliest of the mechanisms' clocks, days."""
    m = more(w, i)
    soonest = np.float32(NEVER)
    soonest = min(soonest, m.at_tier)
    soonest = min(soonest, m.at_call)
    soonest = min(soonest, m.at_call_fades)
    return soonest
