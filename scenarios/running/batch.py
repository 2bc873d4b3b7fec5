"""Many plans in the same worlds, reduced to a few figures each: what sweeps and searches are made of.

A plan is a scenario; world r of every plan has the same beliefs and random numbers, as in scenarios.running.experiment,
but no table is made, so that a small world takes about half as long.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from scenarios.lowering.beliefs import in_world, places, standings
from scenarios.running import compiled
from scenarios.running.execute import cores, execute, split
from scenarios.running.experiment import Failure, ledger_of
from scenarios.running.job import Job
from scenarios.running.memory import side_by_side
from scenarios.running.progress import Progress, UnderWay
from scenarios.running.where import where
from sim.problems import BadInput, Problem, shown
from sim.tables import LABEL, PART

if TYPE_CHECKING:
    from scenarios.scenario import Scenario
    from sim.plan import Plan

WITHIN = "profit_within_"
"""How the profit of the first days is called, with their number."""

MOST_WORLDS, BLOCKS = 8, 4
"""The most worlds that a worker elsewhere is given together, and the blocks that each is to be given at least."""


@dataclass(frozen=True)
class Batch:
    """What a batch found. ``values``: float64 [plan, world, measure], scaled to the market, NaN where a world failed or
    the measure is not defined."""

    plans: tuple[str, ...]
    worlds: tuple[int, ...]
    measures: tuple[str, ...]
    values: np.ndarray
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
    first 90 days; or one of a group of customers, such as "clv/segment/value seekers"; or of sim.measures.spread.
    ``chance``: as in scenarios.lowering.lower.lower. BadInput where a plan cannot be lowered or a measure is unknown;
    RuntimeError where no world of a plan could be run.
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
    for k, plan in enumerate(plans):
        of_plan = found[k :: len(plans)]
        failed = [answer.message for answer in of_plan if isinstance(answer, Failure)]
        if failed and len(failed) == len(of_plan):
            raise RuntimeError(f"no world of {plan.name} could be run; the first one: {failed[0]}")
    names = tuple(plan.name for plan in plans)
    return Batch(names, tuple(worlds), tuple(measures), values, tuple(failures))


def run(
    plans: Sequence[Scenario],
    jobs: Sequence[Job],
    measures: Sequence[str],
    *,
    engine: str = "compiled",
    threads: int | None = None,
    on_progress: Progress | None = None,
) -> list[np.ndarray | Failure]:
    """The ``measures`` of each job, float64 [measure], in the order of ``jobs``; run where scenarios.running.where
    says, or taken from the shelf there."""
    here = where()
    keys = here.shelf.keys(plans, jobs, engine) if here.shelf is not None else []
    answers: dict[int, np.ndarray | Failure] = dict(here.shelf.found(keys, measures)) if here.shelf is not None else {}
    todo = [i for i in range(len(jobs)) if i not in answers]
    if engine == "compiled" and todo:
        compiled.ready()
    fit = side_by_side(list(plans), engine)
    if here.workers is None:
        at_a_time, inside = split(cores() if threads is None else threads, min(max(len(todo), 1), fit))
        most = 1
    else:
        at_a_time, inside = here.workers.ahead(fit), 1
        most = min(MOST_WORLDS, max(1, len(todo) // (BLOCKS * here.workers.count)))
    blocks = [
        Block(tuple(some), plans[jobs[some[0]].plan], tuple(jobs[i] for i in some), tuple(measures), engine, inside)
        for some in blocks_of(jobs, todo, most)
    ]

    def keep(block: Block, found: Sequence[np.ndarray | Failure]) -> None:
        for i, answer in zip(block.numbers, found, strict=True):
            answers[i] = answer
            if here.shelf is not None and not isinstance(answer, Failure):
                here.shelf.keep(keys[i], measures, answer)

    def done(count: int, block: Block) -> None:
        under_way.done(len(answers), f"{block.plan.name}, world {block.jobs[-1].world + 1}")

    under_way = UnderWay(len(jobs), on_progress, at_a_time == 1)
    if answers:
        under_way.done(len(answers), "found before")
    try:
        execute(blocks, lived, at_a_time, done, under_way.beat, keep=keep, workers=here.workers)
    finally:
        if here.shelf is not None:
            here.shelf.flush()
    return [answers[i] for i in range(len(jobs))]


class Block(NamedTuple):
    """Worlds of one plan that are run together: ``numbers``: which of all jobs ``jobs`` are."""

    numbers: tuple[int, ...]
    plan: Scenario
    jobs: tuple[Job, ...]
    measures: tuple[str, ...]
    engine: str
    threads: int


def blocks_of(jobs: Sequence[Job], todo: Sequence[int], most: int) -> list[list[int]]:
    """The numbers ``todo`` of ``jobs`` by plan, ``most`` together at most; all plans advance together."""
    by_plan: dict[int, list[int]] = {}
    for i in todo:
        by_plan.setdefault(jobs[i].plan, []).append(i)
    return sorted(row[k : k + most] for row in by_plan.values() for k in range(0, len(row), most))


def lived(block: Block) -> list[np.ndarray | Failure]:
    """The measures of each job of a block."""
    from scenarios.lowering.lower import lower

    if block.engine == "compiled":
        compiled.ready()
    found: list[np.ndarray | Failure] = []
    for job in block.jobs:
        try:
            lowered = lower(block.plan, job.world, job.chance, job.stated)
            found.append(answered(lowered, block.measures, engine=block.engine, threads=block.threads))
        except BadInput:
            raise
        except Exception as error:
            found.append(Failure(block.plan.name, job.world, f"{type(error).__name__}: {shown(error, 300)}"))
    return found


def answered(lowered: Plan, measures: Sequence[str], *, engine: str = "compiled", threads: int = 1) -> np.ndarray:
    """The ``measures`` of one world, float64 [measure]."""
    from sim.measures import figures, first_days, journey, measure
    from sim.measures.spread import spread

    ledger = ledger_of(lowered, engine, threads)
    known: dict[str, float] = {}
    if any(f"{PART}{LABEL}{PART}" in name for name in measures):
        known |= spread(lowered, ledger)
    split = [name for name in measures if name.count(PART) > 1 and name not in known]
    parts = {(by, key) for _, by, key in (name.split(PART, 2) for name in split)}
    known |= figures(lowered, ledger, parts) | journey(lowered, ledger)
    if any(name not in known for name in split):
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
    from scenarios.lowering.lower import beliefs
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
    from scenarios.lowering.lower import beliefs
    from sim.core.ground.draws import world_key

    keys = [np.uint64(world_key(np.uint64(scenario.seed), np.uint64(world))) for world in worlds]
    rows = [standings(scenario, beliefs(scenario, key)) for key in keys]
    return {path: np.array([row[path] for row in rows]) for path in places(scenario).uncertain}
