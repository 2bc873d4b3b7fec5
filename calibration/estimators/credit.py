"""The likelihood of first orders by week: how many in all, and whom the firm credits; and its maximum with beliefs.

The total of a week is negative binomial around the mean field. Given it, the split is Dirichlet-multinomial: credit is
the firm's, by last touch, which the mean field has to first order only and trackers have with errors: those that last
are unknowns of the model. An experiment is normal around the lift of the mean field. Unknowns are standard normal
beforehand. The maximum is found by Fisher's scoring; the two dispersions are held at their likeliest values in turn.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np
from scipy.optimize import minimize_scalar
from scipy.special import gammaln, psi

from calibration.likelihood import NORMAL_95, Array

STEP = 1e-4
MOST_STEPS = 40
NEAR = 1e-3
"""A step of so few standard errors ends the search."""


class Dispersion(NamedTuple):
    """``week_sd``: of a week's total beyond chance, ratio; ``alike``: concentration of the split."""

    week_sd: float
    alike: float


class Means(NamedTuple):
    """What is expected under each set of unknowns: ``total`` [set, week], ``shares`` [set, source, week] of credit,
    ``lifts`` [set, experiment]."""

    total: Array
    shares: Array
    lifts: Array


@dataclass(frozen=True)
class Seen:
    """What was counted: ``total`` [week] with ``used`` [week] whether it counts, ``credited`` [source, week] of those
    whose credit is known, ``lifts`` and ``errors`` [experiment]. ``hold``: the weight of a week's total, below 1 where
    weeks hang together."""

    total: Array
    used: Array
    credited: Array
    lifts: Array = field(default_factory=lambda: np.zeros(0))
    errors: Array = field(default_factory=lambda: np.ones(0))
    hold: float = 1.0


@dataclass(frozen=True)
class Beliefs:
    """Log-normal beliefs on the dispersions: middle and sd of each."""

    week_sd: tuple[float, float]
    alike: tuple[float, float]


@dataclass(frozen=True)
class Found:
    """The maximum: ``unknowns`` with their ``covariance``, and how the log-density stands there."""

    unknowns: Array
    covariance: Array
    dispersion: Dispersion
    means: Means
    log_density: float


Model = Callable[[Array], Means]
"""The means under sets of unknowns [set, unknown]."""


def log_density(unknowns: Array, means: Means, seen: Seen, dispersion: Dispersion) -> Array:
    """Logarithm of likelihood times beliefs about ``unknowns``, up to a constant, [set]."""
    lifts = (((means.lifts - seen.lifts) / seen.errors) ** 2).sum(axis=1)
    totals = seen.hold * (_of_totals(means.total, seen, dispersion.week_sd) * seen.used).sum(axis=1)
    splits = (_of_splits(means.shares, seen, dispersion.alike) * seen.used).sum(axis=1)
    return np.asarray(totals + splits - 0.5 * lifts - 0.5 * (unknowns**2).sum(axis=1))


def most_likely(model: Model, seen: Seen, number: int, beliefs: Beliefs) -> Found:
    """The maximum over ``number`` unknowns, from the middle of the beliefs; then once more where the errors of the
    weeks hang together beyond chance (5 %)."""
    found = _climb(model, seen, np.zeros(number), beliefs)
    together = hanging(found.means.total[0], seen, found.dispersion)
    if together > NORMAL_95 / np.sqrt(max(seen.used.sum(), 1.0)):
        held = Seen(seen.total, seen.used, seen.credited, seen.lifts, seen.errors, (1 - together) / (1 + together))
        found = _climb(model, held, found.unknowns, beliefs)
    return found


def hanging(mean: Array, seen: Seen, dispersion: Dispersion) -> float:
    """The correlation of the standardised error of a week's total with that of the week before."""
    z = np.where(seen.used, (seen.total - mean) / np.sqrt(mean + (mean * dispersion.week_sd) ** 2), 0.0)
    return float(z[1:] @ z[:-1] / max(z @ z, 1e-300))


