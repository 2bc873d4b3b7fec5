"""The best plan on a surface: sequential quadratic programming from several starts, within bounds and total."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.optimize import minimize

from decisions.optimise.surface import Surface

WORST = 0.1
"""Of the worlds, those that a cautious plan looks at."""
TRIES = 3000
"""Plans that are tried to find those as good as the best."""


@dataclass(frozen=True)
class Goal:
    """What is sought: the mean over worlds ("mean"), that of the worst tenth ("worst_tenth"), or the chance of at least
    ``amount`` over today's plan ("chance")."""

    kind: str = "mean"
    amount: float = 0.0

    def of(self, worlds: np.ndarray, noise: float = 0.0) -> float:
        """The value of gains, float64 [world]; ``noise`` smooths the chance."""
        if self.kind == "worst_tenth":
            count = max(1, round(WORST * len(worlds)))
            return float(np.sort(worlds)[:count].mean())
        if self.kind == "chance":
            width = max(noise, 0.05 * float(np.std(worlds)), 1e-9)
            return float((0.5 * (1.0 + np.tanh((worlds - self.amount) / width))).mean())
        return float(worlds.mean())


KINDS = ("mean", "worst_tenth", "chance")


def net(surface: Surface, x: np.ndarray, costs: np.ndarray, coefficients: np.ndarray | None = None) -> np.ndarray:
    """What a plan brings over today's after what its spend costs more, float64 [world]; ``costs``: of a unit."""
    return surface.gain(x, coefficients) - float(costs @ (x - surface.space.now))


def best(
    surface: Surface,
    goal: Goal,
    costs: np.ndarray,
    starts: Sequence[np.ndarray],
    coefficients: np.ndarray | None = None,
    rules: Sequence[Callable[[np.ndarray], float]] = (),
) -> np.ndarray:
    """The vector of the highest goal; ``rules`` must not be below 0 there."""
    space = surface.space
    low, high = space.bounds
    width = np.where(high > low, high - low, 1.0)
    scale = max(abs(surface.scale), 1.0)

    def back(z: np.ndarray) -> np.ndarray:
        return np.asarray(low + np.clip(z, 0.0, 1.0) * width)

    def less(z: np.ndarray) -> float:
        return -goal.of(net(surface, back(z), costs, coefficients)) / (1.0 if goal.kind == "chance" else scale)

    def gradient(z: np.ndarray) -> np.ndarray:
        if goal.kind != "mean":
            return np.asarray(_numeric(less, z))
        slopes = surface.slopes(back(z), coefficients).mean(axis=0) - costs
        return np.asarray(-slopes * width / scale)

    limits = []
    if space.budget is not None:
        weights, total = space.weights * width, space.budget.total
        offset = float(space.weights @ low)
        size = max(total, 1.0)
        kind = "eq" if space.budget.exactly else "ineq"
        limits.append(
            {
                "type": kind,
                "fun": lambda z: (total - offset - weights @ z) / size,
                "jac": lambda z: -weights / size,
            }
        )
    limits += [{"type": "ineq", "fun": lambda z, rule=rule: rule(back(z))} for rule in rules]
    found, top = None, np.inf
    for start in starts:
        z = np.clip((space.within(start) - low) / width, 0.0, 1.0)
        answer = minimize(
            less,
            z,
            jac=gradient,
            method="SLSQP",
            bounds=[(0.0, 1.0)] * len(z),
            constraints=limits,
            options={"maxiter": 150, "ftol": 1e-9},
        )
        x = space.within(back(answer.x))
        value = less((x - low) / width)
        if value < top and all(rule(x) >= -1e-6 for rule in rules):
            found, top = x, value
    return space.within(np.asarray(starts[0]).copy()) if found is None else found


def _numeric(function: Callable[[np.ndarray], float], z: np.ndarray, h: float = 1e-4) -> list[float]:
    found = []
    for k in range(len(z)):
        up, down = z.copy(), z.copy()
        up[k], down[k] = min(z[k] + h, 1.0), max(z[k] - h, 0.0)
        found.append((function(up) - function(down)) / (up[k] - down[k]))
    return found


def as_good(surface: Surface, goal: Goal, costs: np.ndarray, top: np.ndarray, slack: float, seed: int) -> np.ndarray:
    """The range of each number among plans within ``slack`` of ``top``: float64 [2, number], found by a random walk."""
    space = surface.space
    rng = np.random.default_rng(seed)
    low, high = space.bounds
    width = high - low
    least = goal.of(net(surface, top, costs)) - slack
    ranges = np.array([top, top])
    x, reach = top.copy(), 0.3
    for _ in range(TRIES):
        step = rng.standard_normal(len(top)) * (rng.random(len(top)) < max(2.0 / len(top), 0.3)) * width * reach
        new = space.within(x + step)
        if goal.of(net(surface, new, costs)) >= least:
            x = new
            ranges = np.array([np.minimum(ranges[0], new), np.maximum(ranges[1], new)])
            reach = min(reach * 1.05, 1.0)
        else:
            reach = max(reach * 0.98, 0.005)
    return ranges
