"""Differences are told apart into belief and luck; laws of which everything is known."""

import numpy as np
import pytest
from scipy.stats import norm

from decisions.evidence import evidence

TRIES, WORLDS = 400, 20


def drawn(rng, mean, belief, noise, chances=2):
    return mean + belief * rng.standard_normal(WORLDS) + noise * rng.standard_normal((chances, WORLDS))


def test_belief_and_noise_are_those_of_a_nested_design():
    rng = np.random.default_rng(1)
    found = [evidence(drawn(rng, 1.0, 2.0, 3.0), 0.1) for _ in range(TRIES)]
    # the variances are unbiased but for the cut at 0: chi-squares of 20 and 19 degrees of freedom, 400 times
    assert np.mean([e.noise**2 for e in found]) == pytest.approx(9.0, rel=4 * np.sqrt(2 / 20 / TRIES))
    assert np.mean([e.belief**2 for e in found]) == pytest.approx(4.0, rel=0.12)
    assert np.mean([e.chance**2 for e in found]) == pytest.approx(0.9, rel=0.08)


def test_what_will_come_is_in_the_range_as_often_as_it_says():
    """The difference in the firm's market, drawn from belief and the market's own chance; 400 tries of 90 %."""
    rng = np.random.default_rng(2)
    inside = 0
    for _ in range(TRIES):
        e = evidence(drawn(rng, 1.0, 2.0, 3.0), 0.1)
        comes = 1.0 + 2.0 * rng.standard_normal() + np.sqrt(0.1) * 3.0 * rng.standard_normal()
        inside += e.low <= comes <= e.high
    assert 0.9 - 3.5 * np.sqrt(0.09 / TRIES) - 0.02 < inside / TRIES < 0.9 + 3.5 * np.sqrt(0.09 / TRIES)


def test_a_sure_gain_is_called_sure_although_single_worlds_are_noisy():
    """Belief is sure (sd .1 around 1), a run has a noise of 1.5: worlds as they are say P = .75, the truth is 1."""
    rng = np.random.default_rng(3)
    few = [evidence(drawn(rng, 1.0, 0.1, 1.5), 0.02) for _ in range(100)]
    assert np.mean([np.mean(drawn(rng, 1.0, 0.1, 1.5, chances=1) > 0) for _ in range(100)]) < 0.8
    assert np.mean([e.p_better for e in few]) > 0.9
    assert np.mean([e.verdict == "better" or e.settled_by(0.9) is not None for e in few]) > 0.7
    more = [
        evidence(1.0 + 0.1 * rng.standard_normal(120) + 1.5 * rng.standard_normal((2, 120)), 0.02) for _ in range(100)
    ]
    assert np.mean([e.verdict == "better" for e in more]) > 0.95


def test_nothing_is_rarely_called_better():
    """Two plans that are alike, up to noise: a verdict either way is a false alarm; P is about even then."""
    rng = np.random.default_rng(4)
    found = [evidence(drawn(rng, 0.0, 0.0, 1.0), 0.02).verdict for _ in range(TRIES)]
    assert np.mean([one in ("better", "worse") for one in found]) < 0.4  # |mean| beyond about 1.1 standard errors
    believed = [evidence(drawn(rng, 0.0, 1.0, 0.5), 0.02).verdict for _ in range(TRIES)]
    assert np.mean([one in ("better", "worse") for one in believed]) < 0.001 + 4 * np.sqrt(0.001 / TRIES)


def test_what_is_to_be_expected_is_surer_than_what_will_come():
    """A gain of 1 in every world, noise 1.5 a run, the market's own chance as large as that of a run."""
    rng = np.random.default_rng(6)
    found = [evidence(drawn(rng, 1.0, 0.0, 1.5), 1.0) for _ in range(100)]
    assert np.mean([e.p_expected for e in found]) > 0.94
    assert np.mean([e.p_better for e in found]) == pytest.approx(norm.cdf(1.0 / 1.5), abs=0.05)
    assert all(e.low < e.expected_low < e.mean < e.expected_high < e.high for e in found)
    covered = np.mean([e.expected_low <= 1.0 <= e.expected_high for e in found])
    assert covered > 0.9 - 3.5 * np.sqrt(0.09 / 100)


def test_copies_differ_by_nothing():
    e = evidence(np.zeros((2, WORLDS)), 0.02)
    assert (e.mean, e.low, e.high, e.p_better, e.se) == (0.0, 0.0, 0.0, 0.5, 0.0)


def test_what_more_worlds_would_settle():
    rng = np.random.default_rng(5)
    assert evidence(drawn(rng, 0.3, 0.0, 3.0), 0.0).settled_by(0.9) is not None
    wide = evidence(drawn(rng, 0.3, 3.0, 0.1), 0.0)
    assert wide.settled_by(0.9) is None
    assert wide.verdict == "belief"
