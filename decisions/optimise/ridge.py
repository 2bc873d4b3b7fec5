"""Bayesian linear regression whose prior variances are found from the data, group by group.

MacKay's updates of the evidence (Neural Computation 1992): a group of coefficients that explains nothing shrinks to its
mean, one that does is left free. What is returned is the posterior mean and covariance.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

PASSES = 30
FREE = 1e-9
"""Of the scale of the data: the precision of coefficients that are not shrunk."""


@dataclass(frozen=True)
class Posterior:
    """Coefficients: ``mean`` [k] and ``covariance`` [k, k]; ``noise``: standard deviation of what is left."""

    mean: np.ndarray
    covariance: np.ndarray
    noise: float


def regress(
    x: np.ndarray, y: np.ndarray, groups: np.ndarray, prior: np.ndarray, widest: np.ndarray, alike: float = 1.0
) -> Posterior:
    """Regress ``y`` [n] on ``x`` [n, k]. ``groups`` [k]: the number of each coefficient's group, -1 = not shrunk;
    ``prior`` [k]: what they are shrunk to; ``widest`` [group]: the largest prior standard deviation of each; so many
    rows that are ``alike`` in their noise count as one.
    """
    gram, left = x.T @ x, y - x @ prior
    moment = x.T @ left
    count = len(widest)
    variance = widest.astype(float) ** 2
    noise = max(float(left.var()), 1e-300)
    free = np.full(len(prior), FREE / max(float(np.abs(gram).max()), 1e-300))
    for _ in range(PASSES):
        precision = np.where(groups >= 0, 1.0 / variance[groups], free)
        covariance = np.linalg.inv(gram / (alike * noise) + np.diag(precision))
        mean = covariance @ moment / (alike * noise)
        known = 1.0 - precision * np.diag(covariance)  # how far each is determined by the data
        rest = max(len(y) - float(known.sum()), 1.0)
        again = max(float(((left - x @ mean) ** 2).sum() / rest), 1e-12 * float(y.var()) + 1e-300)
        for group in range(count):
            those = groups == group
            if those.any():
                freed = max(float(known[those].sum()), 1e-6)
                own = float((mean[those] ** 2).sum() / freed)
                variance[group] = min(max(own, 1e-8 * widest[group] ** 2), widest[group] ** 2)
        if abs(again - noise) < 1e-6 * noise:
            break
        noise = again
    return Posterior(prior + mean, covariance, float(np.sqrt(noise)))
