"""Along one lever or two: what is earned at each point, and where the best point lies.

All points are run in the same worlds. The best point is that of the mean over worlds; how far it may lie elsewhere is
told by the best points of the worlds themselves, read off a curve through each world's points, as the points of a
single world are rough.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from decisions.evidence import Evidence
from decisions.levers import Lever, far_of, plan_of, today
from decisions.paired import against_first, judged, paired
from scenarios.running.batch import Batch
from scenarios.running.progress import Progress
from scenarios.scenario import Scenario

MEASURES = ("profit", "worth", "clv", "cac", "clv_to_cac", "customers", "revenue", "orders", "marketing", "media")
"""What is kept of every point."""
DEGREE, NEAR = 3, 3
"""Of the curve through a world's points, and how many of them on either side of the best it goes through: a quadratic
is biased at an optimum of a lopsided curve, and so is any curve through all of one."""


@dataclass(frozen=True)
class Sweep:
    """``levers`` and the ``points`` at which they were set, float64 [point, lever].

    ``batch``: the plans are today's and then the points; ``objective``: the measure that decides; ``best``: the number
    of the best point; ``by_world``: where the curve of each world is highest, float64 [world, lever]; ``against``:
    every point's objective against today's; ``beyond``: what of them lies beyond what the market knows.
    """

    levers: tuple[Lever, ...]
    points: np.ndarray
    batch: Batch
    objective: str
    best: int
    by_world: np.ndarray
    against: tuple[Evidence, ...]
    beyond: tuple[str, ...] = ()


def sweep(
    scenario: Scenario,
    levers: Sequence[Lever],
    values: Sequence[np.ndarray],
    *,
    objective: str = "profit",
    measures: Sequence[str] = MEASURES,
    chances: int = 1,
    threads: int | None = None,
    on_progress: Progress | None = None,
) -> Sweep:
    """Set ``levers`` to every combination of ``values`` ([lever] arrays) and run each in the worlds of ``scenario``.

    ``chances``: so many runs of each world with other people, which take belief and noise apart. BadInput where a path
    or a value is not allowed.
    """
    points = np.stack([mesh.ravel() for mesh in np.meshgrid(*values, indexing="ij")], axis=1)
    paths = [lever.path for lever in levers]
    today(scenario, levers)
    plans = [plan_of(scenario, dict(zip(paths, map(float, point), strict=True))) for point in points]
    kept = tuple(dict.fromkeys((objective, *measures)))
    every = paired([scenario, *plans], kept, chances=chances, threads=threads, on_progress=on_progress)
    differences = against_first(every, objective)
    means = differences.mean(axis=(0, 2))
    return Sweep(
        tuple(levers),
        points,
        every[0],
        objective,
        int(np.nanargmax(means)),
        tops(points, differences.mean(axis=0).T),
        judged(differences, scenario),
        far_of(scenario, *plans),
    )


def tops(points: np.ndarray, by_world: np.ndarray) -> np.ndarray:
    """Where each world is highest, float64 [world, lever]: along one lever the top of a cubic through the points about
    its best, along several the best of them. ``by_world``: [world, point]."""
    best = np.nanargmax(by_world, axis=1)
    if points.shape[1] > 1 or len(points) <= DEGREE + 1:
        return np.asarray(points[best])
    x = points[:, 0]
    found = np.empty((len(by_world), 1))
    for world, row in enumerate(by_world):
        first = min(max(int(best[world]) - NEAR, 0), max(len(x) - 2 * NEAR - 1, 0))
        near = slice(first, first + 2 * NEAR + 1)
        curve = np.polynomial.Chebyshev.fit(x[near], row[near], min(DEGREE, len(x[near]) - 1))
        around = np.linspace(x[max(best[world] - 1, 0)], x[min(best[world] + 1, len(x) - 1)], 201)
        found[world] = around[np.argmax(curve(around))]
    return found
