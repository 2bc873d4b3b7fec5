"""What a difference hangs on, for laws of which everything is known: linear and normal, with closed forms."""

import numpy as np
import pytest
from scipy.stats import binom, norm

from decisions.sensitivity.basis import GRID, curve
from decisions.sensitivity.flip import ends, flip
from decisions.sensitivity.scores import Scores
from decisions.sensitivity.surrogate import ALARM, fitted
from decisions.sensitivity.value import alone, perfect, sample, study
from scenarios.parameter import Parameter

NUMBERS = 30


def scores(rng, worlds, correlation=None, numbers=NUMBERS):
    r = np.eye(numbers) if correlation is None else correlation
    z = rng.standard_normal((worlds, len(r))) @ np.linalg.cholesky(r).T
    return Scores(tuple(f"market.x.{k}" for k in range(len(r))), z, r)


def worth(mean, sd):
    """E max(0, X) - max(0, mean), X normal."""
    return sd * norm.pdf(mean / sd) + mean * norm.cdf(mean / sd) - max(mean, 0.0)


def test_curves_are_orthonormal_in_the_belief_and_straight_beyond_the_knots():
    columns = curve(GRID)
    assert columns.mean(axis=0) == pytest.approx(0.0, abs=1e-12)
    assert columns.T @ columns / len(GRID) == pytest.approx(np.eye(3), abs=1e-9)
    outside = curve(np.array([2.0, 2.5, 3.0]))
    assert outside[2] - 2 * outside[1] + outside[0] == pytest.approx(0.0, abs=1e-9)


def test_knowing_is_worth_what_the_closed_form_says():
    """1 + 2 x + y + a noise of 3: worth knowing x: E max(0, N(1, 2)) - 1. Mean of 30 fits, within 4 standard errors;
    and the 90 % range holds it in at least 23 of 30 (binomial: fewer have a chance of 1 %)."""
    rng = np.random.default_rng(101)
    x, both, inside = [], [], 0
    for _ in range(30):
        given = scores(rng, 500)
        found = fitted(1.0 + 2.0 * given.z[:, 4] + given.z[:, 9] + 3.0 * rng.standard_normal(500), given)
        value, low, high = perfect(found, [4])
        x.append(value)
        both.append(perfect(found)[0])
        inside += low <= worth(1.0, 2.0) <= high
        assert found.chosen[0] == 4
    for values, sd in ((x, 2.0), (both, 5.0**0.5)):
        assert np.mean(values) == pytest.approx(worth(1.0, sd), abs=4 * np.std(values) / 30**0.5)
    assert inside >= binom.ppf(0.01, 30, 0.9)


def test_noise_is_not_called_information():
    """Where nothing matters, any number is named in 5 % of 100 cases; more than 14 has a chance of .03 %."""
    rng = np.random.default_rng(102)
    alarms = 0
    for _ in range(100):
        given = scores(rng, 120)
        found = fitted(1.0 + rng.standard_t(4, 120), given)
        alarms += bool(found.chosen)
        assert perfect(found)[0] == 0.0 or found.chosen
    assert alarms <= binom.ppf(0.9997, 100, ALARM)


def test_a_weak_effect_is_seen_above_what_is_said_to_be_seen():
    """At twice the effect that is said to be the weakest seen, it is taken up in at least 18 of 20."""
    rng = np.random.default_rng(103)
    found = 0
    for _ in range(20):
        given = scores(rng, 300)
        noise = rng.standard_normal(300)
        found += 7 in fitted(noise + 2.0 * fitted(noise, given).seen * given.z[:, 7], given).chosen
    assert found >= 18


def test_a_study_is_worth_what_the_closed_form_says():
    """Linear: the study leaves N(m, v sd^2) to decide by; all of it is as good as knowing, none is nothing."""
    given = scores(np.random.default_rng(104), 400)
    found = fitted(0.5 + 2.0 * given.z[:, 0], given)
    for share in (0.1, 0.5, 0.9, 1.0):
        assert sample(found, 0, share) == pytest.approx(worth(0.5, 2.0 * share**0.5), rel=2e-3)
    assert sample(found, 0, 0.0) == pytest.approx(0.0, abs=1e-12)


def test_a_correlated_number_tells_of_the_other():
    """x + y of unit variance, correlation r: E(x + y | x) = (1 + r) x."""
    r = np.array([[1.0, 0.6], [0.6, 1.0]])
    given = scores(np.random.default_rng(105), 400, r)
    found = fitted(0.5 + given.z.sum(axis=1), given)
    assert sorted(found.chosen) == [0, 1]
    assert perfect(found, [0])[0] == pytest.approx(worth(0.5, 1.6), rel=0.02)
    assert perfect(found)[0] == pytest.approx(worth(0.5, (2 + 1.2) ** 0.5), rel=0.02)


def parameter(**given):
    usual = {"value": 2.0, "unit": "1/day", "interval": (1.0, 4.0), "scale": "log", "label": "assumed"}
    return Parameter(**(usual | {"source": "a test"} | given))


def test_where_a_number_flips_the_decision():
    """1 + 2 z is nothing at z = -.5; at the 5 % and 95 % points it is 1 -+ 2 x 1.645."""
    given = scores(np.random.default_rng(106), 300)
    found = fitted(1.0 + 2.0 * given.z[:, 3], given)
    line, belief = alone(found, 3), parameter()
    assert ends(line) == pytest.approx((1.0 - 3.29, 1.0 + 3.29), abs=0.01)
    turned = flip(line, belief)
    assert turned.at == pytest.approx(norm.cdf(-0.5), abs=1e-3)
    assert turned.value == pytest.approx(belief.quantile(turned.at))
    assert turned.value == pytest.approx(2.0 ** (1.0 - 0.5 / 1.645), rel=1e-3)
    assert turned.above
    assert flip(-line, belief).above is False
    assert flip(line + 9.0, belief) is None


def test_what_a_study_takes_away():
    """100 events: the log of a rate to 1/10; 100 answers at 50 %: log-odds to 1/5; belief sd ln 4 / 3.29."""
    events = study(parameter(), 100)
    assert events.share == pytest.approx(1.0 / (1.0 + 0.01 / (np.log(4) / 3.2897) ** 2), rel=1e-3)
    half = parameter(value=0.5, interval=(0.3, 0.7), scale="logit", unit="share")
    sd = 2 * np.log(0.7 / 0.3) / 3.2897
    assert study(half, 100).share == pytest.approx(sd**2 / (sd**2 + 0.04), rel=1e-3)
    assert study(parameter(value=-2.0, interval=(-4.0, -1.0), scale="linear", unit="1"), 100).share == 0.5


def test_sobol_indices_of_a_sum_and_a_product():
    """x + 2 y + c x y, independent standard normals: of 5 + c^2, first 1 and 4, total 1 + c^2 and 4 + c^2."""
    pytest.importorskip("SALib")
    from decisions.sensitivity.screening import indices

    given = scores(np.random.default_rng(107), 500, numbers=4)
    x, y = given.z[:, 1], given.z[:, 2]
    found = fitted(x + 2.0 * y + 1.5 * x * y, given)
    assert found.pairs == ((2, 1),)
    told = indices(found)
    whole = 5.0 + 1.5**2
    assert told.first == pytest.approx(np.array([4.0, 1.0]) / whole, abs=0.06)
    assert told.total == pytest.approx(np.array([4.0 + 1.5**2, 1.0 + 1.5**2]) / whole, abs=0.06)
