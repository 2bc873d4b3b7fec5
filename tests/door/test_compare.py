"""Paired statistics, against numbers worked out by hand on literal tables."""

import math

import numpy as np
import pandas as pd
import pytest

from scenarios.results.compare import RATIOS, comparison, summary, verdict

BETTER = {"profit": "higher", "cac": "lower", "media": "neither"}


def table(**worlds):
    """Long table of measures from scenario__measure=[value per world]."""
    rows = [
        (name.split("__")[0], replication, name.split("__")[1], "all", "", value)
        for name, values in worlds.items()
        for replication, value in enumerate(values)
    ]
    return pd.DataFrame(rows, columns=["scenario", "replication", "measure", "by", "key", "value"])


def row(found, scenario, measure="profit"):
    (one,) = found[(found["scenario"] == scenario) & (found["measure"] == measure)].to_dict("records")
    return one


def test_difference_is_taken_inside_each_world():
    found = comparison(table(a__profit=[10, 20, 30, 40], b__profit=[11, 23, 31, 39]), "a", BETTER)
    b = row(found, "b")
    # differences 1, 3, 1, -1: mean 1, sd sqrt(8/3), 5 % point -1 + 0.15 * 2, 95 % point 1 + 0.85 * 2
    assert b["value"] == 26
    assert b["difference"] == 1
    assert b["low"] == pytest.approx(-0.7)
    assert b["high"] == pytest.approx(2.7)
    assert b["p_better"] == 0.75
    assert b["se"] == pytest.approx(math.sqrt(8 / 3) / 2)
    # var A = 125, var B = 107, var(B - A) = 2
    assert b["variance_ratio"] == pytest.approx((125 + 107) / 2)
    assert b["worlds"] == 4


def test_range_of_the_value_is_over_worlds():
    a = row(comparison(table(a__profit=range(21)), "a", BETTER), "a")
    assert (a["value"], a["value_low"], a["value_high"]) == (10, 1, 19)


def test_base_differs_by_nothing_from_itself():
    a = row(comparison(table(a__profit=[1, 5], b__profit=[2, 2]), "a", BETTER), "a")
    assert (a["difference"], a["low"], a["high"], a["p_better"], a["se"]) == (0, 0, 0, 0.5, 0)


def test_a_null_scenario_differs_by_exactly_nothing():
    values = [0.1, 0.7, 1e9, -3.3]
    found = comparison(table(a__profit=values, b__profit=values), "a", BETTER)
    b = row(found, "b")
    assert (b["difference"], b["low"], b["high"], b["p_better"], b["se"]) == (0, 0, 0, 0.5, 0)
    assert math.isnan(b["variance_ratio"])
    assert verdict(found, "a", "b").outcome == "equal"


def test_lower_is_better_for_cost():
    b = row(comparison(table(a__cac=[30, 30, 30, 30], b__cac=[20, 29, 31, 30]), "a", BETTER), "b", "cac")
    assert b["difference"] == -2.5
    assert b["p_better"] == (2 + 0.5) / 4


def test_no_probability_without_a_direction():
    found = comparison(table(a__media=[1, 2], b__media=[2, 3], a__new=[1, 1], b__new=[2, 2]), "a", BETTER)
    assert math.isnan(row(found, "b", "media")["p_better"])
    assert math.isnan(row(found, "b", "new")["p_better"])


def test_worlds_are_paired_by_number_not_by_place():
    measures = table(a__profit=[10, 20, 30], b__profit=[11, 21, 31])
    shuffled = measures.sample(frac=1, random_state=3, ignore_index=True)
    assert row(comparison(shuffled, "a", BETTER), "b")["difference"] == 1
    assert row(comparison(shuffled, "a", BETTER), "b")["se"] == 0


def test_a_world_without_a_value_is_left_out_of_the_pairs():
    found = comparison(table(a__profit=[10, 20, math.nan, 40], b__profit=[11, math.nan, 35, 44]), "a", BETTER)
    b = row(found, "b")
    assert b["difference"] == (1 + 4) / 2
    assert b["p_better"] == 1
    assert b["worlds"] == 2
    assert b["value"] == 30


def test_never_paid_back_is_worse_than_late():
    nan = math.nan
    measures = table(a__payback_days=[10, nan, nan, 30], b__payback_days=[nan, 99, nan, 20])
    b = row(comparison(measures, "a", {"payback_days": "lower"}), "b", "payback_days")
    assert b["p_better"] == (0 + 1 + 0.5 + 1) / 4
    assert b["worlds"] == 4
    assert b["difference"] == -10  # of the one world in which both have paid back
    assert b["value"] == (99 + 20) / 2
    assert math.isnan(b["low"])


def test_a_world_that_failed_is_no_world_without_payback():
    measures = table(a__payback_days=[10, 20], b__payback_days=[11, 21])
    lost = measures[~((measures["scenario"] == "b") & (measures["replication"] == 1))]
    b = row(comparison(lost, "a", {"payback_days": "lower"}), "b", "payback_days")
    assert (b["p_better"], b["worlds"]) == (0, 1)


def test_worlds_that_one_scenario_lacks_are_no_pairs():
    measures = table(a__profit=[10, 20, 30], b__profit=[11, 22, 33])
    lost = measures[~((measures["scenario"] == "b") & (measures["replication"] == 2))]
    b = row(comparison(lost, "a", BETTER), "b")
    assert (b["difference"], b["worlds"]) == (1.5, 2)


def test_one_world_has_no_range():
    b = row(comparison(table(a__profit=[10], b__profit=[12]), "a", BETTER), "b")
    assert b["difference"] == 2
    assert all(math.isnan(b[name]) for name in ("value_low", "value_high", "low", "high", "se"))


