"""Two plans compared in more and more worlds, until it is settled which is better or what stands in the way.

Every look has twice the worlds of the one before. A verdict counts once two looks in a row agree, as a single one among
several would too often be luck. Where belief stands in the way, worlds are added until numbers can be named.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.stats import f, norm

from decisions.evidence import FEWEST, SURE, Evidence, evidence
from decisions.paired import CHANCES, against_first, paired
from decisions.sensitivity.matters import Matters, check, told
from decisions.sensitivity.scores import scores
from decisions.sensitivity.surrogate import fitted
from scenarios.lowering.beliefs import places
from scenarios.running import compiled
from scenarios.running.progress import Progress
from scenarios.scenario import Scenario

SECONDS = 60.0
FIRST = 16
"""Worlds of the first look."""
MOST = 4096
NAMED = 256
"""Worlds from which on it is told which numbers stand in the way, if time allows so many."""


@dataclass(frozen=True)
class Settled:
    """``outcome``: "better", "worse", "alike" (the same in every world), "belief" (only knowing more would settle it),
    "chance" (the luck of the market is larger than the difference) or "time" (it ran out); ``evidence`` at the end and
    ``looks``, that of every look; ``seconds`` taken; ``matters``: what the difference hangs on, in the worlds run,
    where it is not settled."""

    measure: str
    outcome: str
    evidence: Evidence
    looks: tuple[Evidence, ...]
    seconds: float
    matters: Matters | None = None

    @property
    def variances(self) -> dict[str, float]:
        """What makes the difference uncertain: shares of its variance by belief, by chance in the market, and by the
        error of the simulation's mean; they sum to 1."""
        one = self.evidence
        parts = {"belief": one.belief**2, "chance": one.chance**2, "simulation": one.se**2}
        total = sum(parts.values())
        return {name: part / total if total > 0.0 else 0.0 for name, part in parts.items()}


Draw = Callable[[Sequence[int]], np.ndarray]
"""Differences in so many further worlds, by their numbers: float64 [chance, world]."""


def settle(
    base: Scenario,
    plan: Scenario,
    *,
    measure: str = "profit",
    seconds: float = SECONDS,
    threads: int | None = None,
    on_progress: Progress | None = None,
) -> Settled:
    """Whether ``plan`` is better than ``base``, within about ``seconds``. BadInput as for
    decisions.sensitivity.matters.sensitivity."""
    check(base, plan, measure)

    def draw(worlds: Sequence[int]) -> np.ndarray:
        every = paired(
            [base, plan], [measure], chances=CHANCES, worlds=worlds, threads=threads, on_progress=on_progress
        )
        return against_first(every, measure)[:, 0]

    compiled.ready()
    runs, looks, outcome, taken = grown(draw, base.people / base.market.size.value, seconds)
    matters = None
    if outcome in ("belief", "time") and looks[-1].worlds >= FEWEST:
        surrogate = fitted(runs.mean(axis=0), scores(base, range(runs.shape[1])))
        uncertain = places(base).uncertain
        matters = told(measure, surrogate, {path: uncertain[path] for path in surrogate.names})
    return Settled(measure, outcome, looks[-1], tuple(looks), taken, matters)


def grown(
    draw: Draw, part: float, seconds: float, clock: Callable[[], float] = time.monotonic
) -> tuple[np.ndarray, list[Evidence], str, float]:
    """(differences [chance, world], evidence at each look, outcome, seconds taken); ``part``: people simulated over
    people of the market. At least one look is taken, and none that would not be over in time."""
    begun = clock()
    runs = draw(range(FIRST))
    looks = [evidence(runs, part)]
    while True:
        done, taken = runs.shape[1], clock() - begun
        outcome = verdict(looks)
        if outcome in ("better", "worse", "alike") or (outcome and done >= NAMED and not more_would(looks[-1])):
            return runs, looks, outcome, taken
        more = min(done, MOST - done, int((seconds - taken) / (taken / done)) if taken > 0.0 else done)
        if more < done / 4:
            return runs, looks, outcome or "time", taken
        runs = np.hstack([runs, draw(range(done, done + more))])
        looks.append(evidence(runs, part))


def verdict(looks: Sequence[Evidence]) -> str | None:
    """What the last two looks agree on; None where they do not, or where more worlds would tell."""
    last = looks[-1]
    if last.worlds >= FEWEST and last.mean == 0.0 and last.se == 0.0:
        return "alike"
    said = {look.verdict for look in looks[-2:]}
    if len(looks) < 2 or len(said) > 1 or said & {"few", "noise"}:
        return None
    one = said.pop()
    return "chance" if one == "belief" and last.chance**2 > least_belief(last) else one


def more_would(one: Evidence) -> bool:
    """Whether more worlds might settle it after all, were belief as narrow as it may be."""
    return bool((one.mean / float(norm.ppf(SURE))) ** 2 > least_belief(one) + one.chance**2)


def least_belief(one: Evidence) -> float:
    """The lower end of the 90 % interval of the variance by belief, by the F law of a one-way analysis of variance."""
    ratio = float(f.ppf(0.95, one.worlds - 1, one.worlds * (CHANCES - 1)))
    return max(one.se**2 * one.worlds / ratio - one.noise**2 / CHANCES, 0.0)
