"""How far simulated patterns are from real ones, and how far chance alone puts them.

With n worlds of which the real one might be a further one, the interval between the quantiles at positions .05 (n + 1)
and .95 (n + 1) of the sorted values holds the real value in 90 of 100 cases, whatever the law (worlds and reality
exchangeable); with fewer than 19 worlds it ends at the least and the greatest of them and holds it in 1 - 2 / (n + 1).

A series or curve is judged whole (global envelope test, studentised: Myllymäki et al. 2017): how far it is out at its
furthest point, in standard deviations of the others, against the same of each world among the others and reality. The
share of the n + 1 that are as far out or further is below .10 by chance in at most 10 of 100 cases.
"""

from __future__ import annotations

import warnings

import numpy as np

from calibration.likelihood import Array

OUTSIDE = 0.10  # of the interval


def complement(real: Array, simulated: Array) -> float:
    """1 - Kolmogorov-Smirnov distance of two samples: 1 where they are distributed alike."""
    from scipy.stats import ks_2samp

    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)  # of the p-value, which is not looked at
        return 1.0 - float(ks_2samp(real, simulated, method="asymp").statistic)


def overlap(real: Array, simulated: Array) -> float:
    """1 - total variation distance of two tables of shares."""
    return 1.0 - 0.5 * float(np.abs(real - simulated).sum())


def interval(worlds: Array) -> tuple[Array, Array]:
    """Ends of the 90 % interval of a further world, (...) each; ``worlds`` has shape (worlds, ...)."""
    low, high = np.quantile(worlds, [OUTSIDE / 2, 1 - OUTSIDE / 2], axis=0, method="weibull")
    return low, high


def within(value: float, worlds: Array) -> bool:
    """Whether ``value`` lies in the interval of ``worlds`` (worlds,)."""
    low, high = interval(worlds)
    return bool(low <= value <= high)


def envelope(real: Array, worlds: Array) -> float:
    """Share of reality (points,) and the ``worlds`` (worlds, points) that are as far out as reality, or further."""
    every = np.concatenate([real[None], worlds])
    furthest = np.array([_furthest(one, np.delete(every, k, axis=0)) for k, one in enumerate(every)])
    return float((furthest >= furthest[0]).mean())


def _furthest(one: Array, others: Array) -> float:
    """The largest distance of ``one`` (points,) from the mean of ``others`` (some, points), standard deviations."""
    off, spread = np.abs(one - others.mean(axis=0)), others.std(axis=0)
    with np.errstate(divide="ignore", invalid="ignore"):
        return float(np.max(np.where(off > 0.0, off / spread, 0.0)))