def test_summary_has_the_error_of_the_mean():
    a = row(summary(table(a__profit=[1, 2, 3, 4])), "a")
    assert (a["value"], a["worlds"]) == (2.5, 4)
    assert a["se"] == pytest.approx(math.sqrt(5 / 3) / 2)


def test_splits_are_kept_apart():
    measures = table(a__profit=[1, 2], b__profit=[2, 3])
    north = measures.assign(by="segment", key="north", value=measures["value"] * 10)
    found = comparison(pd.concat([measures, north]), "a", BETTER)
    assert found.groupby(["by", "key"])["difference"].max().to_dict() == {
        ("all", ""): 1,
        ("segment", "north"): 10,
    }


def test_incremental_cac_is_mean_spend_over_mean_customers():
    measures = table(
        a__media_incremental=[100, 100, 100],
        a__customers_incremental=[10, -1, 6],
        a__cac_incremental=[10, math.nan, 100 / 6],
    )
    a = row(summary(measures), "a", "cac_incremental")
    assert a["value"] == 20  # not the mean of 10 and 16.7
    assert a["worlds"] == 2


def test_error_of_a_ratio_is_that_of_the_delta_method_for_many_worlds():
    rng = np.random.default_rng(5)
    cost, customers = rng.normal(100, 5, 4000), rng.normal(20, 2, 4000)
    top, bottom = RATIOS["cac_incremental"]
    found = summary(table(**{f"a__{top}": cost, f"a__{bottom}": customers, "a__cac_incremental": cost / customers}))
    a = row(found, "a", "cac_incremental")
    delta = np.std(cost - a["value"] * customers, ddof=1) / customers.mean() / math.sqrt(4000)
    assert a["se"] == pytest.approx(delta, rel=0.01)


def test_incremental_cac_has_no_value_where_spend_brings_nobody():
    measures = table(
        a__media_incremental=[100, 100], a__customers_incremental=[1, -2], a__cac_incremental=[100, math.nan]
    )
    assert math.isnan(row(summary(measures), "a", "cac_incremental")["value"])


def test_difference_of_incremental_cac_is_the_difference_of_the_figures():
    worlds = {
        "media_incremental": [100, 100],
        "customers_incremental": [10, 30],
        "cac_incremental": [10, 100 / 30],
    }
    cheap = {**worlds, "media_incremental": [60, 60], "cac_incremental": [6, 2]}
    both = {f"a__{k}": v for k, v in worlds.items()} | {f"b__{k}": v for k, v in cheap.items()}
    found = comparison(table(**both), "a", {"cac_incremental": "lower"})
    assert row(found, "b", "cac_incremental")["difference"] == pytest.approx(3 - 5)
    assert row(found, "b", "cac_incremental")["p_better"] == 1


@pytest.mark.parametrize(
    ("other", "outcome"),
    [([12, 13, 14], "better"), ([8, 9, 10], "worse"), ([9, 12, 12], "unsettled"), ([10, 11, 12], "equal")],
)
def test_verdict_follows_the_range(other, outcome):
    found = comparison(table(a__profit=[10, 11, 12] * 4, b__profit=other * 4), "a", BETTER)
    assert verdict(found, "a", "b").outcome == outcome


@pytest.mark.parametrize(("worlds", "outcome"), [(2, "unsettled"), (9, "unsettled"), (10, "better")])
def test_few_worlds_name_no_winner(worlds, outcome):
    found = comparison(table(a__profit=range(worlds), b__profit=range(1, worlds + 1)), "a", BETTER)
    assert verdict(found, "a", "b").outcome == outcome


def test_few_worlds_may_be_equal():
    found = comparison(table(a__profit=[1, 2], b__profit=[1, 2]), "a", BETTER)
    assert verdict(found, "a", "b").outcome == "equal"


def test_clv_to_cac_is_that_of_the_means_beside_it():
    worlds = {"clv": [20, 40], "cac": [5, 20], "clv_to_cac": [4, 2]}
    cheap = {"clv": [20, 40], "cac": [5, 10], "clv_to_cac": [4, 4]}
    both = {f"a__{k}": v for k, v in worlds.items()} | {f"b__{k}": v for k, v in cheap.items()}
    found = comparison(table(**both), "a", {"clv_to_cac": "higher"})
    a, b = row(found, "a", "clv_to_cac"), row(found, "b", "clv_to_cac")
    assert a["value"] == row(found, "a", "clv")["value"] / row(found, "a", "cac")["value"] == 60 / 25
    assert b["difference"] == pytest.approx(60 / 15 - 60 / 25)
    assert (a["value_low"], a["value_high"]) == pytest.approx((2.1, 3.9))
    assert b["p_better"] == (0.5 + 1) / 2


def test_verdict_turns_round_where_lower_is_better():
    found = comparison(table(a__cac=[30, 31] * 5, b__cac=[20, 25] * 5), "a", BETTER)
    assert verdict(found, "a", "b", "cac", "lower").outcome == "better"


def test_one_world_settles_nothing():
    found = comparison(table(a__profit=[10], b__profit=[12]), "a", BETTER)
    assert verdict(found, "a", "b").outcome == "unsettled"
    assert verdict(found, "a", "b").rough


def test_verdict_on_what_was_not_measured_is_none():
    assert verdict(comparison(table(a__cac=[1], b__cac=[2]), "a", BETTER), "a", "b") is None


@pytest.mark.parametrize(("worlds", "rough"), [(99, True), (100, False)])
def test_ranges_are_rough_below_a_hundred_worlds(worlds, rough):
    found = comparison(table(a__profit=range(worlds), b__profit=range(1, worlds + 1)), "a", BETTER)
    assert verdict(found, "a", "b").rough is rough
