"""Contracts: how many of them are left at each renewal, where customers pay at regular intervals.

The chance to end a contract differs between customers as Beta(a, b) and is the same at each renewal of a customer:
sBG, Fader & Hardie 2007.
"""

from __future__ import annotations

import numpy as np

from calibration.likelihood import Array, Estimate, estimated
from calibration.priors import prior
from calibration.summary import DAYS_PER_WEEK, Histories

NAMES = ("a", "b")
STARTS = ((0.7, 4.0), (1.0, 20.0), (0.2, 0.8))
OVERDUE = 1.5  # contract lengths of silence: the contract has ended


def fit(histories: Histories, days: float) -> Estimate:
    """The sBG of greatest likelihood for contracts of ``days``: each repeat order renews one.

    Who has been silent for one and a half contracts has ended theirs; the others still have it. What the histories
    leave open (such as how chances differ between customers) is held by other histories.
    """
    from scipy.special import betaln, digamma

    ended = (histories.T - histories.t_x) * DAYS_PER_WEEK > OVERDUE * days
    renewed = histories.x
    left = ended.astype(float)

    def total(parameters: Array) -> tuple[float, Array]:
        a, b = parameters
        value = betaln(a + left, b + renewed) - betaln(a, b)
        common = digamma(a + b) - digamma(a + b + left + renewed)
        by_a = digamma(a + left) - digamma(a) + common
        by_b = digamma(b + renewed) - digamma(b) + common
        return float(value.sum()), np.array([a * by_a.sum(), b * by_b.sum()])

    return estimated("sBG", NAMES, total, STARTS, len(histories), prior("sbg", NAMES))
