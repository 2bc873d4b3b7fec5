"""Innovation and imitation: people take something up of themselves, or because others have (Bass 1969)."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from numpy.typing import ArrayLike
from scipy.linalg import expm

SMALL = 400
"""Up to so many people the master equation is solved; beyond, its mean is that of the differential equation."""


def bass(innovation: float, imitation: float, time: ArrayLike) -> np.ndarray:
    """Share of an infinite population who have taken it up by ``time``: f' = (innovation + imitation f)(1 - f)."""
    gone = np.exp(-(innovation + imitation) * np.asarray(time, float))
    return np.asarray((1.0 - gone) / (1.0 + imitation / innovation * gone))


@lru_cache(maxsize=64)
def bass_of_few(innovation: float, imitation: float, people: int, time: float) -> float:
    """Expected share of ``people`` who have taken it up by ``time``, each at rate innovation + imitation x share.

    Chance matters among few: below the curve of the infinite population.
    """
    k = np.arange(people + 1)
    rates = (people - k) * (innovation + imitation * k / people)
    generator = np.diag(-rates) + np.diag(rates[:-1], 1)
    return float(expm(generator * time)[0] @ k / people)
