"""Simulation-based calibration of the likelihood of first orders by channel; what is wrong with it is caught."""

from dataclasses import replace

import numpy as np
import pytest
from awakened import drawn, setting
from scipy.stats import chi2, kstest

from calibration.estimators.acquisition import brought
from calibration.estimators.awakening import Setting, told
from calibration.estimators.credit import Beliefs, Dispersion, log_density, most_likely

CHECKED = ("organic_rate", "peak_rate", "half_saturation", "carryover", "credit_ratio", "trend")
"""Not the start, whose belief is far from normal where a history begins with a launch."""
NOISY, QUIET = Dispersion(0.2, 100.0), Dispersion(0.03, 20_000.0)


def errors(one: Setting, fitted: Setting, beliefs: Beliefs, noise: Dispersion, sets: int, seed: int) -> np.ndarray:
    """Standardised errors of the checked numbers, [set, number], where the truth is drawn from the beliefs."""
    rng = np.random.default_rng(seed)
    number, _ = told(one)
    at = [k for k, unknown in enumerate(one.unknowns) if unknown.name in CHECKED]
    found = []
    for _ in range(sets):
        truth = rng.standard_normal(number)
        best = most_likely(fitted.model, drawn(one, truth, noise, rng), number, beliefs)
        found.append((best.unknowns - truth)[at] / np.sqrt(np.diag(best.covariance))[at])
    return np.array(found)


def chances(z: np.ndarray) -> list[float]:
    """The chance of so large squared errors by number."""
    return [float(chi2.sf((column**2).sum(), len(column))) for column in z.T]


def known(noise: Dispersion) -> Beliefs:
    return Beliefs((noise.week_sd, 1e-3), (noise.alike, 1e-3))


@pytest.fixture(scope="module")
def one() -> Setting:
    return setting(np.random.default_rng(51))


def test_ranks_are_uniform(one: Setting) -> None:
    """Six numbers over 24 histories, noise estimated; two checks of each, false alarm 1.2 % in all (0.1 % each)."""
    z = errors(one, one, told(one)[1], NOISY, 24, 52)
    for k, name in enumerate(CHECKED):
        assert kstest(z[:, k], "norm").pvalue > 0.001, name
    assert min(chances(z)) > 0.001


def test_chance_alone_is_not_enough(one: Setting) -> None:
    """Poisson totals where weeks differ by a fifth: the level is far too sure. The same check."""
    z = errors(one, one, Beliefs((1e-3, 1e-3), known(NOISY).alike), NOISY, 6, 53)
    assert min(chances(z)) < 1e-6


def chance_of_fit(one: Setting, fitted: Setting, noise: Dispersion, sets: int, seed: int) -> float:
    """The chance of so large, or so small, a log-density at the maximum over that at the truth: half of chi squared
    with a degree for each unknown and set (Wilks 1938), whatever the shape of the maximum."""
    rng = np.random.default_rng(seed)
    number, twice = told(one)[0], 0.0
    for _ in range(sets):
        truth = rng.standard_normal(number)
        seen = drawn(one, truth, noise, rng)
        best = most_likely(fitted.model, seen, number, known(noise))
        at_truth = log_density(truth[None], one.model(truth[None]), seen, best.dispersion)
        twice += 2.0 * (best.log_density - float(at_truth[0]))
    of = chi2(sets * number)
    return 2.0 * float(min(of.cdf(twice), of.sf(twice)))


def test_media_that_are_forgotten_at_once_are_not_enough(one: Setting) -> None:
    """No carry-over where there is: the best response is far off the truth. The same check, false alarm 0.1 %."""
    unknowns = tuple(
        unknown._replace(middle=-6.0, below=0.01, above=0.01) if unknown.name == "carryover" else unknown
        for unknown in one.unknowns
    )
    forgetful = replace(one, unknowns=unknowns)
    assert chance_of_fit(one, one, QUIET, 8, 54) > 0.001
    assert chance_of_fit(one, forgetful, QUIET, 8, 54) < 1e-6


def test_who_is_brought_is_covered(one: Setting) -> None:
    """Customers of a channel: their rank among draws of the belief is uniform; 20 histories, false alarm 0.1 %."""
    rng, ranks = np.random.default_rng(55), []
    number, beliefs = told(one)
    for _ in range(20):
        truth = rng.standard_normal(number)
        seen = drawn(one, truth, NOISY, rng)
        best = most_likely(one.model, seen, number, beliefs)
        draws = best.unknowns + rng.standard_normal((60, number)) @ np.linalg.cholesky(best.covariance).T
        both = brought(replace(one, weeks=replace(one.weeks, total=seen.total)), np.vstack([draws, truth]))[:, 0]
        ranks.append(float((both[:-1] < both[-1]).mean()))
    assert kstest(ranks, "uniform").pvalue > 0.001
