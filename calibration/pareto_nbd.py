"""Pareto/NBD: orders are Poisson while a customer lives, and the lifetime is exponential; both rates vary.

Orders per week ~ Gamma(shape r, rate alpha), drop-out per week ~ Gamma(shape s, rate beta): Schmittlein,
Morrison & Colombo 1987; formulas in Fader & Hardie 2005 (a note on deriving the Pareto/NBD model). Time is in
weeks since the first order. A customer is seen as x repeat orders, the last at t_x, over an age of T (t_x = 0
where x = 0). The likelihood is used in its integral form over the unknown time of drop-out: every term is
positive, so nothing cancels, and the same nodes give exact gradients.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from calibration.likelihood import Array, Estimate, estimated, fewer, floats, negative_binomial
from calibration.priors import prior
from calibration.summary import Histories
from sim.closed_forms.buying import expected_life, pareto_nbd_mean
from sim.closed_forms.histories import NODES, Fates, fates, gauss_legendre, pareto_nbd_alive

NAMES = ("r", "alpha", "s", "beta")
Kinds = tuple[Array, Array, Array, Array]
AT_A_TIME = 2048
"""Kinds of customers whose likelihood stands in memory together."""
SLOWEST = 1e-3
"""Usual weeks in a week at least, while nothing is ordered."""
STARTS = ((0.6, 10.0, 0.6, 10.0), (1.0, 5.0, 1.0, 30.0), (0.3, 3.0, 0.3, 3.0))


class Passed(NamedTuple):
    """Usual weeks that had passed for a customer's orders by the last one and by the age T, arrays (n,)."""

    last: Array
    whole: Array


