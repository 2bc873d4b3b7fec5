"""The most likely numbers of a small model under its beliefs, and their covariance (Laplace's approximation)."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from scipy.optimize import minimize

from calibration.estimators.finding import Belief
from calibration.likelihood import VAGUE, Array, Total

STEP = 1e-3  # of a second difference
LEVEL = 0.05  # a slope of the log posterior at which the search is over, per unit of a scale
NOWHERE = 1e300
Numbers = Sequence[float] | Array
Beliefs = Sequence[Belief | None]


def posterior(log_likelihood: Callable[[Array], float], start: Numbers, beliefs: Beliefs = ()) -> tuple[Array, Array]:
    """The mode (k,) and the covariance (k, k) of numbers on scales on which they are normal.

    ``beliefs``: on the same scales, None (or too few) where nothing is believed. Directions in which nothing is known
    keep a standard deviation of ``VAGUE``. ArithmeticError where the likelihood has no finite place at ``start``.
    """

    def loss(at: Array) -> float:
        with np.errstate(all="ignore"):  # the search may look far away
            total = -log_likelihood(at) + _against(beliefs, at)[0]
        return float(total) if np.isfinite(total) else NOWHERE

    mode = _searched(loss, start, jac=None)
    return mode, _covariance(_second(loss, mode))


def posterior_by_slopes(log_likelihood: Total, start: Numbers, beliefs: Beliefs = ()) -> tuple[Array, Array]:
    """The same for a ``log_likelihood`` that also gives its gradient (k,)."""

    def loss(at: Array) -> tuple[float, Array]:
        with np.errstate(all="ignore"):
            value, slopes = log_likelihood(at)
            against, pull = _against(beliefs, at)
            total = against - value
        return (float(total), pull - slopes) if np.isfinite(total) else (NOWHERE, np.zeros(len(at)))

    mode = _searched(loss, start, jac=True)
    rows = [(loss(mode + step)[1] - loss(mode - step)[1]) / (2.0 * STEP) for step in STEP * np.eye(len(mode))]
    return mode, _covariance((np.array(rows) + np.array(rows).T) / 2.0)


def _against(beliefs: Beliefs, at: Array) -> tuple[float, Array]:
    """What the beliefs have against a place, and its gradient."""
    off = np.array([0.0 if one is None else (at[k] - one.middle) / one.sd**2 for k, one in enumerate(beliefs)])
    sds = np.array([1.0 if one is None else one.sd for one in beliefs])
    pull = np.zeros(len(at))
    pull[: len(off)] = off
    return 0.5 * float(((off * sds) ** 2).sum()), pull


def _searched(loss: Callable[[Array], object], start: Numbers, jac: bool | None) -> Array:
    begin = np.asarray(start, float)
    best = minimize(loss, begin, method="BFGS", jac=jac)
    if not best.fun < NOWHERE:
        raise ArithmeticError("the likelihood is not finite where the search begins")
    if jac is None and np.abs(best.jac).max() > LEVEL:
        best = minimize(loss, minimize(loss, best.x, method="Nelder-Mead").x, method="BFGS")
    return np.asarray(best.x)


def _covariance(information: Array) -> Array:
    curvature, directions = np.linalg.eigh(information)
    return np.asarray((directions / np.maximum(curvature, VAGUE**-2)) @ directions.T)


def _second(loss: Callable[[Array], float], at: Array) -> Array:
    """Second derivatives of ``loss`` by central differences."""
    steps = STEP * np.eye(len(at))
    found = np.empty((len(at), len(at)))
    for i, a in enumerate(steps):
        for j, b in enumerate(steps[: i + 1]):
            ends = loss(at + a + b) - loss(at + a - b) - loss(at - a + b) + loss(at - a - b)
            found[i, j] = found[j, i] = ends / (4.0 * STEP**2)
    return found
