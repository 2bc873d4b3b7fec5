"""Places that can serve only so many orders a week: orders wait for some days, and what no wait helps goes elsewhere.

Over each period of market.place_choice.patience days a place serves what it can. Where more would be ordered there, it
is found open with the probability at which the expected orders fit: by that its weight in the choice is multiplied, and
who finds it full chooses among the other places and nothing (shadow prices of a choice under capacity: de Palma, Picard
& Waddell 2007). How many come is what runs of the same world say: all orders of each day, as counted, and the part of
them that the nested logit gives the place.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from scenarios.lowering.places import terms_of
from sim.vocabulary import Bought

if TYPE_CHECKING:
    from scenarios.scenario import Scenario
    from sim.engine import Ledger
    from sim.plan import Plan

WEEK = 7.0
NEAR = 0.02
"""How far above what a place can serve expected orders may be, and below where it is found full; a ratio."""
ROUNDS, FIRST_ROUNDS = 12, 6
"""The most runs of a world, and those in which a place that was held back too much is let go again."""
LEAST_RESPONSE = 0.1
"""The least by which orders are taken to follow the weight of a place, ratio of their logarithms."""


def within_capacity(scenario: Scenario, plan: Plan) -> Plan:
    """``plan`` in which no place serves more orders than ``scenario`` lets it; itself where nothing limits them."""
    limit = _limit(scenario, plan)
    if np.isinf(limit).all():
        return plan
    from sim.engine import begun  # compiled code: of those alone who need it

    period = _period(scenario, plan.days)
    room = _sums(np.where(_is_open(plan), limit, 0.0), period)
    log_served, followed = np.zeros(room.shape), np.ones(room.shape)
    plan = replace(plan, place_limit=limit)
    limited, before = plan, None
    for k in range(ROUNDS):
        limited = _served(plan, np.exp(log_served)[period])
        orders = _sums(expected_orders(limited, begun(limited, plan.days)), period)
        over = orders > room * (1.0 + NEAR)
        short = (log_served < 0.0) & (orders < room * (1.0 - NEAR)) & (k < FIRST_ROUNDS)
        if not (over | short).any():
            break
        level = np.log(np.maximum(orders, 1e-9))
        if before is not None:
            moved = log_served - before[0]
            step = np.divide(level - before[1], moved, out=followed.copy(), where=np.abs(moved) > NEAR)
            followed = np.clip(step, LEAST_RESPONSE, 1.0)
        before = log_served, level
        fit = np.minimum(log_served + (np.log(np.maximum(room, 1e-9)) - level) / followed, 0.0)
        log_served = np.where(over | short, fit, log_served)
    return limited


def expected_orders(plan: Plan, ledger: Ledger) -> np.ndarray:
    """Orders of the people simulated at each place, float64 [day, place]: all of a day, as counted, by the part of them
    that whoever ordered in the run would place there on that day."""
    from sim.mechanisms.places.future import at_places

    people = ledger.people[ledger.people["orders"] > 0]
    kinds, first, of_day = np.unique(plan.place_rows, return_index=True, return_inverse=True)
    part = np.zeros((len(kinds), len(plan.places)))
    for k, day in enumerate(first if len(people) else ()):
        levers = plan.levers[:, day].take(people["cell"])
        prices = plan.listed(levers, day)[:1] * levers["price"]
        shares = at_places(plan, people["cell"], people["price_response"], prices, day).shares[:, 0]
        part[k] = (shares * people["orders"]).sum(axis=1) / people["orders"].sum()
    return np.asarray(ledger.bought[:, : len(plan.places), Bought.ORDERS].sum(axis=1)[:, None] * part[of_day])


def _limit(scenario: Scenario, plan: Plan) -> np.ndarray:
    """Orders of the people simulated that each place can serve a day, float64 [place]; inf = any number."""
    rows = [terms_of(scenario, place) for place in scenario.market.places]
    most = [None if row is None else row.capacity_per_week for row in rows]
    return np.array([np.inf if one is None else one for one in most]) / (WEEK * plan.scale)


def _period(scenario: Scenario, days: int) -> np.ndarray:
    """The period in which each day lies, int64 [day]; what is left at the end belongs to the last whole one."""
    length = max(round(scenario.market.place_choice.patience.value), 1)
    return np.minimum(np.arange(days) // length, max(days // length - 1, 0))


def _sums(of_days: np.ndarray, period: np.ndarray) -> np.ndarray:
    """Sums over the days of each period: [period, ...]."""
    return np.add.reduceat(of_days, np.unique(period, return_index=True)[1], axis=0)


def _is_open(plan: Plan) -> np.ndarray:
    """Whether places are open, bool [day, place]."""
    return np.asarray(plan.place_weights[:, :, :-1].max(axis=1)[plan.place_rows] > 0.0)


def _served(plan: Plan, served: np.ndarray) -> Plan:
    """``plan`` with places that are found open with a probability, float64 [day, place]."""
    kinds, rows = np.unique(np.column_stack([plan.place_rows, served]), axis=0, return_inverse=True)
    stated = kinds[:, 0].astype(np.int64)
    weights = plan.place_weights[stated]
    weights[:, :, :-1] *= kinds[:, None, 1:]
    return replace(
        plan,
        place_rows=rows.ravel().astype(np.int64),
        place_weights=weights,
        place_terms=plan.place_terms[stated],
        place_served=served,
    )
