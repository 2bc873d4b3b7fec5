"""Occasions: a Poisson process that can be entered anywhere."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import gamma, kstest, poisson

from sim.core.verbs.need import WINDOW, first_after, following

KEY = np.uint64(3)
POISSON = (1, WINDOW)


def occasions(who, customer, until, regular=POISSON):
    """All (index, time) of a person up to an operational time."""
    found = [tuple(following(KEY, who, customer, 0, 0.0, *regular))]
    while found[-1][1] <= until:
        found.append(tuple(following(KEY, who, customer, *found[-1], *regular)))
    return found


@given(st.integers(0, 2**31 - 1), st.booleans(), st.floats(0.0, 200.0))
def test_the_first_after_any_moment_is_the_one_met_on_the_way(who, customer, now):
    last = occasions(who, customer, now)[-1]
    assert tuple(first_after(KEY, who, customer, now, *POISSON)) == last
    assert last[1] > now


@given(st.integers(0, 2**31 - 1))
def test_indices_rise_and_tell_the_window(who):
    found = occasions(who, True, 100.0)
    indices, times = zip(*found, strict=True)
    assert list(indices) == sorted(set(indices))
    assert all(np.diff(times) > 0)
    assert [n >> 16 for n in indices] == [int(x // WINDOW) for x in times]


@pytest.mark.parametrize("customer", [False, True])
def test_gaps_are_exponential_across_windows(customer):
    """One person's 20,000 gaps, and 5,000 people's first occasion after a moment within a window."""
    times = np.array([x for _, x in occasions(1, customer, 20_000.0)])
    assert kstest(np.diff(times), "expon").pvalue > 1e-5
    waits = [first_after(KEY, who, customer, 3.3, *POISSON)[1] - 3.3 for who in range(5_000)]
    assert kstest(waits, "expon").pvalue > 1e-5


def test_counts_are_poisson():
    counts = np.array([len(occasions(who, False, 6.5)) - 1 for who in range(5_000)])
    assert abs(counts.mean() - 6.5) < 4.5 * np.sqrt(6.5 / 5_000)
    assert abs((counts == 0).sum() - 5_000 * poisson(6.5).pmf(0)) < 4.5 * np.sqrt(5_000 * poisson(6.5).pmf(0))
    assert abs(counts.var() / 6.5 - 1.0) < 4.5 * np.sqrt(2 / 5_000)


@pytest.mark.parametrize("stages", [2, 3])
def test_regular_gaps_are_erlang_and_found_from_any_moment(stages):
    """One customer's 20,000 gaps; what is met on the way is found from outside, though gaps remember."""
    regular = (stages, 1e300)
    found = occasions(1, True, 20_000.0, regular)
    gaps = np.diff([x for _, x in found])
    assert kstest(gaps, gamma(stages, scale=1.0 / stages).cdf).pvalue > 1e-5
    for now in (0.0, 3.3, 777.7):
        expected = next(one for one in found if one[1] > now)
        assert tuple(first_after(KEY, 1, True, now, *regular)) == expected


def test_prospects_and_customers_have_occasions_of_their_own():
    assert occasions(7, True, 50.0)[0][1] != occasions(7, False, 50.0)[0][1]
