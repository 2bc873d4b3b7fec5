"""Cubic splines through equally spaced points, not-a-knot at both ends (de Boor 1978, chapter 4)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class Spline:
    """The pieces of a spline: ``knots`` [piece + 1] and ``c`` [power from 3 to 0, piece], of the distance from the knot
    to the left."""

    knots: np.ndarray
    c: np.ndarray

    def __call__(self, x: np.ndarray) -> np.ndarray:
        """The spline at ``x``, which lies between the first knot and the last."""
        piece = np.clip(np.searchsorted(self.knots, x, side="right") - 1, 0, self.c.shape[1] - 1)
        s = x - self.knots[piece]
        cubic, square, slope, level = self.c[:, piece]
        power = s * s
        return np.asarray(level + slope * s + square * power + cubic * (power * s))


def through(x: np.ndarray, y: np.ndarray) -> Spline:
    """The spline that is ``y`` at the equally spaced ``x``, four points or more."""
    dx = np.diff(x)
    slope = np.diff(y) / dx
    steep = _derivatives(x, dx, slope)
    bend = (steep[:-1] + steep[1:] - 2 * slope) / dx
    return Spline(x, np.stack([bend / dx, (slope - steep[:-1]) / dx - bend, steep[:-1], y[:-1]]))


def _derivatives(x: np.ndarray, dx: np.ndarray, slope: np.ndarray) -> np.ndarray:
    """The derivatives at ``x`` with which second ones are continuous everywhere, and third ones at the last knot but
    one of either end.

    The three diagonals are eliminated in their order; with equal steps none is ever so small that rows would have to be
    exchanged.
    """
    diagonal, above, below = np.empty(len(x)), np.empty(len(dx)), np.empty(len(dx))
    right = np.empty(len(x))
    diagonal[1:-1] = 2 * (dx[:-1] + dx[1:])
    above[1:], below[:-1] = dx[:-1], dx[1:]
    right[1:-1] = 3 * (dx[1:] * slope[:-1] + dx[:-1] * slope[1:])
    first, last = x[2] - x[0], x[-1] - x[-3]
    diagonal[0], above[0] = dx[1], first
    right[0] = ((dx[0] + 2 * first) * dx[1] * slope[0] + dx[0] ** 2 * slope[1]) / first
    diagonal[-1], below[-1] = dx[-2], last
    right[-1] = (dx[-1] ** 2 * slope[-2] + (2 * last + dx[-1]) * dx[-2] * slope[-1]) / last
    d, u, b = diagonal.tolist(), above.tolist(), right.tolist()
    for k, under in enumerate(below.tolist()):
        factor = under / d[k]
        d[k + 1] -= factor * u[k]
        b[k + 1] -= factor * b[k]
    b[-1] /= d[-1]
    for k in range(len(u) - 1, -1, -1):
        b[k] = (b[k] - u[k] * b[k + 1]) / d[k]
    return np.array(b)
