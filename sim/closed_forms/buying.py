"""How many orders a customer makes, and how long a customer stays."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import betaincinv, betaln, exprel, gammainc, hyp2f1

Array = np.ndarray
STEP = 1e-5
"""How near to a pole of its terms a formula is taken from both sides of it."""


def pareto_nbd_mean(t: ArrayLike, r: float, alpha: float, s: float, beta: float) -> Array:
    """Expected repeat orders by age ``t`` of a new customer: Pareto/NBD.

    Order rate ~ Gamma(r, alpha), drop-out rate ~ Gamma(s, beta); alpha, beta and t in the same unit of time.
    Source: Schmittlein, Morrison & Colombo 1987; E = r beta / (alpha (s-1)) (1 - (beta/(beta+t))**(s-1)).
    """
    return np.asarray(r / alpha * expected_life(t, s, beta))


def expected_life(t: ArrayLike, s: float, beta: ArrayLike) -> Array:
    """Expected time lived within ``t`` where the drop-out rate is Gamma(s, beta): integral of (beta/(beta+u))**s."""
    beta = np.asarray(beta, float)
    growth = np.log1p(np.asarray(t, float) / beta)
    return np.asarray(beta * growth * exprel((1.0 - s) * growth))


def exponential_mean(t: ArrayLike, rate: float, dropout: float) -> Array:
    """Expected repeat orders by age ``t`` where everybody has the same rates, per unit of ``t``."""
    t = np.asarray(t, float)
    return np.asarray(rate * t * exprel(-dropout * t))


def awake(t: ArrayLike, pause: float, resume: float) -> Array:
    """Probability that demand awake at 0 is awake at ``t``, where it falls asleep at ``pause`` and wakes at ``resume``:
    w / (a + w) + a / (a + w) e**(-(a + w) t): two states, Schweidel & Knox 2013.
    """
    both = pause + resume
    return np.asarray((resume + pause * np.exp(-both * np.asarray(t, float))) / both)


def awake_life(t: ArrayLike, dropout: float, pause: float, resume: float) -> Array:
    """Expected time lived with demand awake within ``t`` where everybody drops out at rate ``dropout``."""
    both = pause + resume
    steady, fading = exponential_mean(t, 1.0, dropout), exponential_mean(t, 1.0, dropout + both)
    return np.asarray((resume * steady + pause * fading) / both)


def gamma_awake_life(t: ArrayLike, s: float, beta: float, pause: float, resume: float) -> Array:
    """The same where the drop-out rate is Gamma(s, beta): the integral of survival x awake, by Gauss's rule in
    log(1 + u / beta), in pieces short enough for the pauses."""
    x, weight = np.polynomial.legendre.leggauss(20)
    found = []
    for end in np.atleast_1d(np.asarray(t, float)):
        grown = np.log1p(end / beta)
        pieces = int(np.ceil(min((pause + resume) * end, 400.0))) + 4
        edges = np.linspace(0.0, grown, pieces + 1)
        half = 0.5 * np.diff(edges)[:, None]
        y = edges[:-1, None] + half * (1.0 + x)
        inside = np.exp((1.0 - s) * y) * awake(beta * np.expm1(y), pause, resume)
        found.append(beta * float((half * weight * inside).sum()))
    return np.array(found)


def bg_nbd_mean(t: ArrayLike, r: ArrayLike, alpha: ArrayLike, a: float, b: ArrayLike) -> Array:
    """Expected repeat orders by age ``t`` of a new customer: BG/NBD.

    Order rate ~ Gamma(r, alpha), t in the unit of alpha; after each repeat order a coin that ends it, with a
    probability ~ Beta(a, b). Under a season t is the :func:`operational_time`: the coin falls per
    order, so a season only stretches time. Source: Fader, Hardie & Lee 2005.
    """
    t, r, alpha, b = (np.asarray(part, float) for part in (t, r, alpha, b))
    if np.any(np.minimum(abs(a - 1.0), abs(a + b - 1.0)) < STEP):  # 0/0 there, but a smooth function of a
        return np.asarray(0.5 * sum(bg_nbd_mean(t, r, alpha, a + step, b) for step in (-2.0 * STEP, 2.0 * STEP)))
    shrunk = alpha / (alpha + t)
    # Euler's transformation of 2F1(r, b; a+b-1; z), which stays finite for busy customers
    with np.errstate(all="ignore"):
        series = shrunk ** (a - 1.0) * hyp2f1(a + b - 1.0 - r, a - 1.0, a + b - 1.0, 1.0 - shrunk)
        mean = np.asarray((a + b - 1.0) / (a - 1.0) * (1.0 - series))
    if np.isfinite(mean).all():
        return mean

    def orders(p: Array) -> Array:  # (1 - (alpha / (alpha + p t))**r) / p of who has the coin p
        return np.asarray(-np.expm1(-r[..., None] * np.log1p(p * (t / alpha)[..., None])) / p)

    return _over_coins(orders, a, b)


def bg_nbd_survival(t: ArrayLike, r: float, alpha: float, a: float, b: float) -> Array:
    """Share of BG/NBD customers who have not dropped out by age ``t``: E[(alpha / (alpha + p t))**r] over coins p."""
    passed = np.asarray(t, float) / alpha
    with np.errstate(all="ignore"):
        kept = np.asarray(hyp2f1(r, a, a + b, -passed))
    if np.isfinite(kept).all():
        return kept
    return _over_coins(lambda p: np.exp(-r * np.log1p(p * passed[..., None])), a, b)


def _over_coins(value: Callable[[Array], Array], a: float, b: ArrayLike) -> Array:
    """Mean of ``value`` [..., coin] over coins ~ Beta(a, b), by Gauss's rule in their ranks: where the hypergeometric
    series fails, as so many orders are behind it."""
    x, weight = np.polynomial.legendre.leggauss(400)
    coins = np.maximum(betaincinv(a, np.asarray(b, float)[..., None], 0.5 * (1.0 + x)), 1e-300)
    return np.asarray(value(coins) @ weight * 0.5)


def operational_time(start: float, t: ArrayLike, amplitude: float, peak: float, period: float) -> Array:
    """The integral of 1 + amplitude cos(2 pi (u - peak) / period) from ``start`` to ``start + t``."""
    t = np.asarray(t, float)
    turn = 2.0 * np.pi / period
    swing = np.sin(turn * (start + t - peak)) - np.sin(turn * (start - peak))
    return np.asarray(t + amplitude / turn * swing)


def sbg_survival(renewals: ArrayLike, a: float, b: float) -> Array:
    """Share of contracts left after so many renewals, the probability to end one ~ Beta(a, b): Fader & Hardie 2007."""
    return np.asarray(np.exp(betaln(a, b + np.asarray(renewals, float)) - betaln(a, b)))


def erlang_mean(t: ArrayLike, rate: float, k: int, dropout: float = 0.0) -> Array:
    """Expected orders within ``t`` of an order: gaps Erlang-k of mean 1 / rate, until a drop-out at rate ``dropout``.

    The n-th order comes at T_n ~ Gamma(k n, k rate), and counts with e**(-dropout T_n): the sum over n of
    (k rate / v)**(k n) P(Gamma(k n, v) <= t), v = k rate + dropout. It stops 12 standard deviations beyond the mean.
    """
    t = np.asarray(t, float)
    longest = rate * float(np.max(t, initial=0.0))
    n = np.arange(1, int(longest + 12.0 * np.sqrt(longest + 1.0)) + 12)
    speed = k * rate + dropout
    return np.asarray(((k * rate / speed) ** (k * n) * gammainc(k * n, speed * t[..., None])).sum(axis=-1))


def mean_order(p: float, q: float, gamma: float) -> float:
    """Mean amount of an order: Gamma(p, nu), nu ~ Gamma(q, gamma) over customers, q > 1 (Fader, Hardie & Lee 2005)."""
    return p * gamma / (q - 1.0)