def _climb(model: Model, seen: Seen, start: Array, beliefs: Beliefs) -> Found:
    at, n = start.copy(), len(start)
    dispersion = Dispersion(beliefs.week_sd[0], beliefs.alike[0])
    covariance: Array = np.eye(n)
    for _ in range(MOST_STEPS):
        sets = np.vstack([at, at + STEP * np.eye(n)])
        means = model(sets)
        here = Means(means.total[:1], means.shares[:1], means.lifts[:1])
        dispersion = _likeliest(here, seen, beliefs)
        slopes = Means(*((part[1:] - part[:1]) / STEP for part in means))
        gradient, information = _scores(at, here, slopes, seen, dispersion)
        covariance = np.asarray(np.linalg.inv(information), float)
        step = covariance @ gradient
        now = float(log_density(at[None], here, seen, dispersion)[0])
        size = float(np.sqrt(step @ information @ step / n))
        if size < NEAR:
            break
        better = _higher(model, at, step, now, seen, dispersion)
        if better is None:
            break
        at = better
    return Found(at, covariance, dispersion, here, now)


def _higher(model: Model, at: Array, step: Array, now: float, seen: Seen, dispersion: Dispersion) -> Array | None:
    """Where along ``step`` the density is above ``now``: all of it, else its halves; None: nowhere."""
    for part in (np.ones(1), 0.5 ** np.arange(1, 8)):
        tried = at + step * part[:, None]
        heights = np.nan_to_num(log_density(tried, model(tried), seen, dispersion), nan=-np.inf)
        best = int(np.argmax(heights))
        if heights[best] > now:
            return np.asarray(tried[best])
    return None


def _scores(at: Array, here: Means, slopes: Means, seen: Seen, dispersion: Dispersion) -> tuple[Array, Array]:
    """The gradient of the log-density and the expected information, beliefs included."""
    mean, used = here.total[0], seen.used
    spread = mean + (mean * dispersion.week_sd) ** 2
    by_total = slopes.total / spread * np.sqrt(seen.hold) * used
    gradient = seen.hold * (slopes.total / spread * used) @ (seen.total - mean)
    information = by_total @ (by_total * spread).T
    shares, c = here.shares[0], dispersion.alike
    known = seen.credited.sum(axis=0)
    slope = c * (psi(seen.credited + c * shares) - psi(c * shares)) * used
    gradient = gradient + np.einsum("nkw,kw->n", slopes.shares, slope)
    weight = known * (1 + c) / np.maximum(known + c, 1e-300) * used / np.maximum(shares, 1e-300)
    information = information + np.einsum("nkw,kw,mkw->nm", slopes.shares, weight, slopes.shares)
    lifts = slopes.lifts / seen.errors
    gradient = gradient + lifts @ ((seen.lifts - here.lifts[0]) / seen.errors) - at
    return gradient, information + lifts @ lifts.T + np.eye(len(at))


def _likeliest(here: Means, seen: Seen, beliefs: Beliefs) -> Dispersion:
    """The dispersions of the greatest density at means that are held."""

    def best(of: Callable[[float], Array], belief: tuple[float, float]) -> float:
        middle, sd = belief

        def loss(z: float) -> float:
            return 0.5 * z * z - float((of(middle * np.exp(sd * z)) * seen.used).sum())

        return float(middle * np.exp(sd * minimize_scalar(loss, bounds=(-4.0, 4.0), method="bounded").x))

    return Dispersion(
        best(lambda sd: _of_totals(here.total, seen, sd)[0], beliefs.week_sd),
        best(lambda alike: _of_splits(here.shares, seen, alike)[0], beliefs.alike),
    )


def _of_totals(mean: Array, seen: Seen, week_sd: float) -> Array:
    """Negative binomial log-probabilities of the totals, [set, week]; variance = mean + (mean x ``week_sd``)^2."""
    r = week_sd**-2.0
    y = seen.total
    mean = np.maximum(mean, 1e-12)
    odds = y * np.log(mean / (mean + r)) - r * np.log1p(mean / r)
    return np.asarray(gammaln(y + r) - gammaln(r) - gammaln(y + 1) + odds)


def _of_splits(shares: Array, seen: Seen, alike: float) -> Array:
    """Dirichlet-multinomial log-probabilities of the credits, up to a constant, [set, week]."""
    y = seen.credited
    n = y.sum(axis=0)
    a = np.maximum(alike * shares, 1e-12)
    return np.asarray(gammaln(alike) - gammaln(n + alike) + (gammaln(y + a) - gammaln(a)).sum(axis=1))
