"""Pareto/NBD against published values, a second formula, simulated customers and its own gradient."""

import itertools
from dataclasses import dataclass
from functools import partial

import numpy as np
import pytest
from scipy.special import gammaln, hyp2f1

from calibration.bg_nbd import BGNBD
from calibration.likelihood import maximise
from calibration.pareto_nbd import NAMES, STARTS, ParetoNBD, fit, total_likelihood
from calibration.summary import summarise

CDNOW = ParetoNBD(0.553, 10.578, 0.606, 11.669)
THREE = (np.array([0.0, 2.0, 6.0]), np.array([0.0, 30.43, 12.0]), np.full(3, 38.86))


@dataclass(frozen=True)
class Drawn:
    """Simulated histories in continuous time, and what the customers do afterwards."""

    x: np.ndarray
    t_x: np.ndarray
    T: np.ndarray
    alive: np.ndarray
    later: np.ndarray

    def __len__(self):
        return len(self.x)

    def grouped(self):
        return self.x, self.t_x, self.T, np.ones(len(self))


def drawn(model: ParetoNBD, people: int, age: float, after: float, seed: int) -> Drawn:
    rng = np.random.default_rng(seed)
    rate = rng.gamma(model.r, 1 / model.alpha, people)
    death = rng.exponential(1 / rng.gamma(model.s, 1 / model.beta, people))
    age = rng.choice(np.linspace(age / 2, age, 40), people)
    x, t_x, later = np.zeros(people), np.zeros(people), np.zeros(people, int)
    for i in range(people):
        until = min(age[i], death[i])
        orders = rng.uniform(0, until, rng.poisson(rate[i] * until))
        x[i], t_x[i] = len(orders), orders.max(initial=0.0)
        later[i] = rng.poisson(rate[i] * max(min(age[i] + after, death[i]) - age[i], 0.0))
    return Drawn(x, t_x, age, death > age, later)


def textbook(model: ParetoNBD, x: float, t_x: float, T: float) -> float:
    """The likelihood in the form with two hypergeometric functions (Fader & Hardie 2005)."""
    r, alpha, s, beta = model.r, model.alpha, model.s, model.beta
    most, gap, b = max(alpha, beta), abs(alpha - beta), s + 1 if alpha >= beta else r + x

    def part(t):
        power = r + s + x
        return hyp2f1(power, b, power + 1, gap / (most + t)) / (most + t) ** power

    inside = (alpha + T) ** -(r + x) * (beta + T) ** -s + s / (r + s + x) * (part(t_x) - part(T))
    return gammaln(r + x) - gammaln(r) + r * np.log(alpha) + s * np.log(beta) + np.log(inside)


def test_expected_orders_match_the_reference():
    assert CDNOW.expected_orders([13, 39, 78]) == pytest.approx([0.5311695, 1.213003, 1.909398], rel=5e-7)


def test_p_alive_matches_the_reference():
    assert CDNOW.p_alive(*THREE) == pytest.approx([0.2952866, 0.8691676, 0.0437567], abs=5e-8)


def test_conditional_orders_match_the_reference():
    expected = [0.1070815, 1.455123, 0.1880315]
    assert CDNOW.conditional_orders(39, *THREE) == pytest.approx(expected, abs=5e-7)


@pytest.mark.parametrize(
    "model", [CDNOW, ParetoNBD(2, 5, 0.4, 30), ParetoNBD(0.3, 40, 1.0, 6), ParetoNBD(1, 8, 2.5, 8)]
)
def test_likelihood_equals_the_textbook_form(model):
    for x, share, T in itertools.product([0, 1, 4, 15], [0.1, 0.6, 1.0], [5.0, 39.0, 120.0]):
        t_x = share * T if x else 0.0
        assert model.log_likelihood(x, t_x, T) == pytest.approx(textbook(model, x, t_x, T), abs=1e-7)


def test_likelihood_stays_finite_where_the_textbook_form_does_not():
    model = ParetoNBD(0.05, 0.05, 5.0, 1000.0)
    found = model.log_likelihood([0, 400, 400], [0, 0.2, 300], [500, 500, 300])
    assert np.isfinite(found).all()
    assert model.p_alive(400, 0.2, 500) < 1e-6
    assert model.p_alive(400, 300, 300) == 1.0


