"""The efficient frontier: the best split of every total, and what customers, equity, CLV and CAC come to along it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from decisions.optimise.advice import CANDIDATES, FIGURES, Advice, objective_of
from decisions.optimise.search import Goal, best
from scenarios.running.batch import Batch, evaluate
from scenarios.running.progress import Progress

POINTS = 7


@dataclass(frozen=True)
class Frontier:
    """``totals``: what is spent over the horizon at each point, and ``spend`` a vector of the plan, float64
    [point, number]; ``batch``: the objective and FIGURES of each point in fresh
    worlds; ``gain``: the objective over that of today's plan there, float64 [point, world]."""

    totals: np.ndarray
    spend: np.ndarray
    batch: Batch
    gain: np.ndarray


def frontier(
    advice: Advice,
    totals: Sequence[float] | None = None,
    *,
    threads: int | None = None,
    on_progress: Progress | None = None,
) -> Frontier:
    """The best splits of ``totals`` on the surface that the runs of ``advice`` taught, run where it was judged.

    None: from nothing to twice its budget, as far as its bounds go. ValueError without a budget.
    """
    space, surface = advice.surface.space, advice.surface
    if space.budget is None:
        raise ValueError("a frontier needs a budget")
    low, high = ((bound[: space.spends] * space.weights[: space.spends]).sum() for bound in space.bounds)
    asked = np.linspace(0.0, 2.0 * space.budget.total, POINTS) if totals is None else np.asarray(totals, float)
    asked = np.unique(np.clip(asked, low, high))
    measure, discounted, days = objective_of(advice.objective)
    costs, found = space.unit_costs(discounted, days), []
    start = np.array([move.best for move in advice.moves])
    for total in asked:
        there = replace(space, budget=replace(space.budget, total=float(total), exactly=True))
        found.append(best(replace(surface, space=there), Goal(), costs, [there.within(start.copy())]))
        start = found[-1]
    worlds = range(advice.scenario.worlds, 2 * advice.scenario.worlds)
    plans = [space.plan(x, f"spend {total:,.0f}") for x, total in zip(found, asked, strict=True)]
    kept = tuple(dict.fromkeys((measure, *FIGURES)))
    batch = evaluate(plans, kept, worlds=worlds, threads=threads, on_progress=on_progress)
    gain = batch.of(measure) - advice.batch.of(measure)[CANDIDATES.index("today")]
    return Frontier(asked, np.array(found), batch, gain)
