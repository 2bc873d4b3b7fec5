"""Scenarios x worlds: every world of every scenario, run and reduced to its tables at once.

World r of every scenario has the same seed and the same replication number, so it believes in the same market
and draws the same random numbers: scenarios are compared world by world. A world that fails is a row of
``failures`` and costs its scenario that world only.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from scenarios.lowering.incremental import (
    SpendChange,
    brought,
    changes_of,
    paid_channels,
    totals_of,
    whole_changes_of,
    with_spend,
)
from scenarios.running import compiled
from scenarios.running.execute import cores, execute, split
from scenarios.running.journal import Unwritten, journal_file
from scenarios.running.progress import Progress, UnderWay
from scenarios.running.where import where
from sim.problems import BadInput, Problem, shown

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd

    from scenarios.scenario import Scenario
    from sim.engine import Ledger, OnShare
    from sim.journal import Keep
    from sim.plan import Plan

    Row = tuple[str, int, str, str, str, float]

ENGINES = ("compiled", "reference")
_NO_TABLE: Any = None


@dataclass(frozen=True)
class World:
    """One world of one scenario, reduced to its tables (people and money of the whole market).

    ``journal``: JOURNAL [line], or the file that holds it; None if it was not kept.
    """

    measures: pd.DataFrame
    daily: pd.DataFrame
    curves: pd.DataFrame
    accounts: pd.DataFrame
    quantities: pd.DataFrame | None = None
    journal: np.ndarray | Path | None = None


@dataclass(frozen=True)
class Task:
    """One world to run: a scenario, the world's number, and what is changed about the spend, if anything."""

    scenario: Scenario
    replication: int
    change: SpendChange | None = None

    def __str__(self) -> str:
        changed = f" {self.change}" if self.change else ""
        return f"{self.scenario.name}{changed}, world {self.replication + 1} of {self.scenario.worlds}"


@dataclass(frozen=True)
class Failure:
    """A world that could not be run, and why."""

    scenario: str
    replication: int
    message: str


@dataclass(frozen=True)
class Outcome:
    """What an experiment found: the worlds of each scenario by number, what the channels bring, what failed.

    ``incremental``: rows scenario, replication, measure, by, key, value of what the channels bring (see
    scenarios.lowering.incremental); empty unless asked for.
    """

    worlds: dict[str, dict[int, World]]
    incremental: list[Row] = field(default_factory=list)
    failures: list[Failure] = field(default_factory=list)

    @property
    def journal_files(self) -> list[Path]:
        """The files that hold the journals, scenario by scenario and world by world."""
        found = [world.journal for worlds in self.worlds.values() for world in worlds.values()]
        return [journal for journal in found if isinstance(journal, Path)]


def run(
    scenarios: Sequence[Scenario],
    *,
    engine: str = "compiled",
    threads: int | None = None,
    fit: int | None = None,
    incremental: bool = False,
    journal: bool | Path = False,
    on_progress: Progress | None = None,
) -> Outcome:
    """Run every world of every scenario; the outcome does not depend on ``threads`` or on what ends first.

    ``threads``: None takes all cores; worlds share them, a single world gets them all. ``fit``: the most
    worlds at a time (see scenarios.running.memory). ``incremental`` adds two runs per world and channel, with that
    channel's spend at 0 and 5 % higher, and the same two for all of them together. ``journal`` keeps every
    event: True in memory, a folder in a file for each world there, written while it runs. BadInput where a scenario
    cannot be lowered; RuntimeError where a scenario has no world left, or the disk does not take the journal.
    """
    plan = tasks(scenarios, incremental)
    return _assemble(plan, _answers(plan, engine, threads, fit, journal, on_progress))


