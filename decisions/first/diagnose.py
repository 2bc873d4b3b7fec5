"""Where a firm is weakest: eight dimensions scored by what its market shows today and by what its people answer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from decisions.first.answers import LOW, Dimension, Indicator, dimensions
from scenarios.changes import value_at
from scenarios.results.compare import OPEN_END
from scenarios.running import experiment
from scenarios.running.progress import Progress
from scenarios.scenario import Scenario


@dataclass(frozen=True)
class Shown:
    """An indicator in this market: mean ``value`` with its 5 % and 95 % points over worlds, and its mean ``score``; NaN
    where the market has no such figure. Of what may never come, such as a payback, the median. ``label`` of a number of
    the market; "" of what is simulated."""

    indicator: Indicator
    value: float
    low: float
    high: float
    score: float
    label: str = ""


@dataclass(frozen=True)
class Scored:
    """A dimension: its mean ``score`` over indicators and answers (NaN: not known) with its 5 % and 95 % points over
    worlds; ``weakest``: the share of worlds in which none is lower; ``answers`` by question, None: unknown."""

    dimension: Dimension
    score: float
    low: float
    high: float
    weakest: float
    indicators: tuple[Shown, ...]
    answers: Mapping[str, int | None]


@dataclass(frozen=True)
class Diagnosis:
    """All ``dimensions``, and the name of the ``weakest`` of those that are known ("": none is)."""

    dimensions: tuple[Scored, ...]
    weakest: str


def diagnose(
    scenario: Scenario,
    answers: Mapping[str, int],
    *,
    threads: int | None = None,
    on_progress: Progress | None = None,
) -> Diagnosis:
    """Score ``scenario``, today's policy in its market, and the ``answers`` to decisions.first.answers.questions."""
    outcome = experiment.run([scenario], threads=threads, on_progress=on_progress)
    worlds = outcome.worlds[scenario.name]
    found: dict[str, np.ndarray] = {}
    for k, world in enumerate(worlds.values()):
        whole = world.measures[world.measures["by"] == "all"]
        for name, value in zip(whole["measure"], whole["value"], strict=True):
            found.setdefault(str(name), np.full(len(worlds), np.nan))[k] = value
    return scored(scenario, found, answers)


def scored(scenario: Scenario, measures: Mapping[str, np.ndarray], answers: Mapping[str, int]) -> Diagnosis:
    """The same of ``measures`` that are known: float64 [world] by name."""
    worlds = max((len(values) for values in measures.values()), default=1)
    rows, made = [], []
    for dimension in dimensions():
        pairs = [_shown(scenario, indicator, measures, worlds) for indicator in dimension.indicators]
        said = {one.name: answers.get(one.name) for one in dimension.questions}
        scores = [of_world for _, of_world in pairs]
        scores += [np.full(worlds, float(answer)) for answer in said.values() if answer is not None]
        rows.append(_over(scores, worlds))
        made.append((dimension, tuple(shown for shown, _ in pairs), said))
    every = np.array(rows)
    lowest = _lowest(every)
    found = tuple(
        Scored(dimension, _mean(of), *_range(of), float(low), shown, said)
        for (dimension, shown, said), of, low in zip(made, every, lowest, strict=True)
    )
    known = [one for one in found if np.isfinite(one.score)]
    weakest = min(known, key=lambda one: one.score).dimension.name if known else ""
    return Diagnosis(found, weakest)


def _shown(
    scenario: Scenario, indicator: Indicator, measures: Mapping[str, np.ndarray], worlds: int
) -> tuple[Shown, np.ndarray]:
    """An indicator, and its score in every world. A payback that never comes is the worst there is."""
    label = ""
    if indicator.path:
        label = dict(scenario.parameters())[indicator.path].label
        values = np.full(worlds, value_at(scenario, indicator.path))
    else:
        values = measures.get(indicator.measure, np.full(worlds, np.nan))
    scores = indicator.score(values)
    if indicator.measure in OPEN_END and indicator.measure in measures:
        scores = np.where(np.isnan(values), float(LOW), scores)
        middle = float(np.median(np.where(np.isnan(values), np.inf, values)))
        return Shown(indicator, middle, np.nan, np.nan, _mean(scores), label), scores
    return Shown(indicator, _mean(values), *_range(values), _mean(scores), label), scores


def _over(scores: list[np.ndarray], worlds: int) -> np.ndarray:
    """The mean of the scores that are known, by world."""
    if not scores:
        return np.full(worlds, np.nan)
    table = np.array(scores)
    count = np.isfinite(table).sum(axis=0)
    return np.asarray(np.where(count > 0, np.nansum(table, axis=0) / np.maximum(count, 1), np.nan))


def _lowest(every: np.ndarray) -> np.ndarray:
    """The share of worlds in which each dimension is lowest; those that tie share a world. float64 [dimension]."""
    known = np.where(np.isfinite(every), every, np.inf)
    ties = (known == known.min(axis=0)) & np.isfinite(known)
    return np.asarray((ties / np.maximum(ties.sum(axis=0), 1)).mean(axis=1))


def _mean(row: np.ndarray) -> float:
    kept = row[np.isfinite(row)]
    return float(kept.mean()) if len(kept) else np.nan


def _range(row: np.ndarray) -> tuple[float, float]:
    kept = row[np.isfinite(row)]
    if len(kept) < 2:
        return np.nan, np.nan
    low, high = np.quantile(kept, [0.05, 0.95])
    return float(low), float(high)
