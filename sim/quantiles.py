"""Distributions as tables: the log-quantile over the logit of a uniform number, in cubic pieces.

One inverse distribution function for every law, evaluated by the same few lines of compiled code
(sim.core.draws.quantile). Over the logit the log-quantiles of these laws are smooth, with straight or
logarithmic tails; 1,024 pieces keep the relative error of a quantile below 1e-6.
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from scipy.interpolate import CubicSpline
from scipy.special import betainccinv, betaincinv, betaln, expit, gammainccinv, gammaincinv, gammaln, ndtri

from sim.core.draws import LOGIT_LIMIT

PIECES = 1024


def _pieces(log_quantiles: np.ndarray) -> np.ndarray:
    """Cubic pieces through equally spaced log-quantiles, float64 [PIECES, 4], argument 0-1 within a piece."""
    spline = CubicSpline(np.arange(len(log_quantiles)), log_quantiles)
    return np.ascontiguousarray(spline.c.T)


def _grid() -> np.ndarray:
    return np.linspace(-LOGIT_LIMIT, LOGIT_LIMIT, PIECES + 1)


@lru_cache(maxsize=256)
def gamma(shape: float) -> np.ndarray:
    """Gamma law of the given shape and rate 1."""
    x = _grid()
    lower = gammaincinv(shape, expit(np.minimum(x, 0.0)))
    upper = gammainccinv(shape, expit(-np.maximum(x, 0.0)))
    q = np.where(x < 0, lower, upper)
    with np.errstate(divide="ignore"):
        logs = np.log(q)
    tail = (np.log(expit(x)) + gammaln(shape + 1.0)) / shape  # the law's leading term near 0
    table = _pieces(np.where(q < 1e-200, tail, logs))
    table.flags.writeable = False
    return table


@lru_cache(maxsize=64)
def lognormal(sd: float, median: float | None = None) -> np.ndarray:
    """Lognormal law with ``sd`` of the logarithm, and the given median or, without one, mean 1."""
    x = _grid()
    z = np.where(x < 0, ndtri(expit(x)), -ndtri(expit(-x)))
    middle = -0.5 * sd * sd if median is None else np.log(median)
    table = _pieces(sd * z + middle)
    table.flags.writeable = False
    return table


@lru_cache(maxsize=64)
def beta(a: float, b: float) -> np.ndarray:
    """Beta law of shapes ``a`` and ``b``."""
    x = _grid()
    with np.errstate(divide="ignore"):
        lower = np.where(x < 0, betaincinv(a, b, expit(x)), betainccinv(a, b, expit(-x)))
        upper = np.where(x < 0, betainccinv(b, a, expit(x)), betaincinv(b, a, expit(-x)))
        logs = np.where(lower < 0.5, np.log(lower), np.log1p(-np.minimum(upper, 0.5)))
    tail = (np.log(expit(x)) + np.log(a) + betaln(a, b)) / a  # the law's leading term near 0
    table = _pieces(np.where(lower < 1e-200, tail, logs))
    table.flags.writeable = False
    return table


def uniform(high: float) -> np.ndarray:
    """Uniform law between 0 and ``high``."""
    return _pieces(np.log(high) - np.logaddexp(0.0, -_grid()))


def pareto(scale: float, exponent: float) -> np.ndarray:
    """Pareto law: P(W > w) = (scale / w)**exponent from ``scale`` on."""
    return _pieces(np.log(scale) + np.logaddexp(0.0, _grid()) / exponent)


def constant(value: float) -> np.ndarray:
    """The law that always gives ``value`` (> 0)."""
    table = np.zeros((PIECES, 4))
    table[:, 3] = np.log(value)
    return table
