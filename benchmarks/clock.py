"""Measuring time on a shared machine: medians of runs that take turns."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Sequence


def in_turn(
    actions: Sequence[Callable[[], object]], rounds: int, clock: Callable[[], float] = time.process_time
) -> list[float]:
    """Median seconds of each action, by ``clock``; every round runs all of them, so that all meet the same machine."""
    seconds: list[list[float]] = [[] for _ in actions]
    for _ in range(rounds):
        for action, found in zip(actions, seconds, strict=True):
            start = clock()
            action()
            found.append(clock() - start)
    return [statistics.median(found) for found in seconds]
