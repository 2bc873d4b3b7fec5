"""Referral, choice and media: formulas against published or worked values, and against a second computation."""

import numpy as np
import pytest
from scipy.integrate import quad
from scipy.linalg import expm
from scipy.optimize import minimize_scalar
from scipy.stats import binom, gamma, lognorm, nbinom, norm, poisson

from sim.closed_forms import choice, media, referral
from sim.closed_forms.referral import BirthDeath, Offspring


def close(values: object, digits: float = 1e-5) -> object:
    return pytest.approx(values, rel=digits)


LAWS = {
    "poisson": (Offspring("poisson", 0.6), poisson(0.6)),
    "negative_binomial": (Offspring("negative_binomial", 0.6, 0.3), nbinom(0.3, 0.3 / 0.9)),
    "binomial": (Offspring("binomial", 0.8, 10), binom(10, 0.08)),
}


def test_size_of_cascades():
    laws = [Offspring("poisson", 0.25), *(law for law, _ in LAWS.values())]
    assert [law.size_variance for law in laws] == close([0.5926, 9.375, 28.125, 92], 1e-4)


@pytest.mark.parametrize("name", LAWS)
def test_laws_of_offspring_are_the_named_ones(name):
    law, known = LAWS[name]
    j = np.arange(200)
    assert law.variance == close(known.var(), 1e-12)
    assert law.generating(0.37) == close((known.pmf(j) * 0.37**j).sum(), 1e-12)
    n = np.arange(1, 20_000)
    p = law.size_probability(n)
    assert p.sum() == close(1.0, 1e-4)
    assert (p * n).sum() == close(1 / (1 - law.mean), 1e-3)
    assert p[0] == close(known.pmf(0), 1e-12)
    assert p[1] == close(known.pmf(1) * known.pmf(0), 1e-12)


def test_borel():
    assert LAWS["poisson"][0].size_probability([1, 2, 5]) == close([0.548812, 0.180717, 0.0336063])


def test_fourth_moment_of_sizes():
    for law in (Offspring("poisson", 0.6), Offspring("negative_binomial", 0.6, 0.3), Offspring("binomial", 0.6, 10)):
        n = np.arange(1, 6000)
        p = law.size_probability(n)
        fourth = (p * (n - 1 / (1 - law.mean)) ** 4).sum()
        assert law.size_kurtosis == close(fourth / law.size_variance**2, 1e-8)


def test_extinction():
    laws = [
        Offspring("poisson", 1.3), Offspring("negative_binomial", 1.3, 0.3), Offspring("binomial", 1.5, 5),
        Offspring("negative_binomial", 1.5, 1.0), Offspring("poisson", 0.9),
    ]  # fmt: skip
    assert [law.extinct_by(400) for law in laws] == close([0.577030, 0.888367, 0.318919, 0.666667, 1.0])
    assert laws[0].extinct_by(1) == close(np.exp(-1.3))


def test_growth_from_k_and_delay():
    found = [referral.growth_rate(1.2, 7, shape) for shape in (1, 4, 0.5, np.inf)]
    assert found == close([0.0285714, 0.0266487, 0.0314286, 0.0260459])
    r = referral.growth_rate(1.2, 7, 4)
    assert 1.2 * quad(lambda t: np.exp(-r * t) * gamma.pdf(t, 4, scale=7 / 4), 0, 200)[0] == close(1.0, 1e-9)
    # the mean of the process grows at that rate
    late = np.diff(np.log(np.diff(referral.customers_by(np.array([300, 301, 302]), 1.2, 7, 4))))
    assert late == close([r], 1e-4)
    # exponential delays of mean 10, k = 1/2: the renewal equation solved
    assert referral.customers_by(30.0, 0.5, 10.0, 1.0) == close(2 - np.exp(-1.5), 1e-10)