def brought_in(
    scenarios: Sequence[Scenario],
    own: Mapping[tuple[str, int], pd.DataFrame],
    *,
    engine: str = "compiled",
    threads: int | None = None,
    fit: int | None = None,
    on_progress: Progress | None = None,
) -> Outcome:
    """What all spend of every scenario brings, and 5 % more of it, in worlds that were run before.

    ``own``: the measures of these worlds by scenario and replication. Each is run twice, with its spend taken away and
    with a step more. The outcome has no worlds, but ``incremental`` and ``failures`` as of :func:`run`.
    """
    plan = [
        Task(scenario, replication, change)
        for replication in range(max(scenario.worlds for scenario in scenarios))
        for scenario in scenarios
        if (scenario.name, replication) in own
        for change in whole_changes_of(paid_channels(scenario))
    ]
    answers = _answers(plan, engine, threads, fit, False, on_progress)
    failures = [answer for answer in answers if isinstance(answer, Failure)]
    return Outcome({}, list(_brought(plan, answers, own)), failures)


def _answers(
    plan: Sequence[Task],
    engine: str,
    threads: int | None,
    fit: int | None,
    journal: bool | Path,
    on_progress: Progress | None,
) -> list[World | Failure]:
    """Every task of ``plan`` run, as options of :func:`run` say."""
    if engine == "compiled":
        compiled.ready()
    workers = where().workers
    fit = fit or len(plan)
    if workers is None:
        at_a_time, inside = split(cores() if threads is None else threads, min(len(plan), fit))
    else:
        at_a_time, inside = workers.ahead(fit), 1
        if isinstance(journal, Path) and not workers.near:
            raise BadInput([Problem("--journal", 0, "", "--cluster", "a run on this machine", "leave one of them out")])
    live = partial(lived, engine=engine, threads=inside, journal=journal)

    def near(task: Task) -> World | Failure:
        return live(task, on_share=partial(under_way.part, str(task)))

    def done(count: int, task: Task) -> None:
        under_way.done(count, str(task))

    under_way = UnderWay(len(plan), on_progress, workers is None and at_a_time == 1)
    return execute(plan, near if workers is None else live, at_a_time, done, under_way.beat, workers=workers)


def lived(
    task: Task, *, engine: str, threads: int, journal: bool | Path, on_share: OnShare | None = None
) -> World | Failure:
    """A task run, with options as of :func:`simulate`; of one with other spend, only what channels bring is kept."""
    if engine == "compiled":
        compiled.ready()
    try:
        scenario = task.scenario if task.change is None else with_spend(task.scenario, task.change)
        kept = journal if task.change is None else False
        world = simulate(scenario, task.replication, engine, threads, kept, on_share)
    except (BadInput, Unwritten):
        raise
    except Exception as error:
        return Failure(task.scenario.name, task.replication, f"{type(error).__name__}: {shown(error, 300)}")
    return world if task.change is None else World(totals_of(world.measures), _NO_TABLE, _NO_TABLE, _NO_TABLE)


def tasks(scenarios: Sequence[Scenario], incremental: bool = False) -> list[Task]:
    """Every world to be run, world by world so that all scenarios advance together."""
    most = max((scenario.worlds for scenario in scenarios), default=0)
    found = []
    for replication in range(most):
        for scenario in (s for s in scenarios if replication < s.worlds):
            found.append(Task(scenario, replication))
            if incremental:
                channels = paid_channels(scenario)
                found.extend(Task(scenario, replication, change) for change in changes_of(channels))
    return found


def simulate(
    scenario: Scenario,
    replication: int,
    engine: str,
    threads: int,
    journal: bool | Path,
    on_share: OnShare | None = None,
) -> World:
    """Run one world on one engine and reduce it to its tables.

    ``journal``: True keeps it in memory; a folder, in a new file there, which appears when the world is done.
    ``on_share`` as in sim.engine.run.
    """
    from scenarios.lowering.lower import lower

    plan = lower(scenario, replication)
    if not isinstance(journal, Path):
        return _world(scenario, plan, engine, threads, journal, on_share)
    place = journal / f"{secrets.token_hex(8)}.parquet"
    with journal_file(place, scenario.name, replication) as keep:
        world = _world(scenario, plan, engine, threads, keep, on_share)
    return replace(world, journal=place)


def _world(
    scenario: Scenario, plan: Plan, engine: str, threads: int, journal: bool | Keep, on_share: OnShare | None
) -> World:
    ledger = ledger_of(plan, engine, threads, bool(plan.verify) or journal, on_share)
    if plan.verify and callable(journal):
        journal(ledger.journal)
    world = reduced(plan, ledger, journal is True)
    return replace(world, quantities=_checks(scenario, plan, ledger, engine, threads)) if plan.verify else world


