"""What a run will take, told before it: how long, how much memory. Read off small worlds of the same scenarios."""

from __future__ import annotations

import math
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from scenarios.ground.machine import limit
from scenarios.running import compiled
from scenarios.running.execute import cores, split
from scenarios.running.memory import KEPT_LINE, PROCESS, bytes_of, bytes_of_links
from sim.problems import BadInput, Problem

if TYPE_CHECKING:
    from scenarios.scenario import Scenario

LONG = 20.0
"""Seconds of waiting before which people want to know."""
BUDGET = 1.0
"""Seconds after which no larger world is tried."""
SHORT = 5e7
"""Days of people's lives that the compiled engine simulates in less than LONG, whatever happens in them."""
FEWEST, STEP = 250, 8
"""People of the smallest world, and how many times more the next one has."""
SIDE_BY_SIDE, WITHIN = 0.9, 0.8
"""What each of several threads does, of what one does alone: on worlds of their own, and within a world."""
LINE_ON_DISK = 10
"""Bytes of a line of the journal in its file (measured: 9.2)."""


@dataclass(frozen=True)
class Effort:
    """What a run will take. ``seconds``: of waiting; ``memory``: bytes of the process at its height; ``disk``: bytes of
    the journal's file, 0 where none is written."""

    seconds: float
    memory: float
    disk: float = 0.0

    @property
    def long(self) -> bool:
        """Whether it is worth telling."""
        return self.seconds > LONG


@dataclass(frozen=True)
class Pace:
    """A world of so many people. ``alone``: seconds of a processor of which one thread does all; ``shared``: those in
    which several threads may share; ``lines``: of its journal; ``tables``: bytes of what is kept of it."""

    people: float
    alone: float
    shared: float
    lines: float
    tables: float

    def with_people(self, people: float, fewer: Pace) -> Pace:
        """The same world with ``people``, along the line from a world of ``fewer`` through this one."""
        far = (people - self.people) / (self.people - fewer.people)

        def reached(name: str) -> float:
            here = getattr(self, name)
            return float(here + far * max(0.0, here - getattr(fewer, name)))

        return Pace(people, reached("alone"), reached("shared"), reached("lines"), self.tables)


def effort(
    scenarios: Sequence[Scenario],
    runs: Mapping[str, int],
    *,
    engine: str = "compiled",
    threads: int | None = None,
    fit: int | None = None,
    held: int = 1,
    journal: str = "",
) -> Effort | None:
    """What the ``runs`` of each scenario, by name, will take; None where it is too little to be looked at, or where
    a world of few people cannot be run.

    ``engine``, ``threads`` and ``fit`` as in scenarios.running.experiment.run; ``held``: runs of a world that are in
    memory together; ``journal``: "memory" or "disk" where it is kept there. Takes a second, in which small worlds are
    run.
    """
    first = scenarios[0]
    if engine == "compiled" and first.people * first.days * sum(runs.values()) < SHORT:
        return None
    at_a_time, inside = split(min(threads or cores(), cores()), min(sum(runs.values()), fit or cores()))
    if first.market.referral.network.kind == "fresh" or engine == "reference":
        inside = 1
    if engine == "compiled":
        compiled.ready()
    try:
        _small(first, min(FEWEST, first.people), engine)  # code is loaded
        clock, processor = time.perf_counter(), time.thread_time()
        paces = _paces(scenarios, runs, engine, at_a_time, inside)
    except Exception:  # what is wrong the run itself will say
        return None
    others = max(1.0, (time.perf_counter() - clock) / (time.thread_time() - processor))  # work on this machine too
    lines = sum(runs[one.name] * paces[one.name].lines for one in scenarios) if journal else 0.0
    memory = PROCESS + sum(runs[one.name] * paces[one.name].tables for one in scenarios)
    links = max(bytes_of_links(one) for one in scenarios)
    memory += links + at_a_time * held * (max(bytes_of(one, engine) for one in scenarios) - links)
    memory += KEPT_LINE * lines if journal == "memory" else 0.0
    disk = LINE_ON_DISK * lines if journal == "disk" else 0.0
    seconds = waiting([paces[one.name] for one in scenarios], [runs[one.name] for one in scenarios], at_a_time, inside)
    return Effort(others * seconds, memory, disk)


