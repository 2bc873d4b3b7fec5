"""What matters for the choice between two plans: many small worlds, and what their differences follow."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from scipy.stats import norm

from decisions.parts import levers_of
from decisions.sensitivity.flip import Flip, ends, flip
from decisions.sensitivity.scores import Scores, scores
from decisions.sensitivity.screening import Indices, Screened, available, indices, screen
from decisions.sensitivity.surrogate import Surrogate, fitted
from decisions.sensitivity.value import Study, alone, belief, known, perfect, sample, study
from scenarios.lowering.beliefs import places
from scenarios.parameter import Parameter
from scenarios.running.batch import evaluate
from scenarios.running.progress import Progress
from scenarios.scenario import Scenario
from sim.problems import BadInput, Problem, shown
from sim.tables import MEASURES

WORLDS = 500
FEWEST = 50
TRAJECTORIES = 4
SIZE = 400
"""Answers or events of a study where nobody says how many."""


@dataclass(frozen=True)
class Number:
    """A number on which the difference is seen to hang: ``parameter``, its belief; ``worth`` of knowing it, with the
    5 % and 95 % points by the fit; ``share`` of what belief makes the difference vary by; the expected difference
    ``at_low`` and ``at_high``, its 5 % and 95 % points; ``flip`` (None: it does not, between the 1 % and the 99 %
    point); ``study`` that might be made, and what that is worth."""

    path: str
    parameter: Parameter
    worth: float
    low: float
    high: float
    share: float
    at_low: float
    at_high: float
    flip: Flip | None
    study: Study
    study_worth: float


@dataclass(frozen=True)
class Group:
    """Numbers of one part of the market, and what knowing all of them is worth."""

    name: str
    paths: tuple[str, ...]
    worth: float
    low: float
    high: float


@dataclass(frozen=True)
class Matters:
    """``difference``: the expected one (plan less base), ``error`` of it, the standard deviation by ``belief``, by what
    is left over in a single world (``noise``); ``p_better`` by belief and error. ``worth`` of knowing all ``numbers``,
    which come with the most worth knowing first; ``seen``: the standard deviation of the weakest effect that the
    worlds would have shown. ``screened`` and ``indices`` (of the numbers, in the order of ``surrogate``): None without
    the extra."""

    measure: str
    worlds: int
    difference: float
    error: float
    belief: float
    noise: float
    p_better: float
    worth: float
    low: float
    high: float
    numbers: tuple[Number, ...]
    groups: tuple[Group, ...]
    seen: float
    surrogate: Surrogate = field(repr=False)
    screened: Screened | None = None
    indices: Indices | None = None


def sensitivity(
    base: Scenario,
    plan: Scenario,
    *,
    measure: str = "profit",
    worlds: int = WORLDS,
    size: int = SIZE,
    trajectories: int = TRAJECTORIES,
    threads: int | None = None,
    on_progress: Progress | None = None,
) -> Matters:
    """What the difference of ``plan`` to ``base`` hangs on. BadInput where the two are set in different markets, differ
    in nothing, or less of the measure is better."""
    check(base, plan, measure)
    if worlds < FEWEST:
        fix = "leave --replications out for 500"
        raise BadInput([Problem("--replications", 0, "", shown(worlds), f"at least {FEWEST}", fix)])
    screened = None
    if trajectories and available() and places(base).uncertain:
        screened = screen([base, plan], measure, trajectories, threads=threads, on_progress=on_progress)
    batch = evaluate([base, plan], [measure], worlds=range(worlds), threads=threads, on_progress=on_progress)
    difference = batch.of(measure)[1] - batch.of(measure)[0]
    defined = int(np.isfinite(difference).sum())
    if defined < FEWEST:
        why = f": {batch.failures[0].message}" if batch.failures else ""
        found = f"{measure} in {defined} of {worlds} worlds{why}"
        raise BadInput(
            [Problem("--measure", 0, "", found, f"a measure that is defined in at least {FEWEST}", "profit")]
        )
    given = scores(base, batch.worlds)
    if screened is not None:
        given = without(given, screened.idle)
    surrogate = fitted(difference, given)
    beliefs = {path: places(base).uncertain[path] for path in surrogate.names}
    return told(measure, surrogate, beliefs, size, screened)


def check(base: Scenario, plan: Scenario, measure: str) -> None:
    """BadInput where the two plans cannot be compared on the measure, more of which is better."""
    levers_of(base, plan)
    one = MEASURES.get(measure)
    if one is not None and one.better != "higher":
        raise BadInput([Problem("--measure", 0, "", shown(measure), "a measure of which more is better", "profit")])


def without(given: Scores, names: Sequence[str]) -> Scores:
    """``given`` without the scores of ``names``."""
    kept = [k for k, name in enumerate(given.names) if name not in names]
    return Scores(tuple(given.names[k] for k in kept), given.z[:, kept], given.correlation[np.ix_(kept, kept)])


def told(
    measure: str,
    surrogate: Surrogate,
    beliefs: dict[str, Parameter],
    size: int = SIZE,
    screened: Screened | None = None,
) -> Matters:
    """What a ``surrogate`` says of the difference; ``beliefs`` by path."""
    z = belief(surrogate)
    effects = surrogate.columns(z) @ surrogate.weights
    error = float(np.sqrt(surrogate.covariance[0, 0]))
    centre = surrogate.mean + effects
    better = norm.cdf(centre / error) if error > 0.0 else (np.sign(centre) + 1.0) / 2.0
    total = float(effects.var())
    numbers = [_number(surrogate, k, beliefs[surrogate.names[k]], z, total, size) for k in surrogate.chosen]
    numbers.sort(key=lambda one: (-one.worth, -one.share))
    worth, low, high = perfect(surrogate)
    return Matters(
        measure, surrogate.worlds, surrogate.mean, error, total**0.5, surrogate.left, float(better.mean()),
        worth, low, high, tuple(numbers), _groups(surrogate), surrogate.seen, surrogate, screened,
        indices(surrogate) if available() else None,
    )  # fmt: skip


def _number(surrogate: Surrogate, number: int, parameter: Parameter, z: np.ndarray, total: float, size: int) -> Number:
    worth, low, high = perfect(surrogate, [number])
    line = alone(surrogate, number)
    own = float((known(surrogate, [number], z) @ surrogate.weights).var())
    about = study(parameter, size)
    return Number(
        surrogate.names[number], parameter, worth, low, high, own / total if total > 0.0 else 0.0,
        *ends(line), flip(line, parameter), about, sample(surrogate, number, about.share),
    )  # fmt: skip


def group_of(path: str) -> str:
    """The part of the market that a number belongs to: "market.channels.search.carryover" -> "channels.search"."""
    parts = path.split(".")[1:]
    return ".".join(parts[: 2 if parts[0] in ("channels", "segments") else 1])


def _groups(surrogate: Surrogate) -> tuple[Group, ...]:
    members: dict[str, list[int]] = {}
    for number in surrogate.chosen:
        members.setdefault(group_of(surrogate.names[number]), []).append(number)
    found = [
        Group(name, tuple(surrogate.names[k] for k in numbers), *perfect(surrogate, numbers))
        for name, numbers in members.items()
    ]
    return tuple(sorted(found, key=lambda group: -group.worth))
