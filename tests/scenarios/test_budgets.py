"""A stated budget is all that is spent, to the cent."""

import numpy as np
import pytest

from scenarios.files.loading import load
from scenarios.lowering.media import daily_spend
from scenarios.warnings.warnings import warnings_of
from tests.worlds import written

NAMES = ("search", "social", "video")
FLOWN = """
extends: base
name: flown
policy:
  channel:
    flights:
      - {channel: social, from: 60, to: 90, weekly_spend: 9000}
      - {channel: search, from: 80, to: 120, weekly_spend: 1000}
"""


def planned(folder, budget, below="base", more=""):
    said = f"extends: {below}\n{more}\npolicy: {{channel: {{budget: {budget}}}}}\n"
    return load(written(folder, said))


def spent(scenario):
    """Currency by channel over the whole run."""
    names = [channel.name for channel in scenario.market.channels]
    return dict(zip(names, daily_spend(scenario).sum(axis=1).tolist(), strict=True))


def test_a_total_by_shares_is_the_whole_budget(tmp_path):
    made = planned(tmp_path, "{total: 600000, per: year, shares: {search: 0.35, video: 0.65}}")
    found = spent(made)  # 730 days: two years
    assert found["search"] == pytest.approx(420_000.0, abs=0.01)
    assert found["video"] == pytest.approx(780_000.0, abs=0.01)
    assert found["social"] == 0.0


@pytest.mark.parametrize(("per", "days"), [("week", 7), ("month", 365 / 12), ("quarter", 365 / 4), ("year", 365)])
def test_an_amount_is_spent_in_the_time_it_is_for(per, days, tmp_path):
    made = planned(tmp_path, f"{{amounts: {{social: 1234.56}}, per: {per}}}")
    assert spent(made) == pytest.approx({"search": 0.0, "social": 1234.56 * 730 / days, "video": 0.0}, abs=0.01)


def test_amounts_may_be_said_in_mean_orders(tmp_path):
    made = planned(tmp_path, "{amounts: {search: 113.74093264248705 mean orders}, per: week}")
    assert made.policy.channel.weekly_spend == load("base").policy.channel.weekly_spend | {"social": 0.0, "video": 0.0}


def test_a_budget_replaces_the_flights_below(tmp_path):
    written(tmp_path, FLOWN, "flown.yaml")
    made = planned(tmp_path, "{amounts: {search: 7000}, per: week}", "flown.yaml")
    assert made.policy.channel.flights == ()
    assert (daily_spend(made).sum(axis=0) == 1000.0).all()


def test_periods_are_spent_within_their_days_and_nothing_outside(tmp_path):
    budget = "{periods: [{from: 0, to: 91, total: 10000.01, shares: {search: 0.3, video: 0.7}},"
    budget += " {from: 100, to: 730, amounts: {search: 77777.77, social: 1}}]}"
    made = planned(tmp_path, budget)
    by_day = daily_spend(made)
    assert by_day[:, :91].sum() == pytest.approx(10_000.01, abs=0.005)
    assert by_day[0, :91].sum() == pytest.approx(3_000.003, abs=0.005)
    assert by_day[:, 91:100].sum() == 0.0
    assert by_day[:, 100:].sum(axis=1) == pytest.approx([77_777.77, 1.0, 0.0], abs=0.005)
    assert "policy.channel.budget: no period holds days 91 to 100; nothing is spent on media then." in warnings_of(made)


def test_periods_of_all_days_leave_nothing_to_note(tmp_path):
    budget = (
        "{periods: [{from: 0, to: 365, amounts: {search: 626000}}, {from: 365, to: 730, amounts: {video: 626000}}]}"
    )
    assert not [text for text in warnings_of(planned(tmp_path, budget)) if "budget" in text]


@pytest.mark.parametrize(("giving", "to"), [("all", "video"), ("[search]", "social"), ("[search, social]", "video")])
@pytest.mark.parametrize("share", [0.2, 1.0])
def test_what_is_moved_keeps_the_total_of_every_day(giving, to, share, tmp_path):
    below = load(written(tmp_path, FLOWN, "flown.yaml"))
    made = planned(tmp_path, f"{{move: {{from: {giving}, share: {share}, to: {to}}}}}", "flown.yaml")
    before, after = daily_spend(below), daily_spend(made)
    assert after.sum(axis=0) == pytest.approx(before.sum(axis=0), rel=1e-12)
    for k, channel in enumerate(made.market.channels):
        if channel.name in giving or (giving == "all" and channel.name != to):
            assert after[k] == pytest.approx(before[k] * (1.0 - share), abs=1e-9)
        elif channel.name != to:
            assert (after[k] == before[k]).all()
    assert not [text for text in warnings_of(made) if "other total" in text]


