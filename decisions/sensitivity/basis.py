"""Curves over a standard normal score: natural cubic splines, centred and orthonormal in the belief.

The sum of squares of the coefficients of such a curve is its variance in the belief.
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from scipy.stats import norm

KNOTS = (-1.645, -0.55, 0.55, 1.645)
"""From the 5 % to the 95 % point of the belief; straight beyond."""
MOST = len(KNOTS) - 1
"""Columns of the fullest curve."""
GRID = np.asarray(norm.ppf((np.arange(4096) + 0.5) / 4096))
"""Points of equal probability."""


def curve(z: np.ndarray, columns: int = MOST) -> np.ndarray:
    """The first ``columns`` of the basis at ``z`` [point]: float64 [point, column]; one is the score itself."""
    return np.asarray((_raw(z) - _about()[0]) @ _about()[1])[:, :columns]


@lru_cache(maxsize=1)
def _about() -> tuple[np.ndarray, np.ndarray]:
    """(means, what makes the centred columns orthonormal)."""
    raw = _raw(GRID)
    means = raw.mean(axis=0)
    _, r = np.linalg.qr((raw - means) / np.sqrt(len(GRID)))
    return means, np.linalg.inv(r * np.sign(np.diag(r))[:, None])


def _raw(z: np.ndarray) -> np.ndarray:
    """The natural cubic spline by truncated powers (Hastie, Tibshirani & Friedman 2009, section 5.2.1)."""
    last = KNOTS[-1]

    def cubed(knot: float) -> np.ndarray:
        return np.asarray(np.maximum(z - knot, 0.0) ** 3)

    towers = [(cubed(knot) - cubed(last)) / (last - knot) for knot in KNOTS[:-1]]
    return np.stack([z, *(tower - towers[-1] for tower in towers[:-1])], axis=1)
