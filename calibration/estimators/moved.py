"""Whether spend moved, and whether it followed demand: what it brought is then hard to tell from what moved it."""

from __future__ import annotations

import numpy as np

from calibration.estimators.weeks import Weeks
from calibration.likelihood import Array

STILL = 0.1
"""Spend whose weeks vary by less (standard deviation / mean) hardly moved."""
CHANCE = 2.326
"""Standard errors by which spend may follow first orders by chance: false alarms 1 % for each channel."""
FEWEST_WEEKS = 26


def still(weeks: Weeks) -> tuple[bool, ...]:
    """By channel: whether its spend hardly ever moved."""
    return tuple(_stands(own) for own in weeks.weekly_spend)


def followed(weeks: Weeks) -> tuple[bool, ...]:
    """By channel: whether its spend rose after weeks in which more came who are not credited to it, given its own
    spend in the two weeks before; by more than ``CHANCE`` standard errors."""
    others = weeks.total - weeks.credited[1:]
    return tuple(_follows(own, came) for own, came in zip(weeks.weekly_spend, others, strict=True))


def _stands(spend: Array) -> bool:
    return bool(spend.std() <= STILL * spend.mean())


def _follows(spend: Array, came: Array) -> bool:
    if _stands(spend) or len(spend) < FEWEST_WEEKS:
        return False
    now = spend[2:]
    design = np.stack([np.ones(len(now)), spend[1:-1], spend[:-2], came[1:-1]], axis=1)
    slopes, _, rank, _ = np.linalg.lstsq(design, now)
    if rank < design.shape[1]:
        return False
    left = now - design @ slopes
    error = np.sqrt(left @ left / (len(now) - rank) * np.linalg.inv(design.T @ design)[-1, -1])
    return bool(slopes[-1] > CHANCE * error)
