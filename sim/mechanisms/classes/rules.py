"""When customers are reviewed, and what class they are in."""

from __future__ import annotations

import numpy as np

from sim.core.ground.jit import formula, part
from sim.core.ground.memory import more
from sim.core.ground.types import World


@formula
def next_review(every: float, t: float) -> float:
    """The first day after ``t`` on which the firm reviews all customers; in single precision, as clocks are."""
    due = np.float64(np.float32(every * (np.floor(t / every) + 1.0)))
    return due if due > t else np.float64(np.float32(due + every))


@formula
def is_for(classes: int, which: int) -> bool:
    """Whether something is for class ``which`` (0 C, 1 B, 2 A) that is for ``classes``: 1 C, 2 B, 4 A, summed."""
    return (classes >> which) & 1 == 1


@formula
def class_of(paid: float, from_a: float, from_b: float) -> int:
    """The class of who has paid so much lately: 2 A, 1 B, 0 C."""
    return np.int64(paid >= from_b) + np.int64(paid >= max(from_a, from_b))


@part
def at_review(w: World, i: int) -> float:
    """When the customer is reviewed next; NEVER if never."""
    return more(w, i).next_review