@pytest.mark.parametrize(
    ("model", "values"),
    [
        (ParetoNBD, [0.55, 10.6, 0.6, 11.7]),
        (ParetoNBD, [2, 3, 1.5, 60]),
        (ParetoNBD, [0.2, 50, 0.3, 4]),
        (BGNBD, [0.24, 4.4, 0.79, 2.4]),
        (BGNBD, [2, 3, 1.5, 0.6]),
    ],
)
def test_gradient_is_the_slope_of_the_likelihood(model, values):
    x, t_x, T = np.array([0.0, 1, 7, 40]), np.array([0.0, 3, 30, 77]), np.array([20.0, 39, 31, 77])
    gradient = model(*values).log_likelihood_gradient(x, t_x, T)[1]
    for k in range(4):
        up, down = list(values), list(values)
        up[k] *= np.exp(1e-5)
        down[k] *= np.exp(-1e-5)
        ends = [model(*v).log_likelihood(x, t_x, T) for v in (up, down)]
        assert gradient[:, k] == pytest.approx((ends[0] - ends[1]) / 2e-5, abs=1e-6)


def test_s_of_one_is_the_limit_of_its_neighbours():
    near = [ParetoNBD(0.6, 10, s, 12).expected_orders(39) for s in (1 - 1e-6, 1.0, 1 + 1e-6)]
    assert near[1] == pytest.approx((near[0] + near[2]) / 2, rel=1e-9)


@pytest.mark.parametrize("model", [CDNOW, BGNBD(0.2426, 4.4136, 0.7929, 2.4259)])
def test_count_probabilities_sum_to_one_and_have_the_conditional_mean(model):
    probabilities = model.count_probabilities(39, *THREE, most=500)
    assert probabilities.sum(axis=1) == pytest.approx(np.ones(3), abs=1e-9)
    assert probabilities @ np.arange(501) == pytest.approx(model.conditional_orders(39, *THREE), rel=1e-7)


def test_the_probability_of_a_count_is_that_of_the_whole_law():
    shape, rate, T = np.array([0.6, 3.2]), np.array([15.0, 40.0]), np.array([4.4, 29.4])
    law = CDNOW.counts_alive(13.0, shape, rate, T, 20)
    for k in (0, 1, 7):
        assert CDNOW.count_alive(13.0, shape, rate, T, np.full(2, k)) == pytest.approx(law[:, k], rel=1e-12)


def test_a_search_from_nearby_ends_where_one_from_afar_does(tenth):
    """To a thousandth of a standard error, from the estimate of a third of the customers."""
    kinds = summarise(tenth, "1997-09-30").grouped()
    total, people = partial(total_likelihood, kinds=kinds), int(kinds[3].sum())
    near = maximise("third", NAMES, partial(total, every=3), STARTS, people)
    there = maximise("near", NAMES, total, STARTS, people, near=near)
    afar = maximise("afar", NAMES, total, STARTS, people)
    off = np.log(there.values / afar.values)
    assert np.abs(np.log(near.values / afar.values)).max() > 0.01
    assert float(off @ np.linalg.solve(afar.covariance, off)) < 1e-6
    assert there.log_likelihood >= afar.log_likelihood - 1e-6


def test_forecast_and_p_alive_are_calibrated_on_simulated_customers():
    people = drawn(CDNOW, 12_000, 39, 39, seed=5)
    seen = (people.x, people.t_x, people.T)
    p = CDNOW.p_alive(*seen)
    assert abs((people.alive - p).sum()) < 4 * np.sqrt((p * (1 - p)).sum())
    probabilities = CDNOW.count_probabilities(39.0, *seen, most=120)
    for k in range(4):
        share = probabilities[:, k]
        assert abs(((people.later == k) - share).sum()) < 4 * np.sqrt((share * (1 - share)).sum())
    sharp = probabilities[np.arange(len(people)), people.later]
    expected = np.sum(probabilities * np.log(np.maximum(probabilities, 1e-300)), axis=1)
    assert np.log(sharp).mean() == pytest.approx(expected.mean(), abs=0.03)


