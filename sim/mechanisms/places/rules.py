"""Where a customer buys: a nested logit over the places that are open (McFadden 1978)."""

from __future__ import annotations

import numpy as np

from sim.core.ground.arithmetic import exp, log
from sim.core.ground.draws import uniform
from sim.core.ground.jit import formula
from sim.core.ground.memory import lever, person, place_row, place_terms, place_weight
from sim.core.ground.types import World
from sim.vocabulary import Decision


@formula
def weight(w: World, i: int, row: int, j: int, price: float, response: float) -> float:
    """What place ``j`` weighs among those of a ``row`` of terms; ``price``: ratio to today's, before what it asks."""
    own = place_weight(w, row, lever(w, person(w, i).cell, 0).label, j)
    terms = place_terms(w, row, j)
    dearer = price * (terms.price - 1.0) - (terms.today - 1.0)
    return own if dearer == 0.0 else own * exp(-response * dearer / w.dissimilarity)


@formula
def utility_of_places(w: World, i: int, t: float, price: float, response: float) -> float:
    """What the places that are open add to the utility of us: nothing as they are today."""
    row = place_row(w, np.int64(t))
    total = 0.0
    for j in range(w.places_on):
        total += weight(w, i, row, j, price, response)
    utility = w.dissimilarity * log(total / place_weight(w, row, lever(w, person(w, i).cell, 0).label, w.places_on))
    lost = place_terms(w, row, 0).trust_lost
    if lost != 0.0 and uniform(w.key, Decision.SEES_GAP, i, 0, 0) < w.gap_seen:
        utility -= lost
    return utility


@formula
def place_taken(w: World, i: int, t: float, n: int, item: int, price: float, response: float) -> int:
    """The place at which an order of occasion ``n`` is placed; ``item``: as in its other draws."""
    row = place_row(w, np.int64(t))
    total = 0.0
    for j in range(w.places_on):
        total += weight(w, i, row, j, price, response)
    at = uniform(w.key, Decision.PLACE_TAKEN, i, n, item) * total
    taken = np.int64(0)
    below = weight(w, i, row, taken, price, response)
    while at >= below and taken < w.places_on - 1:
        taken += 1
        below += weight(w, i, row, taken, price, response)
    return taken
