"""Companies of known truth are found again from their tables: most 90 % intervals hold the truth."""

import numpy as np
import pytest

from benchmarks.recovery import MEASURES, PARAMETERS, company, summary

LEAST = {1: 0.5, 3: 0.65}
"""Of the intervals of so many companies, ten each, that hold with probability 0.9; of a company they err together. Were
they independent, fewer would hold less than once in five thousand times."""


@pytest.fixture(scope="module", params=[1, pytest.param(3, marks=pytest.mark.slow)])
def rows(request, tmp_path_factory):
    """The intervals of so many companies."""
    seeds = range(101, 101 + request.param)
    return [row for seed in seeds for row in company(seed, tmp_path_factory.mktemp("shop"), 8000, 10)]


def test_most_intervals_hold_the_truth(rows):
    companies, rest = divmod(len(rows), len(PARAMETERS) + len(MEASURES) + 1)
    assert rest == 0
    assert np.mean([row.holds for row in rows]) >= LEAST[companies], "\n".join(map(str, rows))


def test_intervals_say_something(rows):
    """What the tables tell is narrower than what was believed: acceptance 0.2 to 0.5, the slope -4.5 to -1.3."""
    accepted = [row.high - row.low for row in rows if row.what == "k: taken up"]
    slopes = [row.high - row.low for row in rows if row.what == "price slope"]
    assert max(accepted) < 0.25
    assert min(slopes) < 0.85 * 3.2


def test_the_summary_counts(rows):
    said = list(summary(rows))
    assert len(said) == len(PARAMETERS) + len(MEASURES) + 2
    assert said[-1].endswith(f" of {len(rows)}")
