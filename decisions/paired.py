"""Plans that are run in the same worlds, more than once each with other people."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from decisions.evidence import Evidence, evidence
from scenarios.running.batch import Batch, evaluate
from scenarios.running.progress import Progress
from scenarios.scenario import Scenario

CHANCES = 2
"""Runs of each world with other people, which take belief and noise apart."""


def paired(
    plans: Sequence[Scenario],
    measures: Sequence[str],
    *,
    chances: int,
    worlds: Sequence[int] | None = None,
    threads: int | None = None,
    on_progress: Progress | None = None,
) -> list[Batch]:
    """A batch for each of ``chances``, in which each world has other people; else as
    scenarios.running.batch.evaluate."""
    return [
        evaluate(plans, measures, worlds=worlds, chance=chance, threads=threads, on_progress=on_progress)
        for chance in range(chances)
    ]


def against_first(runs: Sequence[Batch], measure: str) -> np.ndarray:
    """What every plan but the first brings of ``measure`` over it: float64 [chance, plan, world]."""
    values = np.stack([one.of(measure) for one in runs])
    return values[:, 1:] - values[:, :1]


def judged(differences: np.ndarray, scenario: Scenario) -> tuple[Evidence, ...]:
    """The evidence of each plan of :func:`against_first`, at the size of ``scenario``."""
    part = scenario.people / scenario.market.size.value
    return tuple(evidence(differences[:, k], part) for k in range(differences.shape[1]))
