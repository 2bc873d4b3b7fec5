"""Simulation-based calibration: ranks of the truth in posteriors, which are uniform where the likelihood is right."""

from collections.abc import Sequence

import numpy as np
from scipy.stats import chisquare, norm

BINS = 8


def uniformity(z: Sequence[float]) -> float:
    """p-value of the chi-square test that ranks are uniform; ``z``: (estimate - truth) / sd, data set by data set.

    The truth must be drawn from what the posterior believes (Talts et al. 2018). A threshold on it is the rate of
    false alarms.
    """
    ranks = norm.cdf(np.asarray(z, float))
    return float(chisquare(np.histogram(ranks, BINS, (0.0, 1.0))[0]).pvalue)