def test_customers_who_bring_others_until_they_stop():
    slow, fast = BirthDeath(0.02, 0.05), BirthDeath(0.06, 0.05)
    assert [slow.alive(30), slow.ever(30)] == close([0.406570, 1.395620])
    assert [fast.alive(60), fast.ever(60), fast.extinct(60)] == close([1.822119, 5.932713, 0.692869])
    # the chain of the number alive, cut off far out
    n = 200
    rates = np.diag(fast.birth * np.arange(n), 1) + np.diag(fast.death * np.arange(1, n + 1), -1)
    rates -= np.diag(rates.sum(axis=1))
    assert expm(rates * 60)[1, 0] == close(fast.extinct(60), 1e-8)
    assert BirthDeath(0.05, 0.05).extinct(20) == close(BirthDeath(0.05, 0.05 + 1e-9).extinct(20), 1e-6)


def test_final_size_on_graphs():
    assert referral.final_size([3], [1.0], 0.75) == close(0.962963)
    assert referral.final_size([3], [1.0], 0.0, 0.2) == close(0.2, 1e-12)
    assert referral.final_size([2], [1.0], 1.0, 0.2) == close(1.0, 1e-9)
    k = np.arange(60)
    reached = [referral.final_size(k, poisson.pmf(k, 4), r / 4) for r in (1.5, 2, 3)]  # S = 1 - e**(-r S)
    assert reached == close([0.582812, 0.796812, 0.940480])
    assert referral.final_size(k, poisson.pmf(k, 4), 0.2) == pytest.approx(0.0, abs=1e-6)
    assert referral.final_size([3], [1.0], 0.5) == pytest.approx(0.0, abs=1e-6)  # where large cascades begin
    assert referral.final_size([3], [1.0], 0.5 + 1e-6) == close(1.2e-5, 1e-3)


def test_two_types_of_customers():
    brings = [[0.30, 0.05], [1.5, 0.4]]
    assert referral.reproduction(brings) == close(0.628388)
    assert referral.totals_by_type(brings) == close([1.884058, 6.376812])


def test_value_and_value_of_referrals_do_not_add():
    credit = referral.Credit(0.25, 120, 100)
    assert [credit.total, credit.with_children, credit.with_descendants] == close([16000, 20000, 21333], 1e-4)
    # generation g holds k**g, and is counted by each of its g ancestors
    g = np.arange(200)
    assert credit.with_descendants == close((100 * 120 * 0.25**g * (g + 1)).sum(), 1e-10)


def test_mixed_logit_share():
    share = [choice.mixed_logit_shares([2.0], [p], 0.1, 0.6)[0] for p in (10, 20, 40)]
    two = choice.mixed_logit_shares([2.0, 1.0], [10, 10], 0.1, 0.6)
    assert two[1] / two[0] == close(np.exp(-1))
    assert choice.mixed_logit_shares([0.5, 0.25], [0, 0], 0.1, 0.6) == close([0.419229, 0.326496])
    assert share == close([0.680440, 0.458529, 0.199053])

    def integrand(z: float) -> float:
        return float(norm.pdf(z) / (1 + np.exp(2.0 * np.exp(0.6 * z) - 2.0)))

    assert share[1] == close(quad(integrand, -9, 9)[0], 1e-8)


def test_prices_of_most_profit():
    pairs = ((10, -2.62), (10, -1.76), (25, -4))
    assert [choice.lerner_price(*pair) for pair in pairs] == close([16.17284, 23.15789, 33.33333])
    linear = [choice.linear_price(*case) for case in ((1000, 10, 20), (500, 4, 25), (120, 1.5, 8))]
    assert linear == [(60, 16000), (75, 10000), (44, 1944)]
    logit = [choice.logit_price(*case) for case in ((2, 0.1, 10), (3, 0.05, 20), (1, 0.2, 5))]
    assert logit == close([25.67143, 60, 11.39232], 1e-6)
    assert [choice.lognormal_price(30, 0.5, c) for c in (5, 12, 20)] == close([25.87868, 30.58846, 37.07579], 1e-6)


