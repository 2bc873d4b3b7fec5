"""Shapley's axioms, and his glove game."""

import numpy as np
import pytest

from decisions.shapley import interactions, shapley


def test_the_glove_game():
    """One left glove, two right ones: 2/3, 1/6, 1/6."""
    values = shapley(3, lambda some: np.array(1.0 if 0 in some and len(some) > 1 else 0.0))
    assert values == pytest.approx([2 / 3, 1 / 6, 1 / 6])


@pytest.mark.parametrize("parts", [1, 2, 4, 6])
def test_they_sum_to_the_whole_and_who_adds_nothing_gets_nothing(parts):
    table = {}
    rng = np.random.default_rng(parts)

    def worth(some):
        kept = tuple(k for k in some if k != parts - 1)  # the last one never matters
        return table.setdefault(kept, rng.standard_normal(5))

    values = shapley(parts, worth)
    assert values.sum(axis=0) == pytest.approx(worth(tuple(range(parts))) - worth(()))
    assert values[-1] == pytest.approx(np.zeros(5))


def test_only_what_two_do_together_is_an_interaction():
    found = interactions(3, lambda some: np.array(sum(some) + 5.0 * (0 in some and 2 in some)))
    assert found == {(0, 1): 0.0, (0, 2): 5.0, (1, 2): 0.0}
