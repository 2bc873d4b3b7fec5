"""Shapley values: what each part of a change brings, averaged over all orders in which they could be made.

Shapley 1953. They sum to the whole change, exactly; a part that changes nothing gets nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import combinations
from math import factorial

import numpy as np

Subset = tuple[int, ...]


def subsets(parts: int) -> list[Subset]:
    """All subsets of so many parts, the empty one first and the whole last."""
    return [some for size in range(parts + 1) for some in combinations(range(parts), size)]


def shapley(parts: int, worth: Callable[[Subset], np.ndarray]) -> np.ndarray:
    """The values of all parts, float64 [part, ...]; ``worth`` of a subset (rising numbers): float64 [...]."""
    known = {some: np.asarray(worth(some), float) for some in subsets(parts)}
    values = np.zeros((parts, *known[()].shape))
    for some, before in known.items():
        weight = factorial(len(some)) * factorial(parts - len(some) - 1) / factorial(parts) if len(some) < parts else 0
        for part in set(range(parts)) - set(some):
            values[part] += weight * (known[tuple(sorted((*some, part)))] - before)
    return values


def interactions(parts: int, worth: Callable[[Subset], np.ndarray]) -> dict[tuple[int, int], np.ndarray]:
    """Of each pair: what both together bring beyond what each brings alone, float64 [...]."""
    none = np.asarray(worth(()), float)
    return {
        (a, b): np.asarray(worth((a, b))) - worth((a,)) - worth((b,)) + none for a, b in combinations(range(parts), 2)
    }
