"""What a customer's own history says: whether there still is a customer, since when not, at what rates.

A customer is seen as x repeat orders, the last at t_x, over an age of T (t_x = 0 where x = 0); all times in one unit.
Pareto/NBD: Schmittlein, Morrison & Colombo 1987; BG/NBD: Fader, Hardie & Lee 2005; Gamma-Gamma: the same (RFM and CLV).
"""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import gammaln

Array = np.ndarray
NODES = 24  # error of a log-likelihood below 1e-9 for every parameter from 0.05 to 1000
TANGENTS = 5
NEGLIGIBLE = 40.0  # an integrand below exp(-40) of its start adds nothing
AT_A_TIME = 4096
"""Customers whose laws stand in memory together."""
STEPS = 128
"""Pieces of the law of the time of drop-out."""


class Fates(NamedTuple):
    """Log-likelihood (less its constant) of the two fates, and the nodes over the time of drop-out."""

    alive: Array
    dead: Array
    log_alpha: Array  # log(alpha + time of drop-out), one more axis: nodes
    log_beta: Array  # log(beta + time of drop-out)
    alpha: Array  # alpha + time of drop-out
    beta: Array
    share: Array  # probability of each node, given drop-out


class Integrand(NamedTuple):
    """The density of the time of drop-out over u = log((m + time) / (m + t_x)), m = min(alpha, beta), in which its
    logarithm is concave: from 0 to ``end``, where it has become negligible or the history ends."""

    near: Array  # m + t_x
    end: Array
    least: ArrayLike  # m
    gap: ArrayLike  # |alpha - beta|
    alpha_is_less: ArrayLike
    a_power: Array
    b_power: float

    def times(self, u: Array) -> tuple[Array, Array, Array, Array]:
        """log(alpha + time), log(beta + time), and both without logarithm; one more axis than the histories: that of
        ``u``."""
        near = self.near[..., None]
        small = near * np.exp(u)
        large = small + np.asarray(self.gap)[..., None]
        log_small, log_large = np.log(near) + u, np.log(large)
        if np.ndim(self.alpha_is_less) == 0:
            found = (log_small, log_large, small, large)
            return found if self.alpha_is_less else (log_large, log_small, large, small)
        first = np.asarray(self.alpha_is_less)[..., None]
        pairs = ((log_small, log_large), (log_large, log_small), (small, large), (large, small))
        return tuple(np.where(first, *pair) for pair in pairs)

    def at(self, u: Array) -> tuple[Array, Array]:
        """The logarithm of the density at ``u``, one place for each history, and its slope."""
        log_alpha, log_beta = (part[..., 0] for part in self.times(u[..., None])[:2])
        height = self.height(log_alpha[..., None], log_beta[..., None])[..., 0]
        slower = 1.0 - self.gap * np.exp(-np.maximum(log_alpha, log_beta))
        by_alpha, by_beta = np.where(self.alpha_is_less, 1.0, slower), np.where(self.alpha_is_less, slower, 1.0)
        return height, 1.0 - self.a_power * by_alpha - self.b_power * by_beta

    def height(self, log_alpha: Array, log_beta: Array) -> Array:
        """The logarithm of the density, less a constant."""
        power = self.a_power[..., None]
        return np.asarray(-power * log_alpha - self.b_power * log_beta + np.minimum(log_alpha, log_beta))


def dying(x: Array, t_x: Array, T: Array, r: float, alpha: ArrayLike, s: float, beta: float) -> Integrand:
    """The density of the time of drop-out between t_x and T, of Pareto/NBD customers; ``alpha``: of all, or each."""
    least = np.minimum(alpha, beta)
    near = least + t_x
    whole = np.log1p((T - t_x) / near)
    found = Integrand(near, whole, least, np.abs(np.subtract(alpha, beta)), np.less_equal(alpha, beta), r + x, s + 1.0)
    height, slope = found.at(np.zeros_like(whole))
    target = height - NEGLIGIBLE
    # concave, so that tangents meet the target beyond the place where the density has become negligible
    end = np.where(slope < 0.0, np.minimum(whole, NEGLIGIBLE / np.maximum(-slope, 1e-300)), whole)
    for _ in range(TANGENTS):
        height, slope = found.at(end)
        beyond = (height < target) & (slope < 0.0)
        if not beyond.any():
            break
        end = np.where(beyond, end - (height - target) / np.where(beyond, slope, -1.0), end)
    return found._replace(end=end)


def fates(x: Array, t_x: Array, T: Array, r: float, alpha: ArrayLike, s: float, beta: float) -> Fates:
    """The two parts of the Pareto/NBD likelihood: alive at T, or dropped out between t_x and T. Arrays of one shape.

    ``alpha``: of all, or of each.
    """
    density = dying(x, t_x, T, r, alpha, s, beta)
    node, node_weight = gauss_legendre(NODES)
    log_alpha, log_beta, alpha_then, beta_then = density.times(density.end[..., None] * node)
    height = density.height(log_alpha, log_beta)
    peak = height.max(-1, keepdims=True)
    weight = node_weight * np.exp(height - peak)
    area = weight.sum(-1)
    with np.errstate(divide="ignore"):  # t_x = T: nobody can have dropped out yet
        dead = np.log(s) + peak[..., 0] + np.log(area) + np.log(density.end)
    alive = -(r + x) * np.log(np.asarray(alpha) + T) - s * np.log(beta + T)
    return Fates(alive, dead, log_alpha, log_beta, alpha_then, beta_then, weight / area[..., None])


