"""Estimates from customers followed for different lengths of time, against formulas and against counting by hand."""

import numpy as np
import pytest

from sim.measures.censored import kaplan_meier, mean_count

LIMIT = 4.5


def test_shares_and_counts_are_plain_where_everybody_is_followed():
    event = np.array([1.0, 5.0, 5.0, 30.0, np.inf])
    followed = np.full(5, 100.0)
    assert kaplan_meier(event, followed, [10.0])[0] == pytest.approx(3 / 5)
    assert kaplan_meier(event, followed, [100.0])[0] == pytest.approx(4 / 5)
    assert mean_count(event[:4], followed, 10.0) == pytest.approx((3 / 5, 11 / 3))


def test_kaplan_and_meiers_product_by_hand():
    """Second orders at 2 and 6, others followed to 4 and 8: 3/4 are left after 2, half of those at risk after 6."""
    event, followed = np.array([2.0, 6.0, np.inf, np.inf]), np.array([9.0, 9.0, 4.0, 8.0])
    assert kaplan_meier(event, followed, [5.0])[0] == pytest.approx(1 / 4)
    assert kaplan_meier(event, followed, [8.0])[0] == pytest.approx(1 - 3 / 4 * 1 / 2)


def test_nobody_followed_so_long_is_no_answer():
    assert np.isnan(kaplan_meier(np.array([1.0]), np.array([5.0]), [6.0])[0])
    assert np.isnan(mean_count(np.array([1.0]), np.array([5.0]), 6.0)).all()
    assert np.isnan(kaplan_meier(np.zeros(0), np.zeros(0), [1.0])[0])


def test_young_customers_make_the_naive_k_too_low():
    """k = .5 at exponential ages of mean 1, customers born evenly over 1: naive .5 e**-1 = .184, truth .5 (1 - e**-1)
    by age 1."""
    rng = np.random.default_rng(3)
    n, k = 200_000, 0.5
    followed = rng.uniform(0, 1, n)
    parent = np.repeat(np.arange(n), rng.poisson(k, n))
    age = rng.exponential(1.0, len(parent))
    seen = age <= followed[parent]
    naive = seen.sum() / n
    assert abs(naive - k * np.exp(-1)) < LIMIT * np.sqrt(k * np.exp(-1) / n)
    until = 0.95
    truth = k * (1 - np.exp(-until))
    count, mean_age = mean_count(age[seen], followed, until)
    # variance of Nelson's estimate: integral of the rate over the customers at risk
    grid = (np.arange(100_000) + 0.5) / 100_000 * until
    error = np.sqrt(k * (np.exp(-grid) / (n * (1 - grid))).mean() * until)
    assert abs(count - truth) < LIMIT * error
    assert count > 1.5 * naive
    expected_age = k * (1 - np.exp(-until) * (1 + until)) / truth
    assert abs(mean_age - expected_age) < LIMIT * error / truth


def test_who_left_stays_at_risk():
    """Half never buy again: a share that left out the silent would be twice as high."""
    rng = np.random.default_rng(4)
    n = 100_000
    again = rng.random(n) < 0.5
    event = np.where(again, rng.exponential(30.0, n), np.inf)
    followed = rng.uniform(0, 300, n)
    seen = np.where(event <= followed, event, np.inf)
    expected = 0.5 * (1 - np.exp(-3))
    share = kaplan_meier(seen, followed, [90.0])[0]
    assert abs(share - expected) < LIMIT * np.sqrt(expected * (1 - expected) / (0.7 * n))
