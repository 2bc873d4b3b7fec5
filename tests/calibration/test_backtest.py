"""Backtests on the real samples against published figures, and on a simulated shop of known truth."""

import json

import numpy as np
import pytest

from calibration.backtest import backtest
from sim.problems import BadInput


@pytest.fixture(scope="module")
def tenth_result(tenth):
    return backtest("cdnow-tenth", "1997-09-30", 39)


@pytest.fixture(scope="module")
def master_result(master):
    return backtest("cdnow", "1997-09-30", 39)


PUBLISHED = {  # MAE, RMSE, r, weekly WAPE, bias
    ("tenth", "pareto_nbd"): (0.755, 1.603, 0.630, 0.195, -0.115),
    ("tenth", "bg_nbd"): (0.785, 1.608, 0.626, 0.203, -0.121),
    ("master", "pareto_nbd"): (0.794, 1.726, 0.671, 0.157, -0.129),
    ("master", "bg_nbd"): (0.819, 1.733, 0.669, 0.169, -0.143),
}


LONG = ("master", "pareto_nbd")  # the slowest search on the largest history


@pytest.mark.parametrize(
    ("history", "model"), [pytest.param(*one, marks=pytest.mark.slow if one == LONG else ()) for one in PUBLISHED]
)
def test_cdnow_matches_the_published_figures(history, model, request):
    found = request.getfixturevalue(f"{history}_result").measures[model]
    names = ("mae", "rmse", "r", "weekly_wape", "bias")
    assert [found[name] for name in names] == pytest.approx(PUBLISHED[history, model], abs=0.00075)


def test_baselines_match_the_published_figures(tenth_result, master_result):
    flat, trend = tenth_result.measures["flat"], tenth_result.measures["trend"]
    assert (flat["weekly_wape"], flat["bias"]) == pytest.approx((0.242, 0.101), abs=0.0005)
    assert (trend["weekly_wape"], trend["bias"]) == pytest.approx((0.199, 0.018), abs=0.0005)
    flat = master_result.measures["flat"]
    assert (flat["weekly_wape"], flat["bias"]) == pytest.approx((0.167, -0.013), abs=0.0006)
    nobody_leaves = tenth_result.measures["nbd"]
    assert (nobody_leaves["bias"], nobody_leaves["r"]) == pytest.approx((0.557, 0.583), abs=0.0005)


def test_chance_alone_misses_the_total_of_cdnow(tenth_result, master_result):
    assert tenth_result.actual == 1882
    assert master_result.actual == 19_684
    for result, low, high in ((tenth_result, 1549, 1785), (master_result, 16_775, 17_541)):
        found = result.measures["pareto_nbd"]
        assert (found["low"], found["high"]) == pytest.approx((low, high), rel=0.004)
        assert not found["covers"]


def test_what_is_uncertain_widens_the_interval(master_result):
    intervals = master_result.tables["intervals"].query("model == 'pareto_nbd'")
    widths = (intervals["high"] - intervals["low"]).tolist()
    assert len(widths) == 3
    assert widths == sorted(widths)


def test_scores_rank_the_models(tenth_result, master_result):
    for result in (tenth_result, master_result):
        found = result.measures
        for model in ("pareto_nbd", "bg_nbd"):
            assert found[model]["crps"] < found["nbd"]["crps"]
            assert found[model]["log_score"] > found["nbd"]["log_score"]
    assert tenth_result.measures["pareto_nbd"]["crps"] == pytest.approx(0.511, abs=0.001)
    assert master_result.measures["pareto_nbd"]["crps"] < 0.544


def test_the_pool_with_trees_is_better_than_either_and_than_pareto_nbd(master_result):
    found = master_result.measures
    assert found["pool"]["crps"] < 0.532 < found["pareto_nbd_drift"]["crps"]
    assert found["pool"]["log_score"] > max(found[name]["log_score"] for name in ("boosted", "pareto_nbd_drift"))


def test_the_noise_floor_lies_below_every_forecast(tenth_result, master_result):
    assert tenth_result.noise_floor == pytest.approx(0.12, abs=0.005)
    assert master_result.noise_floor == pytest.approx(0.038, abs=0.001)
    for result in (tenth_result, master_result):
        assert result.noise_floor < min(row["weekly_wape"] for row in result.measures.values())


def test_weekly_table_holds_every_forecast(tenth_result):
    weekly = tenth_result.tables["weekly"]
    assert len(weekly) == 39
    assert weekly["from"].iloc[[0, -1]].tolist() == ["1997-10-01", "1998-06-24"]
    assert weekly["actual"].sum() == 1882
    assert (weekly[["pareto_nbd", "bg_nbd", "nbd", "flat", "trend"]] > 0).all(axis=None)


def test_result_is_plain_data_and_sentences(tenth_result):
    told = json.loads(json.dumps(tenth_result.to_json(), allow_nan=False))
    assert told["measures"]["flat"].keys() == {"weekly_wape", "total", "bias"}
    assert told["actual_orders"] == 1882
    assert any("1,882 repeat orders" in line for line in told["summary"])


def test_until_defaults_to_weeks_before_the_end(tenth):
    found = backtest("cdnow-tenth", weeks=13)
    assert found.until == "1998-03-31"
    assert found.tables["weekly"]["actual"].sum() == found.actual


@pytest.mark.parametrize(
    ("until", "weeks", "said"),
    [
        ("1997-09-30", 40, "an earlier --until, by 1997-09-23, or --weeks 39"),
        ("1998-06-30", 1, "take an earlier --until"),
        ("1997-09-30", 0, "--weeks: — found 0"),
        ("1997-09-30", 2.5, "--weeks: — found 2.5"),
        ("1997-09-31", 39, "--until"),
        ("1997-02-01", 39, "at least 60 days"),
    ],
)
def test_a_window_outside_the_data_is_refused(tenth, until, weeks, said):
    with pytest.raises(BadInput) as caught:
        backtest("cdnow-tenth", until, weeks)
    assert said in str(caught.value)


def test_intervals_cover_where_the_model_is_true(tmp_path):
    rng = np.random.default_rng(17)
    rows = []
    for customer in range(3000):
        rate, life = rng.gamma(0.8, 1 / 56), rng.exponential(1 / rng.gamma(0.8, 1 / 84))
        start, days = int(rng.integers(0, 91)), rng.uniform(0, 600, rng.poisson(rate * 600))
        for day in [0, *np.unique(days[days < life].astype(int))]:
            when = np.datetime64("2021-01-01", "D") + start + int(day)
            rows.append(f"c{customer},{when},{rng.gamma(6, 5):.2f}")
    (tmp_path / "orders.csv").write_text("\n".join(["customer_id,ordered_at,amount", *rows]))
    (tmp_path / "shop.yaml").write_text("orders: {file: orders.csv, currency: EUR}")
    found = backtest(profile=tmp_path / "shop.yaml", until="2021-09-30", weeks=26)
    pareto = found.measures["pareto_nbd"]
    intervals = found.tables["intervals"].query("model == 'pareto_nbd'").set_index("source")
    assert intervals.loc["chance and parameters", "covers"]
    assert abs(pareto["bias"]) < 0.1
    assert pareto["weekly_wape"] < 1.5 * found.noise_floor