def test_what_is_moved_is_of_the_file_below(tmp_path):
    planned(tmp_path, "{amounts: {search: 1000, video: 500}, per: week}", more="name: below")
    (tmp_path / "a.yaml").rename(tmp_path / "below.yaml")
    twice = planned(tmp_path, "{move: {from: all, share: 0.5, to: social}}", "below.yaml")
    assert twice.policy.channel.weekly_spend == pytest.approx({"search": 500.0, "social": 750.0, "video": 250.0})


def test_a_patch_over_a_budget_changes_its_channel_alone(tmp_path):
    written(
        tmp_path, "extends: base\nname: b\npolicy: {channel: {budget: {amounts: {search: 70}, per: week}}}\n", "b.yaml"
    )
    made = load(written(tmp_path, "extends: b.yaml\npolicy: {channel: {weekly_spend: {video: 5}}}\n"))
    assert made.policy.channel.weekly_spend == pytest.approx({"search": 70.0, "social": 0.0, "video": 5.0})
    [note] = [text for text in warnings_of(made) if "goes on beside" in text]
    assert "search at 70 (said in b)" in note


def test_another_total_than_below_is_noted_and_the_same_is_not(tmp_path):
    [note] = [
        text for text in warnings_of(planned(tmp_path, "{amounts: {search: 15000}, per: week}")) if "total" in text
    ]
    assert "15,000 USD a week in the mean of the run, 25.00% more than the 12,000 of base" in note
    same = planned(tmp_path, "{total: 12000, per: week, shares: {search: 0.5, social: 0.5}}")
    assert not [text for text in warnings_of(same) if "total" in text]


def test_a_company_that_states_its_spend_as_a_budget_empties_that_of_base(tmp_path):
    today = "extends: base\nname: today\npolicy: {channel: {budget: {amounts: {search: 5200}, per: year}}}\n"
    file = written(tmp_path, today, "today.yaml")
    assert spent(load("today", today=file)) == pytest.approx({"search": 10_400.0, "social": 0.0, "video": 0.0})
    assert not [text for text in warnings_of(load("today", today=file)) if "total" in text]
    plan = written(tmp_path, "extends: base\npolicy: {channel: {budget: {move: {from: all, share: 0.1, to: video}}}}\n")
    assert spent(load(plan, today=file)) == pytest.approx({"search": 9_360.0, "social": 0.0, "video": 1_040.0})


def test_a_market_that_grows_with_its_people_spends_a_budget_below_so_many_times(tmp_path):
    budget = "policy: {channel: {budget: {amounts: {search: 700}, per: week}}}"
    below = written(tmp_path, f"extends: base\nname: b\npeople: 1000\nscale: with the people\n{budget}\n", "b.yaml")
    assert load(below, overrides=["people=3000"]).policy.channel.weekly_spend["search"] == pytest.approx(2100.0)
    moved = "extends: b.yaml\npeople: 2000\npolicy: {channel: {budget: {move: {from: all, share: 0.5, to: video}}}}\n"
    found = load(written(tmp_path, moved)).policy.channel.weekly_spend
    assert found == pytest.approx({"search": 700.0, "social": 0.0, "video": 700.0})


def test_a_budget_and_the_spend_it_comes_to_are_one_scenario(tmp_path):
    one = planned(tmp_path, "{amounts: {search: 700, social: 70}, per: week}", more="name: b")
    spend = "{search: 700, social: 70, video: 0}"
    other = load(written(tmp_path, f"extends: base\nname: b\npolicy: {{channel: {{weekly_spend: {spend}}}}}\n"))
    assert one.fingerprint == other.fingerprint
    assert load(written(tmp_path, one.to_yaml())).fingerprint == one.fingerprint


def test_shares_drawn_at_random_keep_any_total_to_the_cent(tmp_path):
    draws = np.random.default_rng(7)
    for _ in range(5):
        shares, total = draws.dirichlet([1.0, 1.0, 1.0]), float(np.round(draws.uniform(1.0, 1e7), 2))
        named = ", ".join(f"{name}: {share!r}" for name, share in zip(NAMES, shares.tolist(), strict=True))
        made = planned(tmp_path, f"{{total: {total!r}, per: year, shares: {{{named}}}}}")
        assert daily_spend(made)[:, :365].sum() == pytest.approx(total, abs=0.005)


def test_creative_work_for_a_channel_without_spend_is_noted(tmp_path):
    file = written(tmp_path, "extends: base\nname: b\npolicy: {channel: {creative_per_week: {video: 500}}}\n", "b.yaml")
    assert not [text for text in warnings_of(load(file)) if "creative" in text and "nothing is ever spent" in text]
    [note] = [
        t for t in warnings_of(planned(tmp_path, "{amounts: {search: 7}, per: week}", "b.yaml")) if "creative" in t
    ]
    assert "nothing is ever spent on the channel, and making its advertisements goes on costing 500 a week" in note
