"""Where to begin: what a feasible step of each lever is worth in this market.

All steps are screened in a few worlds; the best ones are judged anew in worlds that the screening has not seen, so that
the first of them is not first by luck.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np

from decisions.evidence import Evidence
from decisions.first.answers import table
from decisions.paired import CHANCES, against_first, judged, paired
from scenarios.changes import changed, value_at
from scenarios.kinds import Title
from scenarios.running.progress import Progress
from scenarios.scenario import Scenario
from scenarios.tree.writing import written
from sim.problems import BadInput

SCREENED = 12
"""Worlds in which all steps are screened."""
BEST = 4
"""Steps that are judged anew."""
SECONDS = 60.0
BESIDE = "clv"
"""The measure told beside the one that decides."""


@dataclass(frozen=True)
class Step:
    """A feasible change of one lever: what a plan says (``set``), and numbers of today's policy with a factor
    (``times``) or something added (``plus``), by path."""

    step: str
    front: str
    title: Mapping[str, str]
    source: Mapping[str, str]
    set: Mapping[str, Any] = field(default_factory=dict)
    times: Mapping[str, float] = field(default_factory=dict)
    plus: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True)
class Tried:
    """A step against today: ``evidence`` of the measure that decides, the mean difference of CLV, and whether it was
    judged in fresh worlds."""

    step: Step
    evidence: Evidence
    clv: float
    judged: bool

    @property
    def outcome(self) -> str:
        """ "better", "worse", "nothing" (the same in every world) or "open": within what chance and belief leave."""
        if self.evidence.mean == 0.0 and self.evidence.se == 0.0:
            return "nothing"
        said = self.evidence.verdict
        return said if said in ("better", "worse") else "open"


@dataclass(frozen=True)
class Focus:
    """Steps ``tried``, those judged first and each by what it is worth; ``refused``: steps that this market cannot
    take; ``plans`` by the name of the step."""

    measure: str
    tried: tuple[Tried, ...]
    refused: tuple[Step, ...]
    plans: Mapping[str, Scenario]
    seconds: float


@cache
def steps() -> tuple[Step, ...]:
    """All of them."""
    return tuple(Step(**row) for row in table("steps.yaml"))


def focus(
    base: Scenario,
    extends: str,
    load: Callable[[str], Scenario],
    *,
    measure: str = "worth",
    seconds: float = SECONDS,
    threads: int | None = None,
    on_progress: Progress | None = None,
    clock: Callable[[], float] = time.monotonic,
) -> Focus:
    """Rank all steps over ``base``, today's policy. ``extends``: what a file extends that says a plan over it;
    ``load``: the scenario of such a file; ``seconds``: after about so many no more worlds are run. BadInput where the
    measure is unknown."""
    begun = clock()
    plans, refused = {}, []
    for step in steps():
        try:
            plans[step.step] = planned(step, base, extends, load)
        except BadInput:
            refused.append(step)
    known = {step.step: step for step in steps()}
    names = list(plans)
    run = partial(paired, threads=threads, on_progress=on_progress)
    measures = list(dict.fromkeys((measure, BESIDE)))
    first = run([base, *plans.values()], measures, chances=1, worlds=range(SCREENED))
    gains, clv = against_first(first, measure), _beside(first)
    screened = dict(zip(names, judged(gains, base), strict=True))
    found = {name: Tried(known[name], screened[name], clv[k], False) for k, name in enumerate(names)}
    best = sorted(names, key=lambda name: -screened[name].mean)[:BEST]
    worlds = max(base.worlds, 2)
    while True:
        fresh = range(SCREENED, SCREENED + worlds)
        runs = run([base, *(plans[name] for name in best)], measures, chances=CHANCES, worlds=fresh)
        again, clv = judged(against_first(runs, measure), base), _beside(runs)
        found |= {
            name: Tried(known[name], one, clv[k], True) for k, (name, one) in enumerate(zip(best, again, strict=True))
        }
        taken = clock() - begun
        leader = max(again, key=lambda one: one.mean)
        if leader.verdict not in ("few", "noise") or 2.0 * taken > seconds:
            break
        worlds *= 2
    order = sorted(found.values(), key=lambda one: (not one.judged, -one.evidence.mean))
    return Focus(measure, tuple(order), tuple(refused), plans, taken)


def planned(step: Step, base: Scenario, extends: str, load: Callable[[str], Scenario]) -> Scenario:
    """``base`` with a step taken. BadInput where it cannot be."""
    plan = base
    if step.set:
        with TemporaryDirectory(prefix="sixr-") as folder:
            file = Path(folder) / f"{step.step}.yaml"
            file.write_text(written({"extends": extends, "name": step.step, **step.set}), encoding="utf-8")
            plan = load(str(file))
    numbers = {}
    for path in (*step.times, *step.plus):
        for one in _numbers(plan, path):
            numbers[one] = value_at(plan, one) * step.times.get(path, 1.0) + step.plus.get(path, 0.0)
    return changed(plan, numbers).model_copy(update={"name": step.step, "title": Title(**step.title)})


def _numbers(plan: Scenario, path: str) -> list[str]:
    """The path itself, or those of all numbers of the mapping at it."""
    place: Any = plan
    for key in path.split("."):
        place = getattr(place, key)
    return [f"{path}.{key}" for key in place] if isinstance(place, Mapping) else [path]


def _beside(runs: Sequence[Any]) -> list[float]:
    """The mean difference of each plan; NaN where no world has one."""
    gaps = against_first(runs, BESIDE)
    known = np.isfinite(gaps)
    count = known.sum(axis=(0, 2))
    total = np.where(known, gaps, 0.0).sum(axis=(0, 2))
    return [float(row) for row in np.where(count > 0, total / np.maximum(count, 1), np.nan)]
