"""How far simulated patterns are from real ones, and how far chance alone puts them.

With n worlds of which the real one might be a further one, the interval between the quantiles at positions .05 (n + 1)
and .95 (n + 1) of the sorted values holds the real value in 90 of 100 cases, whatever the law (worlds and reality
exchangeable); with fewer than 19 worlds it ends at the least and the greatest of them and holds it in 1 - 2 / (n + 1).
A series or curve is judged whole: by the share of its values within, against the share that 90 % of the worlds reach,
each among the other worlds (a global envelope test: Myllymäki et al. 2017), so that it is missed by chance in 10 %.
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


def share_within(values: Array, worlds: Array) -> float:
    """Share of ``values`` (points,) within the interval of ``worlds`` (worlds, points), point by point."""
    low, high = interval(worlds)
    return float(((values >= low) & (values <= high)).mean())


def share_reached(worlds: Array) -> float:
    """The share within that 90 % of the ``worlds`` (worlds, points) reach, each among the others; 1 of one world."""
    if len(worlds) < 3:
        return 1.0
    shares = [share_within(one, np.delete(worlds, k, axis=0)) for k, one in enumerate(worlds)]
    return float(np.quantile(shares, OUTSIDE, method="lower"))