def test_parameters_of_simulated_customers_are_found_again():
    truth = ParetoNBD(0.8, 8.0, 1.2, 20.0)
    _, estimate = fit(drawn(truth, 8_000, 78, 0, seed=11))
    off = np.log(estimate.values / [truth.r, truth.alpha, truth.s, truth.beta])
    assert (np.abs(off) < 4 * estimate.standard_errors).all()
    assert estimate.standard_errors[:2].max() < 0.05  # the test could not fail were the errors wide
    assert estimate.settled
    assert estimate.starts_agree == estimate.starts


@pytest.mark.slow
def test_intervals_cover_as_often_as_they_say():
    truth = ParetoNBD(0.8, 8.0, 1.2, 20.0)
    covered = np.zeros(4)
    for seed in range(60):
        _, estimate = fit(drawn(truth, 1_000, 78, 0, seed=1000 + seed))
        for k, name in enumerate(estimate.names):
            low, high = estimate.interval(name)
            covered[k] += low <= getattr(truth, name) <= high
    assert ((covered >= 45) & (covered < 60)).all()  # 90 % of 60 is 54; below 45 has probability 0.0002


def test_without_drop_out_the_history_says_so():
    rng = np.random.default_rng(3)
    rate = rng.gamma(1.0, 0.2, 2000)
    T = np.full(2000, 50.0)
    x = rng.poisson(rate * T)
    last = np.array([rng.uniform(0, 50, n).max(initial=0.0) for n in x])
    _, estimate = fit(Drawn(x.astype(float), last, T, T > 0, x))
    assert set(estimate.open) >= {"s", "beta"}
    assert estimate.likeliest[2] / estimate.likeliest[3] < 1e-6  # the likelihood alone has nobody leave, ever
    s, beta = estimate.values[2:]
    assert 1e-4 < s / beta < 0.02  # with other histories somebody may, more slowly than there
    assert estimate.standard_errors[2:].min() > 0.5


def test_a_history_without_churn_has_the_true_value_in_its_interval():
    """Mean drop-out .006 a week, seen for 20 weeks: 90 % intervals of discounted orders, 12 histories of 150 customers.

    Covering fewer than 8 of 12 has probability 0.004 at 90 %.
    """
    rate, weeks = np.log(1.1) / 52.18, np.linspace(0, 4000, 1001)
    rng = np.random.default_rng(6)
    truth = ParetoNBD(1.5, 3.0, 0.6, 100.0)
    covered = 0
    for seed in range(12):
        _, estimate = fit(drawn(truth, 150, 20, 0, seed=300 + seed))
        assert {"s", "beta"} & set(estimate.open)
        draws = np.exp(rng.multivariate_normal(np.log(estimate.values), estimate.covariance, 200))
        value = [discounted(ParetoNBD(*one), rate, weeks) for one in draws]
        low, high = np.quantile(value, [0.05, 0.95])
        covered += low < discounted(truth, rate, weeks) < high
    assert covered >= 8


def discounted(model: ParetoNBD, rate: float, weeks: np.ndarray) -> float:
    """Discounted orders of a new customer, from the expected ones."""
    return float(np.diff(model.expected_orders(weeks)) @ np.exp(-rate * (weeks[1:] + weeks[:-1]) / 2))


def test_customers_who_are_all_alike_do_not_make_a_bound():
    rng = np.random.default_rng(4)
    T = np.full(400, 50.0)
    x = rng.poisson(0.4 * T)
    last = np.array([rng.uniform(0, 50, n).max(initial=0.0) for n in x])
    model, estimate = fit(Drawn(x.astype(float), last, T, T > 0, x))
    assert {"r", "alpha"} <= set(estimate.open)
    assert model.r / model.alpha == pytest.approx(0.4, rel=0.06)
    assert 5 < model.r < 2000


@pytest.mark.parametrize(
    ("history", "values", "log_likelihood"),
    [
        ("tenth", [0.5533, 10.578, 0.6062, 11.669], -9595.0),
        ("master", [0.5974, 11.586, 0.5222, 8.828], -95415.1),
    ],
)
def test_cdnow_estimates_match_the_published_ones(history, values, log_likelihood, request):
    _, estimate = request.getfixturevalue(f"{history}_fit")
    assert estimate.values == pytest.approx(values, rel=1e-4)
    assert estimate.log_likelihood == pytest.approx(log_likelihood, abs=0.06)
    assert estimate.starts_agree == estimate.starts
