"""Many plans in the same worlds, reduced to a few figures each: what sweeps and searches are made of.

A plan is a scenario; world r of every plan has the same beliefs and random numbers, as in scenarios.experiment, but no
table is made, so that a small world takes about half as long.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from scenarios import compiled
from scenarios.believed import in_world, places, standings
from scenarios.execute import cores, execute, split
from scenarios.experiment import Failure, ledger_of
from scenarios.memory import side_by_side
from scenarios.under_way import Progress, UnderWay
from sim.problems import BadInput, Problem, shown

if TYPE_CHECKING:
    from scenarios.scenario import Scenario
    from sim.plan import Plan

WITHIN = "profit_within_"
"""How the profit of the first days is called, with their number."""


PART = "/"
"""Between a measure, what it is split by, and of which part it is: "clv/segment/value seekers"."""


class Job(NamedTuple):
    """One world of one plan, by their numbers; ``chance`` and ``stated`` as in scenarios.lower.lower."""

    plan: int
    world: int
    chance: int = 0
    stated: Mapping[str, float] | None = None


@dataclass(frozen=True)
class Batch:
    """What a batch found. ``values``: float64 [plan, world, measure], scaled to the market, NaN where a world failed or
    the measure is not defined; ``draws``: of each uncertain path of the first plan, what is believed, float64 [world].
    """

    plans: tuple[str, ...]
    worlds: tuple[int, ...]
    measures: tuple[str, ...]
    values: np.ndarray
    draws: Mapping[str, np.ndarray] = field(default_factory=dict)
    failures: tuple[Failure, ...] = ()

    def of(self, measure: str) -> np.ndarray:
        """A measure, float64 [plan, world]."""
        return np.asarray(self.values[:, :, self.measures.index(measure)])


def evaluate(
    plans: Sequence[Scenario],
    measures: Sequence[str],
    *,
    worlds: Sequence[int] | None = None,
    chance: int = 0,
    engine: str = "compiled",
    threads: int | None = None,
    on_progress: Progress | None = None,
) -> Batch:
    """Run every plan in every one of ``worlds`` (None: as many as the first plan has), and keep ``measures``.

    ``measures``: names of sim.measures.table.figures or sim.measures.journey, or "profit_within_90", the profit of the
    first 90 days; or one of a group of customers, such as "clv/segment/value seekers".
    ``chance``: as in scenarios.lower.lower. BadInput where a plan cannot be lowered or a measure is unknown.
    """
    worlds = range(plans[0].worlds) if worlds is None else worlds
    jobs = [Job(plan, world, chance) for world in worlds for plan in range(len(plans))]
    found = run(plans, jobs, measures, engine=engine, threads=threads, on_progress=on_progress)
    values = np.full((len(plans), len(worlds), len(measures)), np.nan)
    failures = []
    for k, answer in enumerate(found):
        if isinstance(answer, Failure):
            failures.append(answer)
        else:
            values[k % len(plans), k // len(plans)] = answer
    names = tuple(plan.name for plan in plans)
    return Batch(names, tuple(worlds), tuple(measures), values, drawn(plans[0], worlds), tuple(failures))


def run(
    plans: Sequence[Scenario],
    jobs: Sequence[Job],
    measures: Sequence[str],
    *,
    engine: str = "compiled",
    threads: int | None = None,
    on_progress: Progress | None = None,
) -> list[np.ndarray | Failure]:
    """The ``measures`` of each job, float64 [measure], in the order of ``jobs``."""
    from scenarios.lower import lower

    if engine == "compiled":
        compiled.ready()
    fit = side_by_side(list(plans), engine)
    at_a_time, inside = split(cores() if threads is None else threads, min(len(jobs), fit))

    def work(job: Job) -> np.ndarray | Failure:
        plan = plans[job.plan]
        try:
            lowered = lower(plan, job.world, job.chance, job.stated)
            return answered(lowered, measures, engine=engine, threads=inside)
        except BadInput:
            raise
        except Exception as error:
            return Failure(plan.name, job.world, f"{type(error).__name__}: {shown(error, 300)}")

    def done(count: int, job: Job) -> None:
        under_way.done(count, f"{plans[job.plan].name}, world {job.world + 1}")

    under_way = UnderWay(len(jobs), on_progress, at_a_time == 1)
    return execute(jobs, work, at_a_time, done, under_way.beat)


def answered(lowered: Plan, measures: Sequence[str], *, engine: str = "compiled", threads: int = 1) -> np.ndarray:
    """The ``measures`` of one world, float64 [measure]."""
    from sim.measures import figures, first_days, journey, measure

    ledger = ledger_of(lowered, engine, threads)
    known = figures(lowered, ledger) | journey(lowered, ledger)
    if any(PART in name for name in measures):
        rows = measure(lowered, ledger)
        known |= {PART.join(row[:3]): row[3] for row in rows.itertuples(index=False) if row[1] != "all"}
    row = []
    for name in measures:
        if name.startswith(WITHIN) and name.removeprefix(WITHIN).isdigit():
            row.append(first_days(lowered, ledger, int(name.removeprefix(WITHIN))) * lowered.scale)
        elif name in known:
            row.append(known[name])
        else:
            allowed = f"{', '.join(sorted(known))}, or {WITHIN}90 for the profit of the first 90 days"
            raise BadInput([Problem("measure", 0, "", shown(name), allowed)])
    return np.array(row)


def drawn(scenario: Scenario, worlds: Sequence[int]) -> dict[str, np.ndarray]:
    """What is believed in each of ``worlds`` of every uncertain number, by its path: float64 [world]."""
    from scenarios.lower import beliefs
    from sim.core.ground.draws import world_key

    uncertain = places(scenario).uncertain
    found: dict[str, np.ndarray] = {path: np.empty(len(worlds)) for path in uncertain}
    for k, world in enumerate(worlds):
        key = np.uint64(world_key(np.uint64(scenario.seed), np.uint64(world)))
        one = in_world(scenario, beliefs(scenario, key))
        for path, parameter in one.parameters():
            if path in found:
                found[path][k] = parameter.value
    return found


def stands(scenario: Scenario, worlds: Sequence[int]) -> dict[str, np.ndarray]:
    """The probability at which every uncertain number stands in its belief in each of ``worlds``: float64 [world]."""
    from scenarios.lower import beliefs
    from sim.core.ground.draws import world_key

    keys = [np.uint64(world_key(np.uint64(scenario.seed), np.uint64(world))) for world in worlds]
    rows = [standings(scenario, beliefs(scenario, key)) for key in keys]
    return {path: np.array([row[path] for row in rows]) for path in places(scenario).uncertain}