@dataclass(frozen=True)
class ParetoNBD:
    """The model at given parameters: ``r`` and ``s`` without unit, ``alpha`` and ``beta`` in weeks.

    Arguments of the methods are in weeks and broadcast against each other; results have the broadcast shape.
    """

    r: float
    alpha: float
    s: float
    beta: float

    def log_likelihood(self, x: ArrayLike, t_x: ArrayLike, T: ArrayLike) -> Array:
        """Log-likelihood of each history (natural logarithm)."""
        from scipy.special import gammaln

        x, t_x, T = floats(x, t_x, T)
        alive, dead = self._log_parts(x, t_x, T)[:2]
        constant = gammaln(self.r + x) - gammaln(self.r) + self.r * np.log(self.alpha) + self.s * np.log(self.beta)
        return np.asarray(constant + np.logaddexp(alive, dead))

    def log_likelihood_gradient(
        self, x: ArrayLike, t_x: ArrayLike, T: ArrayLike, passed: Passed | None = None
    ) -> tuple[Array, Array]:
        """Log-likelihood (n,) and its gradient (n, 4) in the logarithms of r, alpha, s, beta.

        ``passed``: how much time had passed for orders, where that is not calendar time; drop-out is in calendar time.
        """
        from scipy.special import digamma, gammaln

        r, alpha, s, beta = self.r, self.alpha, self.s, self.beta
        x, t_x, T = floats(x, t_x, T)
        parts, speed, bought = self._parts_in(x, t_x, T, passed)
        total = np.logaddexp(parts.alive, parts.dead)
        p_alive, p_dead = np.exp(parts.alive - total), np.exp(parts.dead - total)

        def over(of_time: Array) -> Array:
            return np.asarray(np.einsum("nj,nj->n", parts.share, of_time))

        log_alpha, log_beta = over(parts.log_alpha), over(parts.log_beta)
        inverse_alpha, inverse_beta = over(1.0 / parts.alpha), over(1.0 / parts.beta)
        by_r = digamma(r + x) - digamma(r) + np.log(alpha)
        by_r -= p_alive * np.log(alpha + bought) + p_dead * (log_alpha + np.log(speed))
        by_alpha = r / alpha - (r + x) * (p_alive / (alpha + bought) + p_dead * inverse_alpha / speed)
        by_s = np.log(beta) - p_alive * np.log(beta + T) + p_dead * (1 / s - log_beta)
        by_beta = s / beta - s * p_alive / (beta + T) - (s + 1) * p_dead * inverse_beta
        value = gammaln(r + x) - gammaln(r) + r * np.log(alpha) + s * np.log(beta) + total
        return np.asarray(value), np.stack([r * by_r, alpha * by_alpha, s * by_s, beta * by_beta], axis=-1)

    def p_alive(self, x: ArrayLike, t_x: ArrayLike, T: ArrayLike, passed: Passed | None = None) -> Array:
        """Probability that the customer has not dropped out by age T."""
        if passed is None:
            return pareto_nbd_alive(x, t_x, T, self.r, self.alpha, self.s, self.beta)
        x, t_x, T = floats(x, t_x, T)
        alive = np.empty(len(x))
        for first in range(0, len(x), AT_A_TIME):
            some = slice(first, first + AT_A_TIME)
            told = Passed(passed.last[some], passed.whole[some])
            found = self._parts_in(x[some], t_x[some], T[some], told)[0]
            alive[some] = 1.0 / (1.0 + np.exp(np.minimum(found.dead - found.alive, 700.0)))
        return alive

    def expected_orders(self, t: ArrayLike) -> Array:
        """Expected repeat orders of a new customer within t weeks of the first order."""
        return pareto_nbd_mean(t, self.r, self.alpha, self.s, self.beta)

    def conditional_orders(
        self, t: ArrayLike, x: ArrayLike, t_x: ArrayLike, T: ArrayLike, passed: Passed | None = None
    ) -> Array:
        """Expected orders in the t weeks after age T, given the history; in usual weeks where time is ``passed``."""
        t, x, t_x, T = floats(t, x, t_x, T)
        return np.asarray(self.rate(x, t_x, T, passed) * expected_life(t, self.s, self.beta + T))

    def rate(self, x: ArrayLike, t_x: ArrayLike, T: ArrayLike, passed: Passed | None = None) -> Array:
        """Expected orders a week at age T, given the history; in usual weeks where time is ``passed``."""
        x, t_x, T = floats(x, t_x, T)
        whole = T if passed is None else passed.whole
        return np.asarray(self.p_alive(x, t_x, T, passed) * (self.r + x) / (self.alpha + whole))

    def total_orders(self, t: Array, T: Array, rate: Array) -> Array:
        """Expected orders within each of the times ``t`` of customers of age ``T`` (n,) who order at ``rate`` (n,) a
        week now, shape (k,)."""
        return np.asarray(expected_life(t[:, None], self.s, self.beta + T) @ rate)

    def count_probabilities(self, t: float, x: ArrayLike, t_x: ArrayLike, T: ArrayLike, most: int) -> Array:
        """P(k orders in the t weeks after age T | history) for k = 0..most: shape (n, most + 1); inputs are
        (n,).

        A living customer has a fresh Pareto/NBD with r + x, alpha + T, s, beta + T; a dead one makes no
        order.
        """
        x, t_x, T = floats(x, t_x, T)
        pairs, back = np.unique(np.stack([x, T], axis=1), axis=0, return_inverse=True)
        rows = np.empty((len(pairs), most + 1))
        for block in range(0, len(pairs), 64):  # bounds the memory: 64 x nodes x counts
            some = pairs[block : block + 64]
            rows[block : block + 64] = self.counts_alive(
                t, self.r + some[:, 0], self.alpha + some[:, 1], some[:, 1], most
            )
        p = self.p_alive(x, t_x, T)[:, None]
        result = p * rows[back.ravel()]
        result[:, 0] += 1 - p[:, 0]
        return result

    def counts_alive(self, t: float, shape: Array, rate: Array, T: Array, most: int) -> Array:
        """Distribution of the orders within t weeks of customers alive at T, whose orders per week are
        Gamma(``shape``, ``rate``): shape (n, most + 1); the arrays are (n,)."""
        times, shares = self._lived(t, T)
        counts = negative_binomial(np.arange(most + 1), shape[:, None, None], rate[:, None, None], times[:, :, None])
        return np.asarray(np.einsum("nj,njk->nk", shares, counts))

    def count_alive(self, t: float, shape: Array, rate: Array, T: Array, count: NDArray[np.int64]) -> Array:
        """Probability of ``count`` orders of each such customer, (n,)."""
        times, shares = self._lived(t, T)
        counts = negative_binomial(count[:, None], shape[:, None], rate[:, None], times)
        return np.asarray(np.einsum("nj,nj->n", shares, counts))

    def _lived(self, t: float, T: Array) -> tuple[Array, Array]:
        """Times lived within ``t`` weeks by customers alive at T, and the probability of each: shape (n, nodes)."""
        node, weight = gauss_legendre(2 * NODES)
        end = np.log1p(t / (self.beta + T))[:, None]
        tau = np.expm1(end * node) * (self.beta + T)[:, None]
        dying = end * weight * self.s * np.exp(-self.s * end * node)  # density of drop-out at tau, (n, nodes)
        times = np.concatenate([tau, np.full((len(T), 1), t)], axis=1)
        shares = np.concatenate([dying, np.exp(-self.s * end)], axis=1)
        return times, shares / shares.sum(1, keepdims=True)

    def _log_parts(self, x: Array, t_x: Array, T: Array) -> Fates:
        """The two parts of the likelihood: alive at T, or dropped out between t_x and T."""
        return fates(x, t_x, T, self.r, self.alpha, self.s, self.beta)

    def _parts_in(self, x: Array, t_x: Array, T: Array, passed: Passed | None) -> tuple[Fates, ArrayLike, Array]:
        """The parts of the likelihood, how fast time passes for orders while nothing is ordered, and how much of it
        has passed by T. With ``passed`` it is taken to pass evenly from t_x to T, so that alpha is another for each."""
        if passed is None:
            return self._log_parts(x, t_x, T), 1.0, T
        silent = T - t_x
        speed = np.maximum(
            np.divide(passed.whole - passed.last, silent, out=np.ones_like(T), where=silent > 0), SLOWEST
        )
        alpha = (self.alpha + passed.last) / speed - t_x
        found = fates(x, t_x, T, self.r, alpha, self.s, self.beta)
        alive = -(self.r + x) * np.log(self.alpha + passed.whole) - self.s * np.log(self.beta + T)
        return found._replace(alive=alive, dead=found.dead - (self.r + x) * np.log(speed)), speed, passed.whole


