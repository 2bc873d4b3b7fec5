"""What channels and campaigns bring, where the response is known: N = 300 + 800 x / (20,000 + x) customers."""

import math

import pandas as pd
import pytest

from scenarios.files.loading import load
from scenarios.lowering.incremental import STEP, SpendChange, brought, changes_of, paid_channels, with_spend
from scenarios.lowering.media import daily_spend
from scenarios.results.campaign import campaign_returns

SEARCH = ("search",)


def world(spend, clv=lambda customers: 100.0):
    customers = 300 + 800 * spend / (20_000 + spend)
    rows = [("customers", customers), ("media", spend), ("clv", clv(customers))]
    return pd.DataFrame([(name, "all", "", value) for name, value in rows], columns=["measure", "by", "key", "value"])


def found(spend, **kinds):
    answer = {}
    for ratio in (0.0, STEP):
        answer |= brought(world(spend, **kinds), world(spend * ratio, **kinds), SpendChange(SEARCH, ratio))
    return answer


def test_average_incremental_and_marginal_cac_are_three_different_figures():
    """At x = 30,000: blended 38.46 with 780 customers, incremental 62.50, marginal 156.25 (an arc of 5 %: 160.94)."""
    row = found(30_000.0)
    spend = 30_000.0
    assert spend / 780 == pytest.approx(38.46, abs=0.005)
    assert row["cac_incremental"] == pytest.approx(62.50)
    arc = (20_000 + 30_000) * (20_000 + STEP * 30_000) / (800 * 20_000)
    assert row["cac_marginal"] == pytest.approx(arc) == pytest.approx(160.9375)
    tangent = (20_000 + 30_000) ** 2 / (800 * 20_000)
    assert tangent == 156.25 < row["cac_marginal"] < STEP * tangent


def test_the_next_customers_clv_is_theirs_and_not_the_average():
    """Mean CLV falls as the spend reaches further: the average says 2.6 of value for 1, the next unit brings less."""
    thinner = {"clv": lambda customers: 120.0 - 0.05 * customers}
    row = found(30_000.0, **thinner)
    average = thinner["clv"](780)
    assert row["clv_to_cac_marginal"] < row["clv_to_cac_incremental"] < average / (30_000 / 780)
    assert row["clv_to_cac_marginal"] < average / row["cac_marginal"]
    equal = found(30_000.0)
    assert equal["clv_to_cac_marginal"] == pytest.approx(100 / equal["cac_marginal"])
    assert equal["clv_to_cac_incremental"] == pytest.approx(100 / 62.5)


def test_spend_that_brings_nobody_has_no_cac_and_brings_no_value():
    row = brought(world(0.0), world(0.0), SpendChange(SEARCH, 0.0))
    assert math.isnan(row["cac_incremental"])
    assert math.isnan(row["clv_to_cac_incremental"])
    nobody = world(0.0).assign(value=[0.0, 500.0, math.nan])
    assert (
        brought(nobody, nobody.assign(value=[0.0, 0.0, math.nan]), SpendChange(SEARCH, 0.0))["value_incremental"] == 0
    )


def test_a_step_more_is_a_step_more_on_every_day(tmp_path):
    file = tmp_path / "flown.yaml"
    file.write_text(
        "extends: base\nname: flown\ndays: 60\npolicy:\n  channel:\n"
        "    flights: [{channel: video, from: 10, to: 20, weekly_spend: 9000}]\n"
    )
    scenario = load(file)
    spend = daily_spend(scenario)
    more = daily_spend(with_spend(scenario, SpendChange(("video",), STEP)))
    assert more[2] == pytest.approx(spend[2] * STEP)
    assert (more[:2] == spend[:2]).all()
    off = daily_spend(with_spend(scenario, SpendChange(("video",), 0.0)))
    assert (off[2] == 0).all()


def test_each_channel_is_changed_alone_and_then_all_together():
    channels = paid_channels(load("base"))
    told = [(change.channels, change.ratio) for change in changes_of(channels)]
    sets = [("search",), ("social",), ("video",), ("search", "social", "video")]
    assert told == [(names, ratio) for names in sets for ratio in (0.0, STEP)]
    assert len(changes_of(["search"])) == 2


def worlds(**scenarios):
    """contribution_2 and marketing of each scenario, world by world."""
    rows = [
        (name, r, measure, "all", "", value)
        for name, pairs in scenarios.items()
        for r, pair in enumerate(pairs)
        for measure, value in zip(("contribution_2", "marketing"), pair, strict=True)
    ]
    return pd.DataFrame(rows, columns=["scenario", "replication", "measure", "by", "key", "value"])


def test_campaign_roi_is_gain_less_cost_over_cost_in_the_same_world():
    table = campaign_returns(worlds(a=[(100, 10), (200, 10)], b=[(130, 20), (202, 20)], c=[(90, 5), (90, 10)]), "a")
    rows = table.set_index(["scenario", "replication", "measure"])["value"]
    assert rows["b", 0, "campaign_roi"] == pytest.approx((30 - 10) / 10)
    assert rows["b", 1, "campaign_roi"] == pytest.approx((2 - 10) / 10)
    assert rows["b", 0, "campaign_cost"] == 10
    assert rows["c", 0, "campaign_gain"] == -5
    assert math.isnan(rows["c", 0, "campaign_roi"])
    assert math.isnan(rows["c", 1, "campaign_roi"])
    assert "a" not in set(table["scenario"])


def test_a_world_that_failed_on_one_side_has_no_campaign():
    table = campaign_returns(worlds(a=[(100, 10)], b=[(130, 20), (202, 20)]), "a")
    assert set(table["replication"]) == {0}
    assert campaign_returns(worlds(a=[(1, 1)]), "a").empty
