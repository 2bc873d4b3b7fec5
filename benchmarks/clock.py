"""Measuring time on a shared machine: runs that take turns, as it changes its speed within a minute."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Sequence


def in_turn(
    actions: Sequence[Callable[[], object]], rounds: int, clock: Callable[[], float] = time.process_time
) -> list[list[float]]:
    """Seconds of each action in each round, by ``clock``; every round runs all of them."""
    seconds: list[list[float]] = [[] for _ in actions]
    for _ in range(rounds):
        for action, found in zip(actions, seconds, strict=True):
            start = clock()
            action()
            found.append(clock() - start)
    return seconds


def times(some: Sequence[float], others: Sequence[float]) -> float:
    """How many times as long the former took as the latter: the median over the rounds."""
    return statistics.median(a / b for a, b in zip(some, others, strict=True))
