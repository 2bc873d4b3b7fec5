"""Morris' screening of the difference by runs, and Sobol' indices of what was found of it, both by SALib."""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.util import find_spec

import numpy as np
from scipy.stats import norm

from decisions.sensitivity.surrogate import Surrogate
from scenarios.lowering.beliefs import places
from scenarios.running.batch import run
from scenarios.running.experiment import Failure
from scenarios.running.job import Job
from scenarios.running.progress import Progress
from scenarios.scenario import Scenario

LEVELS = 4
LOW, HIGH = 0.05, 0.95
"""Between these points of its belief a number is moved."""
SAMPLES = 1024
GRAIN = 1e-10
"""Differences are told apart down to this part of the largest value: sums of money are not exact beyond."""


@dataclass(frozen=True)
class Screened:
    """Elementary effects of each number on the difference, over the 90 % range of its belief, float64 [number]:
    ``size``, the mean of their absolute values (mu*); ``spread``, their standard deviation (sigma); ``idle``: numbers
    that did not change it at all in any trajectory."""

    names: tuple[str, ...]
    size: np.ndarray
    spread: np.ndarray
    trajectories: int

    @property
    def idle(self) -> tuple[str, ...]:
        """Numbers on which the difference does not hang at all."""
        return tuple(name for name, size in zip(self.names, self.size, strict=True) if size == 0.0)


@dataclass(frozen=True)
class Indices:
    """Sobol' indices of the chosen numbers as if these were independent: ``first`` order and ``total``, each with the
    half width of its 95 % interval by SALib, float64 [number]."""

    first: np.ndarray
    first_error: np.ndarray
    total: np.ndarray
    total_error: np.ndarray


def available() -> bool:
    """Whether the extra "sensitivity" is installed."""
    return find_spec("SALib") is not None


def screen(
    plans: Sequence[Scenario],
    measure: str,
    trajectories: int,
    *,
    threads: int | None = None,
    on_progress: Progress | None = None,
) -> Screened | None:
    """Morris 1991 on the difference of two ``plans``: every uncertain number moved, one at a time, on a random path;
    the people and the luck of a path stay those of one world. None where no
    path has a number in all of its points."""
    from SALib.analyze import morris as analysis
    from SALib.sample import morris as design

    names = tuple(dict.fromkeys(name for plan in plans for name in places(plan).uncertain))
    problem = {"num_vars": len(names), "names": list(names), "bounds": [[LOW, HIGH]] * len(names)}
    x = np.asarray(design.sample(problem, trajectories, num_levels=LEVELS, seed=1))
    steps = len(names) + 1
    jobs = [
        Job(plan, row // steps, 0, dict(zip(names, map(float, point), strict=True)))
        for row, point in enumerate(x)
        for plan in (0, 1)
    ]
    found = run(plans, jobs, [measure], threads=threads, on_progress=on_progress)
    values = np.array([np.nan if isinstance(one, Failure) else one[0] for one in found]).reshape(-1, 2)
    grain = GRAIN * float(np.nanmax(np.abs(values), initial=0.0)) or 1.0
    y = np.round((values[:, 1] - values[:, 0]) / grain) * grain
    kept = np.repeat(np.isfinite(y).reshape(-1, steps).all(axis=1), steps)
    if not kept.any():
        return None
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        told = analysis.analyze(problem, x[kept], y[kept], num_levels=LEVELS, num_resamples=10, seed=1)
    size, spread = (np.ma.filled(np.ma.asarray(told[key]).astype(float), np.nan) for key in ("mu_star", "sigma"))
    return Screened(names, size, spread, int(kept.sum()) // steps)


def indices(surrogate: Surrogate) -> Indices | None:
    """Sobol' indices of the difference as ``surrogate`` has it (Saltelli 2010, Jansen's total). None where nothing was
    found to matter."""
    from SALib.analyze import sobol as analysis
    from SALib.sample import sobol as design

    count = len(surrogate.chosen)
    if not count or not np.any(surrogate.weights):
        return None
    problem = {
        "num_vars": count, "names": [surrogate.names[k] for k in surrogate.chosen], "bounds": [[0.0, 1.0]] * count,
    }  # fmt: skip
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        u = np.asarray(design.sample(problem, SAMPLES, calc_second_order=False, seed=1))
        y = surrogate.columns(norm.ppf(np.clip(u, 1e-9, 1.0 - 1e-9))) @ surrogate.weights
        told = analysis.analyze(problem, y, calc_second_order=False, num_resamples=100, seed=1)
    return Indices(*(np.asarray(told[key], float) for key in ("S1", "S1_conf", "ST", "ST_conf")))