def check_memory(expected: Effort | None) -> None:
    """BadInput where a journal that is kept in memory does not fit there with all else."""
    most = limit()
    if expected is not None and expected.memory > most:
        found = f"an experiment that needs about {expected.memory / 1e9:,.1f} GB with its journal in memory"
        allowed = f"{most / 1e9:,.1f} GB on this machine now"
        fix = "write the journal to the disk while the worlds run, with out=FOLDER"
        raise BadInput([Problem("journal", 0, "", found, allowed, fix)])


def waiting(paces: Sequence[Pace], runs: Sequence[int], at_a_time: int, inside: int) -> float:
    """Seconds until so many ``runs`` at each of ``paces`` are done, ``at_a_time`` of them with ``inside`` threads each.

    What a thread does alone is Python's, which lets one thread work at a time.
    """
    number = sum(runs)
    alone = sum(n * pace.alone for n, pace in zip(runs, paces, strict=True))
    shared = sum(n * pace.shared for n, pace in zip(runs, paces, strict=True))
    shared /= inside * WITHIN if inside > 1 else 1
    rounds = math.ceil(number / at_a_time) / number
    return max(alone, (alone + shared) * rounds / (SIDE_BY_SIDE if at_a_time > 1 else 1))


def _paces(
    scenarios: Sequence[Scenario], runs: Mapping[str, int], engine: str, at_a_time: int, inside: int
) -> dict[str, Pace]:
    """How every scenario's worlds go, by name: the first from ever larger worlds, the others beside it."""
    first = scenarios[0]
    begun = time.perf_counter()
    pace = _small(first, min(FEWEST, first.people), engine)
    fewer = Pace(0, pace.alone, 0.0, 0.0, pace.tables)
    none = fewer
    while pace.people < first.people:
        most = pace.with_people(first.people, none)
        left = BUDGET - (time.perf_counter() - begun)
        short = waiting([most], [sum(runs.values())], at_a_time, inside) < LONG / 2
        next_one = pace.alone + pace.shared + (STEP - 1) * (pace.shared - fewer.shared)
        if short or (fewer is not none and next_one > left):  # one size alone does not tell what a person takes
            break
        fewer, pace = pace, _small(first, min(STEP * int(pace.people), first.people), engine)
    found = {first.name: pace.with_people(first.people, fewer)}
    for one in scenarios[1:]:
        found[one.name] = found[first.name]
        if BUDGET - (time.perf_counter() - begun) > pace.alone + pace.shared:
            other = _small(one, int(pace.people), engine)
            found[one.name] = other.with_people(one.people, fewer)
    return found


def _small(scenario: Scenario, people: int, engine: str) -> Pace:
    """A world of ``scenario`` with so many people, run.

    For each of them as many customers of the market ask for help who are not simulated as in the real one.
    """
    from scenarios.lowering.lower import lower
    from scenarios.running.experiment import ledger_of, reduced

    market = scenario.market
    if market.referral.network.kind == "edges":  # a file holds all people's contacts: others stand for them
        network = market.referral.network.model_copy(update={"kind": "random"})
        market = market.model_copy(update={"referral": market.referral.model_copy(update={"network": network})})
    small = scenario.model_copy(update={"people": people, "market": market})
    start = time.thread_time()
    plan = lower(small, 0)
    plan.behaviour["copies"] = np.maximum((plan.behaviour["copies"] + 1.0) * people / scenario.people - 1.0, 0.0)
    lowered = time.thread_time()
    ledger = ledger_of(plan, engine)
    ran = time.thread_time()
    world = reduced(plan, ledger)
    alone = lowered - start + time.thread_time() - ran
    frames = (world.measures, world.daily, world.curves, world.accounts)
    tables = sum(int(frame.memory_usage(deep=True).sum()) for frame in frames)
    return Pace(people, alone, ran - lowered, int(ledger.counts.sum()), tables)
