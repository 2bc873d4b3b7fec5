"""Prices: the elasticity of a synthetic company is found; the weekly likelihood is calibrated, a naive one is not."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from ranks import uniformity

from calibration.estimators.finding import Findings, prior_of
from calibration.estimators.posterior import posterior
from calibration.estimators.prices import (
    Weekly,
    answer,
    drifts,
    normal_density,
    of_weeks,
    prices,
    response,
    week_effects,
)
from calibration.synth.synth import Synth, synth
from scenarios.files.loading import as_stated, load
from tests.calibration.markets import assert_makes_a_market

MARKET = as_stated("base")["market"]
PATH = "choice.price_elasticity"


@pytest.fixture(scope="module")
def company() -> Synth:
    return synth(load(str(Path(__file__).with_name("moving_prices.yaml"))))


@pytest.fixture(scope="module")
def found(company: Synth) -> Findings:
    return prices(company.tables["orders"], company.tables["prices"])


def test_what_is_true_is_found(company: Synth, found: Findings) -> None:
    """Within 4 standard errors: a false alarm in 16,000. Reference prices play no part in that market."""
    assert abs(found[PATH].z_of(company.truth["parameters"][f"market.{PATH}"])) < 4.0
    assert found[PATH].sd < prior_of(PATH).sd / 2
    assert "choice.reference_gain" not in found


def test_what_was_found_makes_a_market(found: Findings) -> None:
    assert_makes_a_market(found, PATH)


def test_where_deals_alone_moved_the_elasticity_is_bounded(company: Synth) -> None:
    """The market's own prices are held at those of the last day, as if the list had never changed."""
    start = company.tables["orders"]["ordered_at"].min().normalize()
    level = pd.Series(1.0, pd.date_range(start, periods=900))
    for day, price in ((200, 1.1), (330, 0.95), (460, 1.08), (590, 1.0)):
        level.iloc[day:] = price
    orders = company.tables["orders"]
    still = orders[level.loc[orders["ordered_at"].dt.normalize()].to_numpy() == 1.0]
    seen = prices(still)
    assert any("regular price never moved" in note for note in seen.notes)
    assert all(one.label != "identified" for one in seen.found)


def test_where_nothing_moved_nothing_is_said(company: Synth) -> None:
    orders = company.tables["orders"].drop(columns="list_amount")
    seen = prices(orders, company.tables["prices"].tail(1))
    assert seen.found == ()
    assert any("Neither the regular price nor deals moved" in note for note in seen.notes)


def test_the_response_has_the_elasticity_at_the_price_of_today() -> None:
    for elasticity in (-0.5, -2.6, -5.0):
        assert response(MARKET, elasticity, np.array(1.0)) == pytest.approx(1.0, abs=1e-9)
        up, down = response(MARKET, elasticity, np.array([1.0001, 0.9999]))
        assert (up - down) / 2e-4 == pytest.approx(elasticity, rel=1e-3)


def test_without_differences_the_response_is_the_logit() -> None:
    alike = as_stated("base")["market"]
    alike["choice"]["price_sensitivity_sd"]["value"] = 0.0
    for one in alike["segments"]:
        one["price_sensitivity"]["value"] = 1.0
    odds = 0.4 / 0.6 * np.exp(2.62 / 0.6 * 0.2)
    assert response(alike, -2.62, np.array(0.8)) == pytest.approx(odds / (1 + odds) / 0.4, rel=1e-9)


def test_ageing_is_told_apart_from_weeks() -> None:
    """Counts that are exactly people x rate of their age x the week's demand give back the demand, up to a factor."""
    rng = np.random.default_rng(2)
    people, demand = rng.integers(20, 60, 60).astype(float), rng.lognormal(0.0, 0.3, 60)
    age = np.subtract.outer(np.arange(60), np.arange(60)).T
    rate = np.where(age < 1, 0.3, np.where(age < 8, 0.2, 0.1))
    counts = np.where(age >= 0, people[:, None] * rate * demand, 0.0)
    use = np.arange(60) >= 10
    seen, variance = week_effects(counts, people, use)
    off = seen - np.log(demand[10:])
    assert off == pytest.approx(np.full(50, off[0]), abs=1e-6)
    assert variance == pytest.approx(1.0 / counts[:, 10:].sum(axis=0))


def drawn(rng: np.random.Generator, n: int = 32) -> tuple[Weekly, float]:
    """Weeks of a market of which the elasticity, the shocks and the drift are drawn from what is believed."""
    elasticity, shock = prior_of(PATH, "linear"), prior_of("need.week_shock_sd", "log")
    true = rng.normal(elasticity.middle, elasticity.sd)
    price = np.repeat(np.exp(rng.normal(0.0, 0.08, n // 8)), 8)[:, None] * np.ones(7)
    sd, memory = np.exp(rng.normal(shock.middle, shock.sd)), MARKET["need"]["week_shock_memory"]["value"]
    shocks = np.zeros(n)
    for k in range(n):
        carried = memory * shocks[k - 1] if k else 0.0
        shocks[k] = carried + rng.normal(0.0, sd * (np.sqrt(1 - memory**2) if k else 1.0))
    walk = np.cumsum(rng.normal(0.0, rng.choice(drifts()) / np.sqrt(26.0), n))
    variance = np.full(n, 1 / 400)
    weeks = Weekly(np.zeros(n), variance, price, np.zeros((n, 7)))
    demand = of_weeks(weeks, MARKET, true, 0.0) + shocks + walk + rng.normal(0.0, 0.05, n)
    return Weekly(demand, variance, price, weeks.depth), true


@pytest.mark.slow
def test_the_weekly_likelihood_is_calibrated_and_one_without_shocks_is_not() -> None:
    """Ranks of 44 data sets are uniform (false alarm 0.1 %); with chance alone between weeks they are not."""
    rng = np.random.default_rng(23)
    right, naive = [], []
    for _ in range(44):
        weeks, true = drawn(rng)
        mean, sd = answer(weeks, MARKET, with_gain=False)
        right.append((mean[0] - true) / sd[0])

        def log_likelihood(at: np.ndarray, weeks: Weekly = weeks) -> float:
            return normal_density(weeks.demand - of_weeks(weeks, MARKET, at[0], 0.0), np.diag(weeks.variance) + 100.0)

        mode, covariance = posterior(log_likelihood, [-2.0], [prior_of(PATH, "linear")])
        naive.append((mode[0] - true) / np.sqrt(covariance[0, 0]))
    assert uniformity(right) > 0.001
    assert uniformity(naive) < 1e-4