def ledger_of(
    plan: Plan, engine: str, threads: int = 1, journal: bool | Keep = False, on_share: OnShare | None = None
) -> Ledger:
    """What a run of ``plan`` on an engine of ENGINES leaves; the reference engine runs in one thread.

    ``journal`` and ``on_share`` as in sim.engine.run, but that the reference engine keeps the journal whole beside
    handing it on, and does not say how far it is.
    """
    if engine == "reference":
        from sim import reference

        ledger = reference.run(plan, journal=bool(journal))
        if callable(journal):
            journal(ledger.journal)
        return ledger
    from sim import engine as fast

    return fast.run(plan, threads=threads, journal=journal, on_share=on_share)


def _checks(scenario: Scenario, plan: Plan, ledger: Ledger, engine: str, threads: int) -> pd.DataFrame:
    """The quantities that a scenario asks for; where they need it, the same world is run otherwise too."""
    from scenarios.lowering.lower import lower
    from scenarios.verify import otherwise
    from sim.quantities import Observed, quantities

    others = {name: lower(other, plan.replication) for name, other in otherwise(scenario).items()}
    ran = {name: Observed(other, ledger_of(other, engine, threads, True)) for name, other in others.items()}
    return quantities(Observed(plan, ledger, ran))


def reduced(plan: Plan, ledger: Ledger, journal: bool = False) -> World:
    """The tables of a run."""
    from sim import measures

    return World(
        measures=measures.measure(plan, ledger),
        daily=measures.daily(plan, ledger),
        curves=measures.curves(plan, ledger),
        accounts=measures.accounts(plan, ledger),
        journal=ledger.journal if journal else None,
    )


def _assemble(plan: Sequence[Task], answers: Sequence[World | Failure]) -> Outcome:
    outcome = Outcome({task.scenario.name: {} for task in plan})
    for task, answer in zip(plan, answers, strict=True):
        if isinstance(answer, Failure):
            outcome.failures.append(answer)
        elif task.change is None:
            outcome.worlds[task.scenario.name][task.replication] = answer
    for name, worlds in outcome.worlds.items():
        if not worlds:
            first = next(failure for failure in outcome.failures if failure.scenario == name)
            raise RuntimeError(f"no world of {name} could be run; the first one: {first.message}")
    own = {(name, r): world.measures for name, worlds in outcome.worlds.items() for r, world in worlds.items()}
    outcome.incremental.extend(_brought(plan, answers, own))
    return outcome


def _brought(
    plan: Sequence[Task], answers: Sequence[World | Failure], own: Mapping[tuple[str, int], pd.DataFrame]
) -> Iterator[Row]:
    """The rows of what spend brings: ``own`` measures of a world against those of the same world with other spend."""
    for task, answer in zip(plan, answers, strict=True):
        name, r = task.scenario.name, task.replication
        if task.change is not None and isinstance(answer, World) and (name, r) in own:
            for measure, value in brought(own[name, r], answer.measures, task.change).items():
                yield from ((name, r, measure, by, key, value) for by, key in task.change.rows)


def check_comparable(scenarios: Sequence[Scenario]) -> None:
    """BadInput unless the scenarios have different names and the same seed, worlds, people, days, start,
    currency."""
    base, faults = scenarios[0], []
    seen: set[str] = set()
    for scenario in scenarios:
        if scenario.name in seen:
            faults.append(Problem(shown(scenario.name), 0, "name", "given twice", "different scenarios"))
        seen.add(scenario.name)
        for key, option in _SAME.items():
            own, other = getattr(scenario, key), getattr(base, key)
            if own != other:
                fix = f"give {option} to set it for all of them." if option else "make them the same."
                allowed = f"{shown(other)} as in {shown(base.name)}: only like can be compared with like"
                faults.append(Problem(shown(scenario.name), 0, key, shown(own), allowed, fix))
    if faults:
        raise BadInput(faults)


_SAME = {
    "seed": "--seed",
    "worlds": "--replications",
    "people": "--customers",
    "days": "--days",
    "start": "",
    "currency": "",
}
"""What the scenarios of a comparison must share, and the option that sets it for all."""
