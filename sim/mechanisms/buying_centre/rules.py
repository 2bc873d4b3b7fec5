"""Who of a firm objects, and how long they take."""

from __future__ import annotations

import numpy as np

from sim.core.ground.arithmetic import exp
from sim.core.ground.draws import uniform
from sim.core.ground.jit import formula
from sim.core.ground.memory import common, more, person
from sim.core.ground.normal import normal_score
from sim.core.ground.types import World
from sim.vocabulary import Decision


@formula
def decides_later(w: World, i: int) -> bool:
    """Whether several people decide."""
    return common(w, person(w, i).cell).firm > 0.0


@formula
def decides(w: World, i: int) -> bool:
    """Whether the next occasion is that of the latest wish of a firm: not a new one, but the decision."""
    wished = more(w, i).wished_on
    return wished > 0 and wished == person(w, i).needs


@formula
def had_searched(w: World, i: int) -> bool:
    """Whether that wish came by way of a medium that waits for such people."""
    return more(w, i).searched > 0


@formula
def objecting(w: World, i: int, first: int, people: int, chance: float) -> int:
    """How many object of so many ``people`` of a buying centre, the ``first`` one on."""
    many = 0
    for place in range(first, first + people):
        many += uniform(w.key, Decision.SCEPTIC, i, place, 0) < chance
    return many


@formula
def doubt(w: World, i: int, worked_on: bool) -> float:
    """Utility that all who object add to our offers, none where one person decides; fewer do where the firm that sells
    has worked on them."""
    if not decides_later(w, i):
        return 0.0
    place = np.int64(w.centre_users)
    many = objecting(w, i, 0, place, w.doubts_users if worked_on else w.sceptic)
    many += objecting(w, i, place, w.centre_technicians, w.doubts_technicians if worked_on else w.sceptic)
    place += w.centre_technicians
    many += objecting(w, i, place, w.centre_buyers, w.doubts_buyers if worked_on else w.sceptic)
    place += w.centre_buyers
    many += objecting(w, i, place, w.centre_bosses, w.doubts_bosses if worked_on else w.sceptic)
    return w.sceptic_utility * many


@formula
def cycle(w: World, i: int) -> float:
    """Days from the wish of the present occasion to the decision."""
    score = normal_score(uniform(w.key, Decision.CYCLE, i, person(w, i).needs, 0))
    return w.cycle_days * exp(w.cycle_spread * score)
