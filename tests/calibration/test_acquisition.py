"""The awareness hazards that win as many customers per week in the simulator."""

import copy

import numpy as np
import pytest

from calibration.acquisition import awareness_factor, first_orders_per_week
from scenarios.files.loading import load
from scenarios.lowering.lower import lower
from sim.engine import run
from sim.measures import measure
from sim.problems import BadInput


@pytest.fixture(scope="module")
def base():
    scenario = load("base")
    return scenario.market.model_dump(by_alias=True), scenario.policy.model_dump(by_alias=True)


def test_more_awareness_wins_more_and_nobody_buys_twice_first(base):
    market, policy = base
    wins = [first_orders_per_week(market, policy, f) for f in (0.0, 0.5, 1.0, 2.0, 1000.0)]
    assert wins == sorted(wins)
    assert wins[0] == 0.0
    assert wins[-1] < market["size"]["value"] / 52


def test_what_brings_awareness_wins_customers(base):
    market, policy = base
    plain = first_orders_per_week(market, policy)
    for change in (
        lambda m, p: p["channel"]["weekly_spend"].update(search=0.0),
        lambda m, p: p["referral"].update(active=False),
        lambda m, p: m["awareness"]["fade_rate"].update(value=0.05),
        lambda m, p: m["retain"]["optin_rate"].update(value=0.0),
    ):
        m, p = copy.deepcopy(market), copy.deepcopy(policy)
        change(m, p)
        assert first_orders_per_week(m, p) < plain


def test_the_factor_wins_as_many_as_history(base):
    market, policy = base
    factor = awareness_factor(market, policy, 150.0, "orders.csv")
    assert first_orders_per_week(market, policy, factor) == pytest.approx(150.0, rel=1e-6)


def test_a_market_too_small_is_told(base):
    market, policy = copy.deepcopy(base)
    market["size"]["value"] = 1000
    with pytest.raises(BadInput, match=r"orders.csv: market_size.*larger market_size"):
        awareness_factor(market, policy, 100.0, "orders.csv")


def test_a_market_that_is_nearly_too_small_is_told(base):
    market, policy = base
    most = first_orders_per_week(market, policy, 1e5)
    with pytest.raises(BadInput, match="larger market_size"):
        awareness_factor(market, policy, 0.98 * most, "orders.csv")
    assert awareness_factor(market, policy, 0.9 * most, "orders.csv") > 1


def test_very_few_customers_are_won_in_a_very_large_market(base):
    market, policy = copy.deepcopy(base)
    market["size"]["value"] = 5e9
    factor = awareness_factor(market, policy, 0.01, "orders.csv")
    assert first_orders_per_week(market, policy, factor) == pytest.approx(0.01, rel=1e-6)


def test_the_simulator_wins_what_the_mean_field_says():
    paths = [path for path, p in load("base").parameters() if p.interval is not None]
    values = {path: p.value for path, p in load("base").parameters()}
    fixed = [f"{path}={values[path]!r}" for path in paths if path != "market.need.week_shock_sd"]
    scenario = load("base", overrides=[*fixed, "market.need.week_shock_sd=0", "days=364", "people=50000"])
    market, policy = scenario.market.model_dump(by_alias=True), scenario.policy.model_dump(by_alias=True)
    won = []
    for replication in range(4):
        plan = lower(scenario, replication)
        table = measure(plan, run(plan))
        won.append(table.query("measure == 'customers' and by == 'all'")["value"].iloc[0] / 52)
    expected = first_orders_per_week(market, policy)
    error = (expected * 52 * 50_000 / 1e6) ** -0.5 / 2  # relative, of the mean of four worlds
    assert np.mean(won) == pytest.approx(expected, rel=4 * error)
    assert error < 0.01
