"""Numbers of customers tell what their lives hide; laws of which everything is known."""

import numpy as np
import pytest

from decisions.evidence import evidence
from decisions.optimise.lives import SPREAD, apart, judged

TRIES, WORLDS = 200, 16
NUMBERS, BELIEF, NOISE, LIVES = 3.0, 2.0, 2.0, 10.0
"""What numbers bring, its spread by belief, the noise of a run by numbers and by lives: as in a company of the game."""


def drawn(rng, lives, numbers=NUMBERS):
    """(numbers, lives), both [chance, world]."""
    shape = (2, WORLDS)
    counted = numbers + BELIEF * rng.standard_normal(WORLDS) + NOISE * rng.standard_normal(shape)
    return counted, lives + LIVES * rng.standard_normal(shape)


def test_the_two_sum_to_the_whole():
    rng = np.random.default_rng(1)
    gains, won, value = rng.standard_normal((3, WORLDS)), rng.standard_normal((3, WORLDS)), rng.random(WORLDS)
    numbers, lives = apart(gains, won, value)
    assert numbers + lives == pytest.approx(gains)
    assert numbers == pytest.approx(won * value)


def test_the_noise_of_lives_is_taken_out_and_what_is_told_holds():
    """Lives differ as much as is looked for. Intervals of 90 % hold 85 % here, as 16 worlds tell belief roughly: too
    few by chance in 1 of 4,000 such tests."""
    rng = np.random.default_rng(2)
    closer, inside, off = [], 0, []
    for _ in range(TRIES):
        lives = SPREAD * NUMBERS * rng.standard_normal()
        runs = drawn(rng, lives)
        found, raw = judged(*runs, 0.0, 0.0, 0.1), evidence(sum(runs), 0.1)
        closer.append(found.se / raw.se)
        off.append(((found.mean - NUMBERS - lives) ** 2, (raw.mean - NUMBERS - lives) ** 2))
        comes = NUMBERS + lives + BELIEF * rng.standard_normal()
        inside += found.expected_low <= comes <= found.expected_high
    assert np.mean(closer) < 0.6
    assert np.sqrt(np.mean(off, axis=0)) @ [1.0, -0.6] < 0.0
    assert inside / TRIES > 0.85 - 3.5 * np.sqrt(0.1275 / TRIES)


def test_what_will_come_has_all_of_the_luck():
    rng = np.random.default_rng(3)
    chances = [judged(*drawn(rng, 0.0), 0.0, 0.0, 0.25).chance ** 2 for _ in range(TRIES)]
    assert np.mean(chances) == pytest.approx(0.25 * (NOISE**2 + LIVES**2), rel=4 * np.sqrt(2 / WORLDS / TRIES))


def test_lives_that_are_far_from_what_was_looked_for_are_believed():
    """A price moves what each customer brings, here by 40: 23 standard errors."""
    rng = np.random.default_rng(4)
    found = [judged(*drawn(rng, 40.0), 0.0, 0.0, 0.1) for _ in range(100)]
    assert np.mean([one.mean for one in found]) == pytest.approx(43.0, abs=0.5)
    known = [judged(*drawn(rng, 40.0), 40.0, 0.1, 0.1) for _ in range(100)]
    assert np.mean([one.se for one in known]) < 0.6 * np.mean([one.se for one in found])


def test_worlds_without_a_number_are_left_out():
    rng = np.random.default_rng(5)
    numbers, lives = drawn(rng, 0.0)
    lives[0, :3] = np.nan
    assert judged(numbers, lives, 0.0, 0.0, 0.1).worlds == WORLDS - 3
    assert np.isnan(judged(numbers[:, :3], lives[:, :3], 0.0, 0.0, 0.1).mean)