def total_likelihood(
    parameters: Array, kinds: Kinds, passed: Passed | None = None, every: int = 1
) -> tuple[float, Array]:
    """The log-likelihood of customers of the ``kinds`` (x, t_x, T, number of each), and its gradient in the logarithms
    of the ``parameters``; ``every``: by one kind in so many, told as if it were of all."""
    model, people = ParetoNBD(*parameters), kinds[3][::every].sum()
    value, slope = 0.0, np.zeros(len(NAMES))
    for first in range(0, len(kinds[3]), AT_A_TIME * every):
        some = slice(first, first + AT_A_TIME * every, every)
        x, t_x, T, n = (one[some] for one in kinds)
        told = None if passed is None else Passed(passed.last[some], passed.whole[some])
        values, slopes = model.log_likelihood_gradient(x, t_x, T, told)
        value, slope = value + float(n @ values), slope + n @ slopes
    whole = float(kinds[3].sum() / people)
    return whole * value, whole * slope


def fit(histories: Histories) -> tuple[ParetoNBD, Estimate]:
    """The Pareto/NBD of greatest likelihood for ``histories``; what they leave open is held by other histories."""
    kinds = histories.grouped()
    total, held = partial(total_likelihood, kinds=kinds), prior("pareto_nbd", NAMES)
    rough = fewer(total, len(kinds[0]))
    estimate = estimated("Pareto/NBD", NAMES, total, STARTS, len(histories), held, rough=rough)
    return ParetoNBD(*(float(value) for value in estimate.values)), estimate
