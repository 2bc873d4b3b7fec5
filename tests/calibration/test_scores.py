"""Scores of forecasts."""

import numpy as np
import pytest
from scipy.stats import poisson

from calibration.scores import crps, log_score, poisson_floor, wape

K = np.arange(200)


def test_crps_of_a_certain_forecast_is_the_absolute_error():
    certain = np.eye(30)[[4, 4, 4]]
    assert crps(certain, np.array([4, 7, 0])) == pytest.approx([0, 3, 4])


def test_crps_equals_its_definition_by_expectations():
    p = poisson.pmf(K, 3.0)
    spread = np.abs(np.subtract.outer(K, K)) @ p @ p
    expected = [np.abs(K - y) @ p - spread / 2 for y in (0, 2, 9)]
    assert crps(np.tile(p, (3, 1)), np.array([0, 2, 9])) == pytest.approx(expected, abs=1e-10)


def test_the_true_distribution_scores_best():
    rng = np.random.default_rng(1)
    counts = rng.poisson(3.0, 4000)
    for off in (2.0, 4.5):
        truth, other = (np.tile(poisson.pmf(K, m), (4000, 1)) for m in (3.0, off))
        assert crps(truth, counts).mean() < crps(other, counts).mean()
        assert log_score(truth, counts).mean() > log_score(other, counts).mean()


def test_log_score_is_the_logarithm_of_what_came():
    assert log_score(np.array([[0.5, 0.25, 0.25]]), np.array([2])) == pytest.approx(np.log(0.25))


def test_wape_weighs_by_volume():
    assert wape(np.array([1.0, 90.0]), np.array([0, 100])) == pytest.approx(11 / 100)


@pytest.mark.parametrize("mean", [0.3, 1.0, 4.5, 48.0])
def test_poisson_floor_is_the_mean_absolute_deviation(mean):
    deviation = np.abs(K - mean) @ poisson.pmf(K, mean)
    assert poisson_floor(np.full(3, mean)) == pytest.approx(deviation / mean, rel=1e-9)
