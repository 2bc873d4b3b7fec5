"""Laws as tables, and what follows from their parameters."""

import numpy as np
import pytest
from scipy import stats
from scipy.special import logit

from scenarios.lowering.laws import invitations, willing
from sim import quantiles
from sim.core.ground import state
from sim.core.ground.draws import LOGIT_LIMIT
from tests.scenarios.lowered import behaviour, plan, scenario

U = np.array([1e-9, 1e-4, 0.01, 0.2, 0.5, 0.7, 0.99, 0.9999, 1 - 1e-9])


def read(table, u):
    """The quantiles that a table gives: cubic pieces of the logarithm over the logit."""
    place = (logit(u) + LOGIT_LIMIT) * quantiles.LOG_PIECES / (2 * LOGIT_LIMIT)
    piece = place.astype(int)
    d = place - piece
    a, b, c, e = table[piece].T
    return np.exp(((a * d + b) * d + c) * d + e)


@pytest.mark.parametrize(
    ("table", "law"),
    [
        (quantiles.beta(0.793, 2.426), stats.beta(0.793, 2.426)),
        (quantiles.beta(3.0, 0.4), stats.beta(3.0, 0.4)),
        (quantiles.beta(0.05, 20.0), stats.beta(0.05, 20.0)),
        (quantiles.lognormal(0.5, 1.2), stats.lognorm(0.5, scale=1.2)),
        (quantiles.uniform(2.5), stats.uniform(0, 2.5)),
        (quantiles.pareto(0.7, 2.62), stats.pareto(2.62, scale=0.7)),
    ],
)
def test_a_table_holds_its_law(table, law):
    low = U[law.ppf(U) > 1e-290]
    assert read(table, low) == pytest.approx(law.ppf(low), rel=1e-6)


@pytest.mark.parametrize("law", ["lognormal", "uniform", "pareto"])
def test_willingness_has_its_law_and_who_is_willing_buys_every_time(law):
    overrides = ("market.choice.rule=threshold", f"market.choice.willingness_law={law}")
    overrides += ("market.choice.willingness_median=1.3", "market.choice.willingness_spread=0.9")
    made = plan(*overrides)
    table = made.tables[state.WILLINGNESS_TABLE]
    assert read(table, np.array([0.5])) == pytest.approx([1.3], rel=1e-6)
    choice = scenario(*overrides).market.choice
    for price in (0.4, 1.0, 1.7):
        u = (np.arange(200_000) + 0.5) / 200_000
        assert (read(table, u) >= price).mean() == pytest.approx(willing(choice, price), abs=1e-4)
    numbers = made.behaviour[0]
    assert numbers["rule"] == state.THRESHOLD
    logit_rule = behaviour("market.choice.share_customer=1")["customer_rate_scale"]
    assert numbers["customer_rate_scale"] == logit_rule  # who is willing buys on every occasion


def test_chances_to_drop_out_follow_the_kind_and_are_alike_where_rates_are():
    coin = plan("market.need.dropout=coin").tables[state.CHANCE_TABLE]
    assert read(coin, U) == pytest.approx(stats.beta(0.793, 2.426).ppf(U), rel=1e-6)
    renewal = plan("market.need.dropout=renewal").tables[state.CHANCE_TABLE]
    assert read(renewal, U) == pytest.approx(stats.beta(0.668, 3.806).ppf(U), rel=1e-6)
    alike = plan("market.need.dropout=renewal", "market.need.heterogeneity=none").tables[state.CHANCE_TABLE]
    assert read(alike, U) == pytest.approx(0.668 / (0.668 + 3.806))


@pytest.mark.parametrize(
    ("law", "mean", "spread", "known"),
    [
        ("poisson", 1.3, 0.3, stats.poisson(1.3)),
        ("negative_binomial", 1.3, 0.3, stats.nbinom(0.3, 0.3 / 1.6)),
        ("binomial", 1.3, 5, stats.binom(5, 0.26)),
    ],
)
def test_invitations_have_the_probabilities_of_their_law(law, mean, spread, known):
    texts = (f"invites_law={law}", f"invites_mean={mean}", f"invites_dispersion={spread}")
    p, a, b = invitations(scenario(*(f"market.referral.{text}" for text in texts)).market.referral)
    for n in range(12):
        p = p if n == 0 else p * (a + b / n)
        assert p == pytest.approx(known.pmf(n), rel=1e-9, abs=1e-15)


@pytest.mark.parametrize(("power", "customer_power"), [(1.0, 1.0), (0.5, 0.12), (0.12, 1.0)])
def test_the_mean_order_and_its_variances_are_the_same_under_every_law_of_amounts(power, customer_power):
    spend = {"shape": 2.0, "customer_shape": 6.0, "customer_rate": 50.0, "power": power}
    spend["customer_power"] = customer_power
    made = plan(*(f"market.spend.{name}={value}" for name, value in spend.items()))
    # the mean over quantiles: substituted by a logistic variable, whose density falls off at both ends
    x = np.linspace(-30.0, 30.0, 60_001)
    density = 1.0 / (4.0 * np.cosh(x / 2.0) ** 2) * (x[1] - x[0])
    u = 1.0 / (1.0 + np.exp(-x))
    inside = (u > 2.0**-40) & (u < 1.0 - 2.0**-40)
    amount = read(made.tables[state.ORDER_SPEND_TABLE], u[inside])
    rate = read(made.tables[state.CUSTOMER_SPEND_TABLE], u[inside])
    weight = density[inside]
    assert weight @ amount == pytest.approx(2.0 * 50.0, rel=1e-5)
    assert weight @ amount**2 / (weight @ amount) ** 2 == pytest.approx(1.0 + 1.0 / 2.0, rel=1e-4)
    assert weight @ (1.0 / rate) == pytest.approx(1.0 / 5.0, rel=1e-5)
    assert weight @ (1.0 / rate**2) * 25.0 == pytest.approx(1.0 + 1.0 / 4.0, rel=1e-3)
