"""What it is worth to know a number before deciding: perfectly, or as well as a study would tell.

With two plans and the expected difference m + g(number), knowing it is worth E max(0, m + g) - max(0, m), where g is
taken from the worlds that were run (Strong, Oakley & Brennan 2014). After a study that takes the share v of the
variance of belief away, g is replaced by its expectation given what the study finds, which is normal with variance v on
the scale of the belief (Brennan & Kharroubi 2007; v = n / (n + n0): Jalal & Alarid-Escudero 2018).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.stats import norm, qmc

from decisions.sensitivity.basis import GRID, curve
from decisions.sensitivity.surrogate import Surrogate, shrunk
from scenarios.parameter import Parameter

POINTS = 2**11
REDRAWN = 200
"""Fits that are drawn anew for the range of a value."""
HALF = 0.5
"""The share of the variance that a study takes away where nothing says how it would be made: one that says as much as
what is believed today."""
_NODES, _WEIGHTS = np.polynomial.hermite_e.hermegauss(24)


@dataclass(frozen=True)
class Study:
    """What would be found out: ``of`` "answers" or "events" (``size`` of them), or "as much as is believed" (0);
    ``share``: of the belief's variance that it takes away."""

    of: str
    size: int
    share: float


def belief(surrogate: Surrogate) -> np.ndarray:
    """Scores of the chosen numbers as they are believed, float64 [point, number]; the same points every time."""
    count = len(surrogate.chosen)
    if not count:
        return np.zeros((1, 0))
    points = qmc.Sobol(count, rng=np.random.default_rng(1)).random(POINTS)
    z = norm.ppf(np.clip(points, 1e-12, 1.0 - 1e-12))
    chosen = list(surrogate.chosen)
    return np.asarray(z @ np.linalg.cholesky(surrogate.correlation[np.ix_(chosen, chosen)]).T)


def gained(mean: float, effects: np.ndarray) -> float:
    """What it is worth to decide knowing ``effects`` [point] on the ``mean`` difference of two plans."""
    return float(np.maximum(mean + effects, 0.0).mean() - max(mean + float(effects.mean()), 0.0))


def known(surrogate: Surrogate, numbers: Sequence[int], z: np.ndarray) -> np.ndarray:
    """What the weights multiply in the difference that is expected once ``numbers`` are known, float64 [point, column],
    at ``z`` as :func:`belief` gives it; numbers that are correlated with them tell, too."""
    columns = surrogate.columns(z)
    found = np.zeros_like(columns)
    places = [surrogate.chosen.index(number) for number in numbers]
    for k, term in enumerate(surrogate.terms):
        part = surrogate.columns_of(k)
        if set(term) <= set(numbers):
            found[:, part] = columns[:, part]
        elif np.any(surrogate.correlation[np.ix_(list(term), list(numbers))] != 0.0):
            x = np.hstack([np.ones((len(z), 1)), *(curve(z[:, place], surrogate.bend) for place in places)])
            fit, *_ = np.linalg.lstsq(x, columns[:, part], rcond=None)
            found[:, part] = x @ fit
    return found


def perfect(surrogate: Surrogate, numbers: Sequence[int] | None = None) -> tuple[float, float, float]:
    """What knowing ``numbers`` (None: all that were chosen) is worth, and its 5 % and 95 % points by the fit."""
    columns = known(surrogate, surrogate.chosen if numbers is None else numbers, belief(surrogate))

    def worth(one: Surrogate) -> float:
        return gained(one.mean, columns @ one.weights)

    rng = np.random.default_rng(2)
    fit = np.concatenate([[surrogate.mean], surrogate.weights])
    redrawn = rng.multivariate_normal(fit, surrogate.covariance, REDRAWN, check_valid="ignore")
    low, high = np.quantile([worth(shrunk(surrogate, one)) for one in redrawn], [0.05, 0.95])
    return worth(surrogate), float(low), float(high)


def alone(surrogate: Surrogate, number: int) -> np.ndarray:
    """The expected difference at every point of GRID of a chosen number, float64 [point]."""
    z = belief(surrogate)
    x = curve(z[:, surrogate.chosen.index(number)], surrogate.bend)
    fit, *_ = np.linalg.lstsq(x, known(surrogate, [number], z) @ surrogate.weights, rcond=None)
    return np.asarray(surrogate.mean + curve(GRID, surrogate.bend) @ fit)


def study(parameter: Parameter, size: int) -> Study:
    """A study of ``size`` answers of people about a share, or of so many events of a rate; of all else one that says as
    much as is believed today.

    The variance of a log-odds is 1 / (n p (1 - p)), of the log of a rate 1 / n.
    """
    variance = parameter.spread**2
    if variance > 0.0 and parameter.scale == "logit" and 0.0 < parameter.value < 1.0:
        error = 1.0 / (size * parameter.value * (1.0 - parameter.value))
        return Study("answers", size, variance / (variance + error))
    if variance > 0.0 and parameter.scale == "log" and parameter.unit in ("1/day", "1/week"):
        return Study("events", size, variance / (variance + 1.0 / size))
    return Study("as much as is believed", 0, HALF)


def sample(surrogate: Surrogate, number: int, share: float) -> float:
    """What a study is worth that takes the ``share`` of the variance of a chosen number away."""
    line = alone(surrogate, number) - surrogate.mean
    told = np.sqrt(share) * GRID[:, None] + np.sqrt(1.0 - share) * _NODES
    expected = np.interp(told, GRID, line) @ (_WEIGHTS / _WEIGHTS.sum())
    return gained(surrogate.mean, expected - expected.mean())
