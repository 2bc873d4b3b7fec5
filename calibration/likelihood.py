"""Maximum likelihood of positive parameters, from several starts, with errors of the logarithms."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

Array = NDArray[np.float64]
NORMAL_95 = 1.6448536269514722  # the 95 % point of the standard normal
VAGUE = 2.0  # a standard error of a logarithm beyond this means: the history says nothing


@dataclass(frozen=True)
class Estimate:
    """Parameters at the greatest likelihood found.

    ``covariance`` is of the natural logarithms of ``values`` (inverse of the observed information, standard
    errors held below ``VAGUE``); ``settled`` is False where that bound was needed, that is where the history
    leaves a direction of the parameters open. ``starts_agree`` counts starts that ended at the same maximum.
    """

    model: str
    names: tuple[str, ...]
    values: Array
    covariance: Array
    log_likelihood: float
    customers: int
    settled: bool
    starts: int
    starts_agree: int

    @property
    def standard_errors(self) -> Array:
        """Standard errors of the logarithms, in the order of ``names``."""
        return np.sqrt(np.diag(self.covariance))

    @property
    def correlation(self) -> Array:
        """Correlations of the logarithms, shape (parameters, parameters)."""
        se = self.standard_errors
        matrix = self.covariance / np.outer(se, se)
        np.fill_diagonal(matrix, 1.0)
        return matrix

    def interval(self, name: str) -> tuple[float, float]:
        """5 % and 95 % points of parameter ``name``: normal on the logarithm."""
        at = self.names.index(name)
        spread = float(np.exp(NORMAL_95 * self.standard_errors[at]))
        return float(self.values[at]) / spread, float(self.values[at]) * spread

    def to_json(self) -> dict[str, object]:
        """The estimate as plain numbers and text."""
        return {
            "parameters": {name: float(value) for name, value in zip(self.names, self.values, strict=True)},
            "log_standard_errors": {name: float(se) for name, se in zip(self.names, self.standard_errors, strict=True)},
            "log_likelihood": self.log_likelihood,
            "customers": self.customers,
            "settled": self.settled,
            "starts": self.starts,
            "starts_agree": self.starts_agree,
        }


def maximise(
    model: str,
    names: Sequence[str],
    log_likelihood: Callable[[Array], tuple[float, Array]],
    starts: Sequence[Sequence[float]],
    customers: int,
) -> Estimate:
    """Maximise ``log_likelihood`` over positive parameters from every one of ``starts``.

    ``log_likelihood`` maps the parameters (shape (k,)) to the total and its gradient in the *logarithms* of
    the parameters. Logarithms are searched within [-12, 12] by L-BFGS-B; the best end wins. Raises
    ArithmeticError when no start converges to a finite value.
    """
    from scipy.optimize import OptimizeResult, minimize

    def loss(logs: Array) -> tuple[float, Array]:
        value, gradient = log_likelihood(np.exp(logs))
        return -value / customers, -gradient / customers

    def climb(logs: Array, tolerance: float) -> OptimizeResult:
        options = {"maxiter": 1000, "ftol": tolerance, "gtol": 1e-8}
        bounds = [(-12.0, 12.0)] * len(names)
        return minimize(loss, logs, jac=True, method="L-BFGS-B", bounds=bounds, options=options)

    ends = [climb(np.log(np.asarray(start, float)), 1e-10) for start in starts]
    ends = [end for end in ends if np.isfinite(end.fun)]
    if not ends:
        raise ArithmeticError(f"{model}: no start of the likelihood search gave a finite value")
    best = climb(min(ends, key=lambda end: float(end.fun)).x, 1e-15)
    agree = sum(bool((end.fun - best.fun) * customers < 0.01) for end in ends)
    covariance, settled = _log_covariance(loss, best.x, customers)
    return Estimate(
        model=model,
        names=tuple(names),
        values=np.exp(best.x),
        covariance=covariance,
        log_likelihood=-float(best.fun) * customers,
        customers=customers,
        settled=settled,
        starts=len(starts),
        starts_agree=agree,
    )


def _log_covariance(loss: Callable[[Array], tuple[float, Array]], logs: Array, customers: int) -> tuple[Array, bool]:
    """Inverse information from central differences of the gradient, and whether it was definite."""
    step = 1e-4
    rows = [(loss(logs + step * unit)[1] - loss(logs - step * unit)[1]) / (2 * step) for unit in np.eye(len(logs))]
    information = customers * np.array(rows)
    information = (information + information.T) / 2
    curvature, directions = np.linalg.eigh(information)
    settled = bool(curvature.min() > VAGUE**-2)
    curvature = np.maximum(curvature, VAGUE**-2)
    return (directions / curvature) @ directions.T, settled


def negative_binomial(most: int, shape: Array, rate: Array, time: Array) -> Array:
    """P(k events in ``time``), k = 0..most, of Poisson events whose rate is Gamma(``shape``, ``rate``).

    The three arguments broadcast; the result has one more axis, of most + 1 counts.
    """
    from scipy.special import gammaln

    k = np.arange(most + 1)
    shape, rate, time = (np.asarray(a, float)[..., None] for a in (shape, rate, time))
    with np.errstate(divide="ignore"):
        odds = np.where(k == 0, 0.0, k * np.log(time / (rate + time)))
    logs = gammaln(shape + k) - gammaln(shape) - gammaln(k + 1) + shape * np.log(rate / (rate + time)) + odds
    return np.asarray(np.exp(logs))


def floats(*values: ArrayLike) -> tuple[Array, ...]:
    """The values as arrays of float64 of their common broadcast shape."""
    return tuple(np.array(a, float) for a in np.broadcast_arrays(*values))
