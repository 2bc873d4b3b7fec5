"""How good a forecast of counts was: pure functions of forecasts and what came."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from calibration.likelihood import Array


def log_score(probabilities: Array, counts: NDArray[np.int64]) -> Array:
    """Logarithm of the probability given to what came, (n,); higher is better.

    ``probabilities`` is (n, K + 1) over the counts 0..K; counts <= K.
    """
    return np.asarray(np.log(probabilities[np.arange(len(counts)), counts]))


def crps(probabilities: Array, counts: NDArray[np.int64]) -> Array:
    """Continuous ranked probability score, (n,): squared distance of the distribution functions summed over
    counts.

    ``probabilities`` is (n, K + 1) over the counts 0..K, and the probability beyond K must be negligible. In
    orders; lower is better (Gneiting & Raftery 2007).
    """
    reached = np.arange(probabilities.shape[1]) >= counts[:, None]
    return np.asarray(((np.cumsum(probabilities, axis=1) - reached) ** 2).sum(axis=1))


def wape(forecast: Array, actual: NDArray[np.int64]) -> float:
    """Weighted absolute percentage error: sum of absolute errors / sum of what came."""
    return float(np.abs(forecast - actual).sum() / actual.sum())


def poisson_floor(expected: Array) -> float:
    """The WAPE to be had by somebody who knows the expected number of every period, if counts are Poisson.

    Uses E|N - m| = 2 m P(N = floor(m)) for a Poisson N of mean m (Crow 1958).
    """
    from scipy.special import gammaln

    whole = np.floor(expected)
    at_mean = np.exp(whole * np.log(expected) - expected - gammaln(whole + 1))
    return float((2 * expected * at_mean).sum() / expected.sum())
