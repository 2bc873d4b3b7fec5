"""Distributions as tables: quantiles in cubic pieces.

One inverse distribution function for every law, evaluated by the same few lines of compiled code
(sim.core.ground.draws.quantile). Over the logit of a uniform number the log-quantiles of these laws are smooth, with
straight or logarithmic tails; 1,024 pieces keep the relative error of a quantile below 1e-6. Behind them, for the sake
of speed, the middle of the law as pieces of the quantile itself over the number; zeros where these would be less
accurate.
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from scipy.special import betainccinv, betaincinv, betaln, expit, gammainccinv, gammaincinv, gammaln, ndtri

from sim.closed_forms.amounts import log_mean
from sim.core.ground.draws import CENTRE, CENTRE_PIECES, LOGIT_LIMIT
from sim.spline import Spline, through

LOG_PIECES = 1024
PIECES = LOG_PIECES + CENTRE_PIECES
MARGIN = 8
"""Pieces beyond the middle that keep the ends of the spline, which are less accurate, away from it."""
ACCURATE = 2e-7
"""Relative error that the middle of a law may have."""


def _pieces(log_quantiles: np.ndarray) -> np.ndarray:
    """Cubic pieces through equally spaced log-quantiles and of the middle, float64 [PIECES, 4], argument 0-1."""
    spline = through(_grid(), log_quantiles)
    steps = (2.0 * LOGIT_LIMIT / LOG_PIECES) ** np.arange(3, -1, -1)
    return np.ascontiguousarray(np.concatenate([spline.c.T * steps, _middle(spline)]))


def _middle(log_quantile: Spline) -> np.ndarray:
    """Pieces of the quantile over u, float64 [CENTRE_PIECES, 4]; zeros if they are not accurate everywhere."""

    def exact(u: np.ndarray) -> np.ndarray:
        return np.asarray(np.exp(log_quantile(np.log(u / (1.0 - u)))))

    step = (1.0 - 2.0 * CENTRE) / CENTRE_PIECES
    knots = CENTRE + step * np.arange(-MARGIN, CENTRE_PIECES + MARGIN + 1)
    spline = through(knots, exact(knots))
    between = np.linspace(CENTRE, 1.0 - CENTRE, 4 * CENTRE_PIECES + 1)
    truth = exact(between)
    if not (np.abs(spline(between) - truth) <= ACCURATE * truth).all():
        return np.zeros((CENTRE_PIECES, 4))
    return np.asarray(spline.c.T[MARGIN:-MARGIN] * step ** np.arange(3, -1, -1))


def _grid() -> np.ndarray:
    return np.linspace(-LOGIT_LIMIT, LOGIT_LIMIT, LOG_PIECES + 1)


@lru_cache(maxsize=256)
def gamma(shape: float) -> np.ndarray:
    """Gamma law of the given shape and rate 1."""
    table = _pieces(_gamma_logs(shape))
    table.flags.writeable = False
    return table


@lru_cache(maxsize=64)
def generalised_gamma(shape: float, power: float) -> np.ndarray:
    """Gamma law of the given shape to the power 1 / ``power``, with mean 1."""
    table = _pieces(_gamma_logs(shape) / power - log_mean(shape, power))
    table.flags.writeable = False
    return table


def _gamma_logs(shape: float) -> np.ndarray:
    """Log-quantiles of the gamma law."""
    x = _grid()
    lower = gammaincinv(shape, expit(np.minimum(x, 0.0)))
    upper = gammainccinv(shape, expit(-np.maximum(x, 0.0)))
    q = np.where(x < 0, lower, upper)
    with np.errstate(divide="ignore"):
        logs = np.log(q)
    tail = (np.log(expit(x)) + gammaln(shape + 1.0)) / shape  # the law's leading term near 0
    return np.asarray(np.where(q < 1e-200, tail, logs))


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


def at(table: np.ndarray, u: np.ndarray) -> np.ndarray:
    """The quantiles at ``u`` (0 < u < 1) of the law of a table, from its log-quantiles."""
    place = np.clip((np.log(u / (1.0 - u)) + LOGIT_LIMIT) * (LOG_PIECES / (2.0 * LOGIT_LIMIT)), 0.0, LOG_PIECES - 1e-9)
    piece = place.astype(np.int64)
    powers = (place - piece)[:, None] ** np.arange(3, -1, -1)
    return np.asarray(np.exp((table[piece] * powers).sum(axis=1)))


def uniform(high: float) -> np.ndarray:
    """Uniform law between 0 and ``high``."""
    return _pieces(np.log(high) - np.logaddexp(0.0, -_grid()))


def pareto(scale: float, exponent: float) -> np.ndarray:
    """Pareto law: P(W > w) = (scale / w)**exponent from ``scale`` on."""
    return _pieces(np.log(scale) + np.logaddexp(0.0, _grid()) / exponent)


def times(table: np.ndarray, factor: float) -> np.ndarray:
    """The law of a number that is ``factor`` (> 0) times as large."""
    made = table.copy()
    made[:LOG_PIECES, 3] += np.log(factor)
    made[LOG_PIECES:] *= factor
    return made


def constant(value: float) -> np.ndarray:
    """The law that always gives ``value`` (> 0)."""
    table = np.zeros((PIECES, 4))
    table[:LOG_PIECES, 3] = np.log(value)
    table[LOG_PIECES:, 3] = value
    return table
