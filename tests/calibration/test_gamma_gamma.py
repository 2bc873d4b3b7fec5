"""Gamma-Gamma against published values and simulated customers."""

import numpy as np
import pytest

from calibration.gamma_gamma import GammaGamma, fit
from calibration.summary import Histories, summarise

CDNOW = GammaGamma(6.25, 3.74, 15.44)


def spending(truth: GammaGamma, people: int, seed: int) -> Histories:
    """Histories whose customers spend as ``truth`` says."""
    rng = np.random.default_rng(seed)
    x = rng.integers(0, 8, people).astype(float)
    nu = rng.gamma(truth.q, 1 / truth.gamma, people)
    mean = np.where(x > 0, rng.gamma(truth.p * np.maximum(x, 1)) / nu / np.maximum(x, 1), np.nan)
    day = np.full(people, np.datetime64("2020-01-01", "D"))
    return Histories(np.arange(people).astype(object), day, day, x, mean, np.datetime64("2020-06-01", "D"), "EUR")


def test_means_match_the_reference():
    assert CDNOW.mean() == pytest.approx(35.21898, abs=5e-6)
    assert CDNOW.conditional_mean([1, 1, 10], [20, 50, 80]) == pytest.approx([24.63849, 45.49499, 78.11925], abs=5e-6)


def test_somebody_unseen_is_expected_to_spend_the_mean():
    assert CDNOW.conditional_mean(0, np.nan) == pytest.approx(CDNOW.mean())


def test_heavy_tails_have_no_mean():
    assert GammaGamma(6, 0.9, 15).mean() == np.inf


def test_gradient_is_the_slope_of_the_likelihood():
    x, m = np.array([1.0, 3, 20]), np.array([12.0, 40, 90])
    values = [6.25, 3.74, 15.44]
    gradient = GammaGamma(*values).log_likelihood_gradient(x, m)[1]
    for k in range(3):
        up, down = list(values), list(values)
        up[k] *= np.exp(1e-5)
        down[k] *= np.exp(-1e-5)
        ends = [GammaGamma(*v).log_likelihood_gradient(x, m)[0] for v in (up, down)]
        assert gradient[:, k] == pytest.approx((ends[0] - ends[1]) / 2e-5, abs=1e-6)


def test_parameters_of_simulated_customers_are_found_again():
    truth = GammaGamma(3.0, 5.0, 40.0)
    model, estimate = fit(spending(truth, 6_000, seed=2))
    assert (np.abs(np.log(estimate.values / [3.0, 5.0, 40.0])) < 4 * estimate.standard_errors).all()
    assert model.mean() == pytest.approx(truth.mean(), rel=0.03)


def test_estimates_do_not_depend_on_the_unit_of_money():
    plain, cents = spending(CDNOW, 2_000, seed=4), spending(CDNOW, 2_000, seed=4)
    cents.spend[:] *= 100
    one, other = fit(plain)[1], fit(cents)[1]
    assert other.values == pytest.approx(one.values * [1, 1, 100], rel=1e-4)


@pytest.mark.parametrize("by", [1e-3, 7.3, 151.37, 27_000.0, 1e6])
def test_amounts_in_another_currency_give_the_same_customers(by):
    plain, other = spending(CDNOW, 600, seed=4), spending(CDNOW, 600, seed=4)
    other.spend[:] *= by
    one, two = fit(plain)[1], fit(other)[1]
    assert two.settled
    assert two.values == pytest.approx(one.values * [1, 1, by], rel=1e-8)
    assert two.log_likelihood == pytest.approx(one.log_likelihood - one.customers * np.log(by), rel=1e-9)
    assert two.standard_errors == pytest.approx(one.standard_errors, rel=1e-6)


def test_one_amount_for_all_is_no_estimate():
    same = spending(CDNOW, 600, seed=4)
    same.spend[:] = np.where(same.x > 0, 1.0, np.nan)
    model, estimate = fit(same)
    assert {"p", "q"} <= set(estimate.open)
    assert model.mean() == pytest.approx(1.0, rel=0.01)


def test_cdnow_estimates_match_the_published_ones(tenth):
    _, estimate = fit(summarise(tenth, "1997-09-30"))
    assert estimate.customers == 946
    assert estimate.values == pytest.approx([6.2496, 3.7442, 15.4435], rel=1e-4)
