"""Runs in processes of their own."""

import numpy as np

from benchmarks.child import run_apart


def test_memory_of_a_child_is_its_own():
    ballast = np.ones(750_000_000 // 8)
    cost = run_apart(200, 60)
    assert ballast.nbytes > cost.peak > 50_000_000
    assert cost.events > 200
    assert cost.cpu > 0.0
