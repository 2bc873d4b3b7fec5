"""The most likely numbers of a small model under its beliefs, and their covariance (Laplace's approximation)."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from scipy.optimize import minimize

from calibration.estimators.finding import Belief
from calibration.likelihood import VAGUE, Array

STEP = 1e-3  # of a second difference
LEVEL = 0.05  # a slope of the log posterior at which the search is over, per unit of a scale
Loss = Callable[[Array], float]


def posterior(
    log_likelihood: Loss, start: Sequence[float], beliefs: Sequence[Belief | None] = ()
) -> tuple[Array, Array]:
    """The mode (k,) and the covariance (k, k) of numbers on scales on which they are normal.

    ``beliefs``: on the same scales, None (or too few) where nothing is believed. Directions in which nothing is known
    keep a standard deviation of ``VAGUE``. ArithmeticError where the likelihood has no finite place at ``start``.
    """
    held = [(k, one) for k, one in enumerate(beliefs) if one is not None]

    def loss(at: Array) -> float:
        with np.errstate(all="ignore"):  # the search may look far away
            total = -log_likelihood(at) + sum(0.5 * ((at[k] - one.middle) / one.sd) ** 2 for k, one in held)
        return float(total) if np.isfinite(total) else 1e300

    begin = np.asarray(start, float)
    if loss(begin) >= 1e300:
        raise ArithmeticError("the likelihood is not finite where the search begins")
    best = minimize(loss, begin, method="BFGS")
    if np.abs(best.jac).max() > LEVEL:
        rough = minimize(loss, best.x, method="Nelder-Mead")
        best = minimize(loss, rough.x, method="BFGS")
    mode = np.asarray(best.x)
    curvature, directions = np.linalg.eigh(_second(loss, mode))
    return mode, np.asarray((directions / np.maximum(curvature, VAGUE**-2)) @ directions.T)


def _second(loss: Loss, at: Array) -> Array:
    """Second derivatives of ``loss`` by central differences."""
    steps = STEP * np.eye(len(at))
    found = np.empty((len(at), len(at)))
    for i, a in enumerate(steps):
        for j, b in enumerate(steps[: i + 1]):
            ends = loss(at + a + b) - loss(at + a - b) - loss(at - a + b) + loss(at - a - b)
            found[i, j] = found[j, i] = ends / (4.0 * STEP**2)
    return found
