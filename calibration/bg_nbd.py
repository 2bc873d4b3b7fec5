"""BG/NBD: orders are Poisson, and after each repeat order the customer may drop out, with a probability of
their own.

Orders per week ~ Gamma(shape r, rate alpha), drop-out probability ~ Beta(a, b): Fader, Hardie & Lee 2005.
Time is in weeks since the first order; a customer is seen as x repeat orders, the last at t_x, over an age of
T. The expected counts use Euler's transformation of the hypergeometric function, which stays finite for busy
customers.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from calibration.likelihood import Array, Estimate, estimated, fewer, floats, negative_binomial
from calibration.priors import prior
from calibration.summary import Histories
from sim.closed_forms.buying import bg_nbd_mean
from sim.closed_forms.histories import bg_nbd_alive, bg_nbd_log_odds_of_death

NAMES = ("r", "alpha", "a", "b")
STARTS = ((0.25, 4.0, 0.8, 2.5), (1.0, 10.0, 0.3, 5.0), (0.5, 2.0, 2.0, 10.0))


@dataclass(frozen=True)
class BGNBD:
    """The model at given parameters: ``alpha`` in weeks, the others without unit.

    Arguments of the methods are in weeks and broadcast against each other; results have the broadcast shape.
    """

    r: float
    alpha: float
    a: float
    b: float

    def log_likelihood_gradient(self, x: ArrayLike, t_x: ArrayLike, T: ArrayLike) -> tuple[Array, Array]:
        """Log-likelihood (n,) and its gradient (n, 4) in the logarithms of r, alpha, a, b."""
        from scipy.special import betaln, digamma, gammaln

        r, alpha, a, b = self.r, self.alpha, self.a, self.b
        x, t_x, T = floats(x, t_x, T)
        log_odds = self._log_dead_odds(x, t_x, T)
        p_dead = 1 / (1 + np.exp(-log_odds))
        value = gammaln(r + x) - gammaln(r) + r * np.log(alpha) - (r + x) * np.log(alpha + T)
        value = value + betaln(a, b + x) - betaln(a, b) + np.logaddexp(0.0, log_odds)
        since = np.log((alpha + T) / (alpha + t_x))
        by_r = digamma(r + x) - digamma(r) + np.log(alpha / (alpha + T)) + p_dead * since
        by_alpha = r / alpha - (r + x) * ((1 - p_dead) / (alpha + T) + p_dead / (alpha + t_x))
        common = digamma(a + b) - digamma(a + b + x)
        by_a = common + p_dead / a
        by_b = common + digamma(b + x) - digamma(b) - p_dead / np.where(x > 0, b + x - 1, 1.0)
        return np.asarray(value), np.stack([r * by_r, alpha * by_alpha, a * by_a, b * by_b], axis=-1)

    def log_likelihood(self, x: ArrayLike, t_x: ArrayLike, T: ArrayLike) -> Array:
        """Log-likelihood of each history (natural logarithm)."""
        return self.log_likelihood_gradient(x, t_x, T)[0]

    def p_alive(self, x: ArrayLike, t_x: ArrayLike, T: ArrayLike) -> Array:
        """Probability that the customer has not dropped out by age T; 1 where x = 0, by construction."""
        return bg_nbd_alive(x, t_x, T, self.r, self.alpha, self.a, self.b)

    def expected_orders(self, t: ArrayLike) -> Array:
        """Expected repeat orders of a new customer within t weeks of the first order."""
        return self._orders_alive(*floats(t, 0.0, 0.0))

    def conditional_orders(self, t: ArrayLike, x: ArrayLike, t_x: ArrayLike, T: ArrayLike) -> Array:
        """Expected orders in the t weeks after age T, given the history."""
        t, x, t_x, T = floats(t, x, t_x, T)
        return np.asarray(self.p_alive(x, t_x, T) * self._orders_alive(t, x, T))

    def count_probabilities(self, t: float, x: ArrayLike, t_x: ArrayLike, T: ArrayLike, most: int) -> Array:
        """P(k orders in the t weeks after age T | history), k = 0..most: shape (n, most + 1)."""
        from scipy.special import betaln

        x, t_x, T = floats(x, t_x, T)
        a, b = self.a, (self.b + x)[:, None]
        k = np.arange(most + 1)
        counts = negative_binomial(k, *(one[:, None] for one in (self.r + x, self.alpha + T, np.full_like(x, t))))
        reach = np.zeros_like(counts)  # P(at least k occasions)
        reach[:, 1:] = np.maximum(1 - np.cumsum(counts[:, :-1], axis=1), 0.0)
        survived = np.exp(betaln(a, b + k) - betaln(a, b))
        stopped = np.where(k > 0, np.exp(betaln(a + 1, b + np.maximum(k, 1) - 1) - betaln(a, b)), 0.0)
        alive = survived * counts + stopped * reach
        p = self.p_alive(x, t_x, T)[:, None]
        result = p * alive
        result[:, 0] += 1 - p[:, 0]
        return np.asarray(result)

    def _orders_alive(self, t: Array, x: Array, T: Array) -> Array:
        """Expected orders in the next t weeks of a customer alive at age T with x repeat orders."""
        a = self.a if abs(self.a - 1) > 1e-7 else 1 + 1e-7  # the limit at a = 1 exists; the form is 0 / 0 there
        return bg_nbd_mean(t, self.r + x, self.alpha + T, a, self.b + x)

    def _log_dead_odds(self, x: Array, t_x: Array, T: Array) -> Array:
        """Logarithm of P(dropped out) / P(alive) at age T; minus infinity where x = 0."""
        return bg_nbd_log_odds_of_death(x, t_x, T, self.r, self.alpha, self.a, self.b)


def fit(histories: Histories) -> tuple[BGNBD, Estimate]:
    """The BG/NBD of greatest likelihood for ``histories``; what they leave open is held by other histories."""
    x, t_x, T, n = histories.grouped()

    def total(parameters: Array, every: int = 1) -> tuple[float, Array]:
        some = slice(None, None, every)
        value, gradient = BGNBD(*parameters).log_likelihood_gradient(x[some], t_x[some], T[some])
        people = n[some] * (n.sum() / n[some].sum())
        return float(people @ value), people @ gradient

    rough, held = fewer(total, len(n)), prior("bg_nbd", NAMES)
    estimate = estimated("BG/NBD", NAMES, total, STARTS, len(histories), held, rough=rough)
    return BGNBD(*(float(value) for value in estimate.values)), estimate
