"""How what is earned responds to the spend of one channel, or to one lever, while all else is as in the best plan."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from decisions.optimise.advice import Advice, objective_of
from decisions.optimise.surface import Surface

POINTS = 25


@dataclass(frozen=True)
class Curve:
    """``at``: currency a week on the channel ``name``, mean of the horizon, or values of the lever of that path.

    ``gross`` before and ``net`` after what the spend costs: means over worlds, over nothing spent on it, or of a lever
    over where it stands today; ``low`` and ``high``: the 5 % and 95 % points of ``net`` over worlds. All float64
    [point]. ``now``, ``best``: where today's plan and the best one stand.
    """

    name: str
    at: np.ndarray
    gross: np.ndarray
    net: np.ndarray
    low: np.ndarray
    high: np.ndarray
    now: float
    best: float


def curves(advice: Advice) -> tuple[Curve, ...]:
    """A curve for each channel and lever of ``advice``, on the surface that its runs taught."""
    space = advice.surface.space
    _, discounted, days = objective_of(advice.objective)
    costs = space.unit_costs(discounted, days)
    top = np.array([move.best for move in advice.moves])
    found = []
    budget = space.budget
    if budget is not None:
        weeks = budget.weeks(space.scenario.days)
        for c, name in enumerate(budget.channels):
            own = slice(c * budget.parts, (c + 1) * budget.parts)
            best, now = (float(np.average(x[own], weights=weeks)) for x in (top, space.now))
            shape = top[own] / best if best > 0.0 else np.ones(budget.parts)
            most = float((space.bounds[1, own] / np.maximum(shape, 1e-9)).min())
            at = np.linspace(0.0, max(most, best), POINTS)
            plans = np.repeat(top[None], POINTS, axis=0)
            plans[:, own] = at[:, None] * shape
            found.append(_curve(advice.surface, costs, name, at, plans, plans[0], now, best))
    for k, lever in enumerate(space.levers, space.spends):
        at = np.linspace(lever.low, lever.high, POINTS)
        plans = np.repeat(top[None], POINTS, axis=0)
        plans[:, k] = at
        from_ = top.copy()
        from_[k] = space.now[k]
        found.append(_curve(advice.surface, costs, lever.path, at, plans, from_, float(space.now[k]), float(top[k])))
    return tuple(found)


def _curve(
    surface: Surface,
    costs: np.ndarray,
    name: str,
    at: np.ndarray,
    plans: np.ndarray,
    from_: np.ndarray,
    now: float,
    best: float,
) -> Curve:
    gross = np.array([surface.gain(plan) for plan in plans]) - surface.gain(from_)
    net = gross - ((plans - from_) @ costs)[:, None]
    low, high = np.quantile(net, [0.05, 0.95], axis=1)
    return Curve(name, at, gross.mean(axis=1), net.mean(axis=1), low, high, now, best)
