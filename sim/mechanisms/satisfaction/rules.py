"""What an experience is worth, what it moves, and what satisfaction does (Anderson 1973; Oliver 1980)."""

from __future__ import annotations

import numpy as np

from sim.core.ground.arithmetic import exp, log
from sim.core.ground.jit import formula, part
from sim.core.ground.memory import more
from sim.core.ground.types import World
from sim.vocabulary import Letter, Score


@formula
def moved_to(before: float, experience: float, weight: float) -> float:
    """Satisfaction after an experience."""
    return before + weight * (experience - before)


@formula
def patience_lost(effect: float, time: float, scale: float) -> float:
    """What waiting takes away: concave in the time."""
    return effect * log(1.0 + time / scale)


@formula
def logistic(x: float) -> float:
    """1 / (1 + e**-x)."""
    return 1.0 / (1.0 + exp(-x))


@formula
def score_of(satisfaction: float, slope: float, low: float, high: float, u: float) -> int:
    """The score a customer has in mind: ordered logit (McCullagh 1980)."""
    if u < logistic(low - slope * satisfaction):
        return Score.DETRACTOR
    if u < logistic(high - slope * satisfaction):
        return Score.PASSIVE
    return Score.PROMOTER


@formula
def mood_ratio(effect: float, satisfaction: float) -> float:
    """Ratio on the drop-out rate of a customer's satisfaction."""
    return exp(-effect * satisfaction)


@part
def dropout_ratio(w: World, i: int) -> float:
    """Ratio on the drop-out rate: that of the satisfied."""
    return mood_ratio(w.satisfaction_dropout, np.float64(more(w, i).satisfaction))


@formula
def ticket_worth(w: World, kind: int, waited: float, solving: float) -> float:
    """The experience of a ticket: being helped, the wait, the time to the solution; or having given up."""
    worth = -patience_lost(w.satisfaction_wait, waited, w.wait_scale)
    if kind == Letter.SERVED:
        worth += w.satisfaction_solved - patience_lost(w.satisfaction_solving, solving, w.solving_scale)
    elif kind == Letter.GAVE_UP:
        worth -= w.satisfaction_gave_up
    return worth
