"""New customers per week, and the awareness hazards that win as many in the simulator."""

import copy

import numpy as np
import pytest

from calibration.acquisition import awareness_factor, first_orders_per_week
from calibration.newcomers import acquisition
from calibration.summary import Histories, summarise
from scenarios.lower import lower
from scenarios.scenario import load
from sim.engine import run
from sim.measures import measure
from sim.problems import BadInput


def acquired(*days: int) -> Histories:
    first = np.datetime64("2024-01-01", "D") + np.array(days)
    none = np.zeros(len(days))
    return Histories(np.array(days, object), first, first, none, none, np.datetime64("2025-01-01", "D"), "EUR")


@pytest.fixture(scope="module")
def base():
    scenario = load("base")
    return scenario.market.model_dump(by_alias=True), scenario.policy.model_dump(by_alias=True)


def test_weeks_run_from_the_first_to_the_last_acquisition():
    found = acquisition(acquired(*range(0, 28), *range(7, 14)))
    assert found.weeks == 4
    assert found.weekly.tolist() == [7, 14, 7, 7]
    assert found.per_week == 35 / 4
    half = 2.3533634 * 3.5 / 2  # Student's t with 3 degrees of freedom, 95 %; sd 3.5 of 4 weeks
    assert (found.low, found.high) == pytest.approx((8.75 - half, 8.75 + half))


def test_an_incomplete_week_counts_by_its_days():
    found = acquisition(acquired(*range(0, 31)))
    assert found.weeks == pytest.approx(31 / 7)
    assert found.per_week == pytest.approx(7.0)
    assert found.weekly.tolist() == [7, 7, 7, 7]


def test_few_weeks_get_the_interval_of_a_poisson_count():
    found = acquisition(acquired(*range(0, 14), *range(0, 14)))
    assert (found.high - found.low) / 2 == pytest.approx(1.644854 * 28**0.5 / 2)


def test_cdnow_is_won_within_twelve_weeks(master):
    found = acquisition(summarise(master))
    assert found.weeks == 12
    assert found.per_week == pytest.approx(23_570 / 12)
    assert found.weekly.sum() == 23_570
    assert found.low < found.per_week < found.high


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
        lambda m, p: p["relationship"].update(optin_incentive=0.0),
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
