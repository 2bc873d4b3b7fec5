"""What the difference is where a number is low or high, and where the number would turn it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.stats import norm

from decisions.sensitivity.basis import GRID
from scenarios.parameter import Parameter

LOW, HIGH = 0.05, 0.95
FURTHEST = 0.01
"""A number is not looked for beyond this point of its belief, at either end."""


@dataclass(frozen=True)
class Flip:
    """``value`` of a number, in its unit, at which neither plan is better, the probability ``at`` at which it stands in
    the belief, and whether the plan is better ``above`` it."""

    value: float
    at: float
    above: bool


def ends(line: np.ndarray) -> tuple[float, float]:
    """The expected difference at the 5 % and the 95 % point; ``line`` is that at every point of GRID."""
    low, high = np.interp(norm.ppf([LOW, HIGH]), GRID, line)
    return float(low), float(high)


def flip(line: np.ndarray, parameter: Parameter) -> Flip | None:
    """Where the expected difference changes its sign, nearest to the middle of the belief; None where it does not."""
    inside = np.abs(GRID) <= norm.ppf(1.0 - FURTHEST)
    z, y = GRID[inside], line[inside]
    turns = np.flatnonzero(np.sign(y[1:]) * np.sign(y[:-1]) < 0)
    if not len(turns):
        return None
    k = min(turns, key=lambda turn: abs(z[turn]))
    at = float(norm.cdf(z[k] - y[k] * (z[k + 1] - z[k]) / (y[k + 1] - y[k])))
    return Flip(parameter.quantile(at), at, bool(y[k + 1] > y[k]))