def pareto_nbd_alive(
    x: ArrayLike, t_x: ArrayLike, T: ArrayLike, r: float, alpha: float, s: float, beta: float
) -> Array:
    """Probability that the customer has not dropped out by age T."""
    x, t_x, T = (np.asarray(part, float) for part in np.broadcast_arrays(x, t_x, T))
    if x.ndim == 1 and len(x) > AT_A_TIME:
        blocks = (slice(first, first + AT_A_TIME) for first in range(0, len(x), AT_A_TIME))
        return np.concatenate([pareto_nbd_alive(x[one], t_x[one], T[one], r, alpha, s, beta) for one in blocks])
    found = fates(x, t_x, T, r, alpha, s, beta)
    return np.asarray(1.0 / (1.0 + np.exp(np.minimum(found.dead - found.alive, 700.0))))


def pareto_nbd_left_at(
    u: Array, x: Array, t_x: Array, T: Array, r: float, alpha: float, s: float, beta: float
) -> Array:
    """The quantile at ``u`` of the age at drop-out, between t_x and T, of customers who have dropped out by age T."""
    density = dying(x, t_x, T, r, alpha, s, beta)
    place = density.end[..., None] * np.linspace(0.0, 1.0, STEPS + 1)
    height = density.height(*density.times(place)[:2])
    weight = np.exp(height - height.max(-1, keepdims=True))
    until = np.concatenate([np.zeros((*x.shape, 1)), np.cumsum(weight[..., 1:] + weight[..., :-1], axis=-1)], axis=-1)
    wanted = u * until[..., -1]
    k = np.minimum((until[..., 1:] < wanted[..., None]).sum(-1), STEPS - 1)[..., None]
    before, after = (np.take_along_axis(until, k + step, -1)[..., 0] for step in (0, 1))
    part = np.where(after > before, (wanted - before) / np.where(after > before, after - before, 1.0), 0.0)
    at = np.take_along_axis(place, k, -1)[..., 0] + part * density.end / STEPS
    return np.clip(density.near * np.exp(at) - density.least, t_x, T)


def alike_alive(t_x: ArrayLike, T: ArrayLike, rate: float, dropout: float) -> Array:
    """The same where everybody has the same rates of orders and drop-out: silent for T - t_x, alive with the odds of
    (rate + dropout) / (dropout (e**((rate + dropout) (T - t_x)) - 1)) to 1."""
    silent = np.asarray(T, float) - np.asarray(t_x, float)
    both = rate + dropout
    return np.asarray(1.0 / (1.0 + dropout / both * np.expm1(np.minimum(both * silent, 700.0)))) if both else silent**0


def alike_left_at(u: Array, t_x: Array, T: Array, rate: float, dropout: float) -> Array:
    """The quantile at ``u`` of the age at drop-out where everybody has the same rates: exponential, cut off at T."""
    both = rate + dropout
    return np.asarray(t_x - np.log1p(u * np.expm1(-both * (T - t_x))) / both) if both else t_x + u * (T - t_x)


def bg_nbd_log_odds_of_death(
    x: ArrayLike, t_x: ArrayLike, T: ArrayLike, r: float, alpha: float, a: float, b: float
) -> Array:
    """Logarithm of P(dropped out) / P(alive) at age T of BG/NBD customers; minus infinity where x = 0."""
    x, t_x, T = (np.asarray(part, float) for part in np.broadcast_arrays(x, t_x, T))
    steps = np.log(a / np.where(x > 0, b + x - 1, 1.0))
    return np.where(x > 0, steps + (r + x) * np.log((alpha + T) / (alpha + t_x)), -np.inf)


def bg_nbd_alive(x: ArrayLike, t_x: ArrayLike, T: ArrayLike, r: float, alpha: float, a: float, b: float) -> Array:
    """Probability that a BG/NBD customer has not dropped out by age T; 1 where x = 0, by construction."""
    return np.asarray(1 / (1 + np.exp(np.minimum(bg_nbd_log_odds_of_death(x, t_x, T, r, alpha, a, b), 700.0))))


def stages_waited(rate: Array, silent: Array, stages: int, share: float, u: Array) -> Array:
    """Stages left until the next occasion, 1 to ``stages``, of somebody who ordered ``silent`` ago and not since.

    Occasions have Erlang gaps of so many stages, ``rate`` of them a unit of time; each turns into an order with
    probability ``share``. Of N stages since the order, Poisson with mean stages x rate x silent, N // stages were
    occasions that came to nothing. ``u``: the uniform number behind N, [customer].
    """
    mean = np.maximum(stages * rate * silent, 1e-12)
    left = np.empty(len(mean), np.int64)
    for first in range(0, len(mean), AT_A_TIME):
        some = slice(first, first + AT_A_TIME)
        left[some] = _stages_left(mean[some, None], stages, share, u[some, None])
    return left


def _stages_left(mean: Array, stages: int, share: float, u: Array) -> Array:
    if share >= 1.0:
        n = np.arange(stages)[None, :]
        weight = n * np.log(mean) - gammaln(n + 1.0)
    else:
        most = int(np.ceil(mean.max() + 12.0 * np.sqrt(mean.max() + 1.0))) + stages
        n = np.arange(most)[None, :]
        weight = n * np.log(mean) - gammaln(n + 1.0) + (n // stages) * np.log1p(-share)
    weight = np.exp(weight - weight.max(axis=1, keepdims=True))
    until = np.cumsum(weight, axis=1)
    chosen = np.minimum((until < u * until[:, -1:]).sum(axis=1), n.shape[1] - 1)
    return np.asarray(stages - chosen % stages)


@cache
def gauss_legendre(count: int) -> tuple[Array, Array]:
    """Gauss-Legendre nodes and weights on (0, 1)."""
    node, weight = np.polynomial.legendre.leggauss(count)
    return (node + 1) / 2, weight / 2
