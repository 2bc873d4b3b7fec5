"""BG/NBD and NBD against published values, the direct formula and simulated customers."""

import itertools

import numpy as np
import pytest
from scipy.special import hyp2f1

from calibration import nbd
from calibration.bg_nbd import BGNBD, fit
from calibration.summary import summarise

CDNOW = BGNBD(0.2426, 4.4136, 0.7929, 2.4259)
THREE = (np.array([0.0, 2.0, 6.0]), np.array([0.0, 30.43, 12.0]), np.full(3, 38.86))


class Drawn:
    """Histories drawn from the story of the model, in continuous time."""

    def __init__(self, model, people, age, seed):
        rng = np.random.default_rng(seed)
        rate, stop = rng.gamma(model.r, 1 / model.alpha, people), rng.beta(model.a, model.b, people)
        self.T = rng.uniform(age / 2, age, people)
        self.x, self.t_x = np.zeros(people), np.zeros(people)
        for i in range(people):
            t = rng.exponential(1 / rate[i])
            while t < self.T[i]:
                self.x[i], self.t_x[i] = self.x[i] + 1, t
                t = np.inf if rng.random() < stop[i] else t + rng.exponential(1 / rate[i])

    def __len__(self):
        return len(self.x)

    def grouped(self):
        return self.x, self.t_x, self.T, np.ones(len(self))


def test_expected_orders_match_the_reference():
    assert CDNOW.expected_orders([13, 39, 78]) == pytest.approx([0.5336518, 1.195048, 1.858024], rel=5e-7)


def test_spread_of_orders_matches_the_reference():
    k = np.arange(3001)
    probabilities = CDNOW.count_probabilities(39, np.zeros(1), np.zeros(1), np.zeros(1), most=3000)[0]
    assert probabilities.sum() == pytest.approx(1.0, abs=1e-9)
    assert np.sqrt(probabilities @ k**2 - (probabilities @ k) ** 2) == pytest.approx(2.54, abs=0.005)


def test_p_alive_matches_the_reference():
    assert CDNOW.p_alive(*THREE) == pytest.approx([1.0, 0.726614, 0.0215679], rel=5e-6)


def test_conditional_orders_match_the_reference():
    expected = [0.194787, 1.225923, 0.0971551]
    assert CDNOW.conditional_orders(39, *THREE) == pytest.approx(expected, rel=5e-6)


def test_conditional_orders_equal_the_textbook_form():
    r, alpha, a, b = 0.25, 4.4, 0.79, 2.4
    for x, T, t in itertools.product([0, 1, 6], [10.0, 39.0], [1.0, 52.0]):
        ratio = hyp2f1(r + x, b + x, a + b + x - 1, t / (alpha + T + t))
        alive = (a + b + x - 1) / (a - 1) * (1 - ((alpha + T) / (alpha + T + t)) ** (r + x) * ratio)
        found = BGNBD(r, alpha, a, b).conditional_orders(t, x, T, T) / BGNBD(r, alpha, a, b).p_alive(x, T, T)
        assert found == pytest.approx(alive, rel=1e-9)


def test_a_of_one_and_busy_customers_stay_finite():
    near = [BGNBD(0.25, 4.4, a, 2.4).expected_orders(39) for a in (1 - 1e-4, 1.0, 1 + 1e-4)]
    assert near[1] == pytest.approx((near[0] + near[2]) / 2, rel=1e-6)
    assert 0 < CDNOW.conditional_orders(39, 300, 77, 78) < 300 * 39 / 78


def test_parameters_of_simulated_customers_are_found_again():
    truth = BGNBD(0.6, 5.0, 1.0, 3.0)
    _, estimate = fit(Drawn(truth, 8_000, 78, seed=21))
    off = np.log(estimate.values / [truth.r, truth.alpha, truth.a, truth.b])
    assert (np.abs(off) < 4 * estimate.standard_errors).all()
    assert estimate.standard_errors.max() < 0.15


@pytest.mark.parametrize(
    ("history", "values", "log_likelihood"),
    [
        ("tenth", [0.2426, 4.414, 0.7929, 2.426], -9582.4),
        ("master", None, -95368.4),
    ],
)
def test_cdnow_estimates_match_the_published_ones(history, values, log_likelihood, request):
    _, estimate = fit(summarise(request.getfixturevalue(history), "1997-09-30"))
    assert estimate.log_likelihood == pytest.approx(log_likelihood, abs=0.06)
    assert estimate.starts_agree == estimate.starts
    if values is not None:
        assert estimate.values == pytest.approx(values, rel=2e-4)


def test_nbd_is_the_limit_of_bg_nbd_without_drop_out():
    never = BGNBD(0.5, 10.0, 1e-9, 1.0)
    poisson = nbd.NBD(0.5, 10.0)
    assert never.conditional_orders(39, *THREE) == pytest.approx(poisson.conditional_orders(39, *THREE), rel=1e-3)
    rows = poisson.count_probabilities(39, *THREE, most=500)
    assert rows @ np.arange(501) == pytest.approx(poisson.conditional_orders(39, *THREE), rel=1e-9)
    assert never.count_probabilities(39, *THREE, most=20) == pytest.approx(rows[:, :21], abs=1e-4)