def test_no_other_price_earns_more():
    cases = [
        (choice.logit_price(2, 0.1, 10), lambda p: -(p - 10) / (1 + np.exp(0.1 * p - 2))),
        (choice.lognormal_price(30, 0.5, 12), lambda p: -(p - 12) * lognorm.sf(p, 0.5, scale=30)),
        (choice.lerner_price(10, -2.62), lambda p: -(p - 10) * p**-2.62),
    ]
    for price, loss in cases:
        best = minimize_scalar(loss, bounds=(10, 100), method="bounded", options={"xatol": 1e-9})
        assert best.x == close(price, 1e-5)


def test_memory_and_response():
    assert [media.steady_adstock(*case) for case in ((100, 0.3), (100, 0.7), (40, 0.9))] == close(
        [142.857, 333.333, 400]
    )
    responses = [
        1000 * media.hill(media.steady_adstock(100, th), k, s) for th, k, s in ((0.5, 300, 1), (0.8, 300, 1.5))
    ]
    assert responses == close([400, 682.707])
    cases = ((50, 100, 1), (100, 100, 1.5), (200, 100, 2))
    assert [media.hill(*case) for case in cases] == close([1 / 3, 0.5, 0.8])


def test_best_budgets():
    split = media.power_split([10, 5, 2], 0.5, 1000)
    assert split == close([775.194, 193.798, 31.0078])
    assert (np.array([10, 5, 2]) * np.sqrt(split)).sum() == close(359.166)
    split, level = media.hill_split([1000, 600, 400], [500, 200, 100], 800)
    assert [*split, level] == close([402.557, 242.161, 155.282, 0.613791])
    small, level = media.hill_split([1000, 600, 400], [500, 200, 100], 50)
    assert small == close([0, 21.8911, 28.1089])
    assert level > 1000 / 500  # the channel left out would bring less from its first unit


def test_three_costs_of_acquisition():
    market = media.Acquisition(300, 800, 20_000)
    found = [market.blended(30_000), market.incremental(30_000), market.marginal(30_000)]
    assert found == close([38.46, 62.50, 156.25], 2e-4)
    more = market.won(30_001) - market.won(30_000)
    assert market.marginal(30_000) == close(1 / more, 1e-4)
    assert market.incremental(30_000) == close(30_000 / (market.won(30_000) - market.won(0)), 1e-12)


PLACEBO = media.LastTouch(0.010, (0.006, 0.0), (0.10, 0.30), 30, 7, since=7)
BRAND_SEARCH = media.LastTouch(0.020, (0.001, 0.003), (0.50, 0.10), 30, 14, since=90)


def test_last_touch_credits_those_who_were_there():
    assert PLACEBO.incremental(1) == 0.0
    assert PLACEBO.credit(1) == close(0.268526)
    assert [BRAND_SEARCH.incremental(0), BRAND_SEARCH.credit(0)] == close([0.014824, 0.427610], 2e-5)


@pytest.mark.parametrize("since", [0.0, 3.0, 7.0])
@pytest.mark.parametrize("days", [2.0, 30.0])
def test_last_touch_counts_touches_that_there_have_been(since, days):
    case = media.LastTouch(0.010, (0.006, 0.0), (0.10, 0.30), days, 7, since)

    def credited(t):
        return 0.016 * np.exp(-0.016 * t) * -np.expm1(-0.4 * min(t + since, 7))

    expected = quad(credited, 0, days, points=[min(7 - since, days)])[0]
    assert [case.credit(0), case.credit(1)] == close([0.25 * expected, 0.75 * expected], 1e-7)


@pytest.mark.parametrize(("theta", "delay"), [(0.4, 2.0), (0.05, 3.2), (0.0, 1.0), (1.0, 1.0)])
def test_delayed_memory_of_a_constant_exposure(theta, delay):
    weights = [theta ** ((lag / 7 - delay) ** 2) for lag in range(92)]
    expected = np.cumsum(weights) / sum(weights)
    assert media.delayed_memory(np.arange(120), theta, delay, 92)[:92] == close(expected, 1e-12)
    assert media.delayed_memory([91, 119], theta, delay, 92) == close(1.0, 1e-12)


def test_precision():
    assert media.precision(0.02, 0.9, 0.05) == close(0.018 / (0.018 + 0.049), 1e-12)
