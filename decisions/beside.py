"""What stands beside an advice where it is asked for: other totals, what customers cost, what the plan is made of."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from decisions.frontier import Frontier
from decisions.optimise.advice import Advice
from decisions.optimise.costs import Cost, costs
from decisions.paired import CHANCES
from decisions.parts import Parts, shared
from scenarios.running.progress import Progress


@dataclass(frozen=True)
class Beside:
    """None is what was not asked for. ``seen``: by channel, the least and the most spend of a week that a history
    holds, currency."""

    frontier: Frontier | None = None
    costs: tuple[Cost, ...] | None = None
    parts: Parts | None = None
    seen: Mapping[str, Sequence[float]] | None = field(default=None)


def costs_of(advice: Advice, *, threads: int | None = None, on_progress: Progress | None = None) -> tuple[Cost, ...]:
    """What a customer costs today and in the best plan, in the worlds in which these were judged."""
    plans = {"today": advice.surface.space.plan(advice.surface.space.now, "today"), "best": advice.plan}
    return costs(plans, _fresh(advice), threads=threads, on_progress=on_progress)


def parts_of(advice: Advice, *, threads: int | None = None, on_progress: Progress | None = None) -> Parts:
    """What the best plan brings over today's, by channel and lever, in the worlds in which it was judged first: the
    parts sum to what these runs say, before what other plans taught is weighed in."""
    space = advice.surface.space
    top = np.array([move.best for move in advice.moves])
    parts = space.budget.parts if space.budget is not None else 1
    channels = space.budget.channels if space.budget is not None else ()
    places = {name: list(range(c * parts, (c + 1) * parts)) for c, name in enumerate(channels)}
    places |= {lever.path: [k] for k, lever in enumerate(space.levers, space.spends)}
    moved = [name for name, where in places.items() if not np.allclose(top[where], space.now[where])]

    def with_only(some: Sequence[str]) -> np.ndarray:
        x = space.now.copy()
        for name in some:
            x[places[name]] = top[places[name]]
        return x

    return shared(
        moved,
        lambda some: space.plan(with_only(some), " + ".join(some)[:80] or "today"),
        measure=advice.objective,
        worlds=_fresh(advice),
        chances=CHANCES,
        threads=threads,
        on_progress=on_progress,
    )


def _fresh(advice: Advice) -> range:
    """The worlds in which the plans were judged."""
    return range(advice.scenario.worlds, 2 * advice.scenario.worlds)
