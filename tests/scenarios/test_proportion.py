"""Plans of the library over a company's own policy: they move its own spend, and bring the programme they are about."""

import pytest

from scenarios.scenario import load

TODAY = "extends: base\nname: today\npolicy: {{channel: {{weekly_spend: {spend}}}}}\n"


def spend(name, place, **stated):
    place.write_text(TODAY.format(spend="{" + ", ".join(f"{k}: {v}" for k, v in stated.items()) + "}"), "utf-8")
    return load(name, today=place).policy.channel.weekly_spend


@pytest.mark.parametrize("unit", ["", " mean orders"])
def test_shifting_a_budget_leaves_its_total(tmp_path, unit):
    own = {"search": 100, "social": 300, "video": 200}
    stated = {name: f"{amount}{unit}" for name, amount in own.items()}
    before = spend("today", tmp_path / "today.yaml", **stated)
    after = spend("shift_budget", tmp_path / "today.yaml", **stated)
    assert sum(after.values()) == pytest.approx(sum(before.values()))
    assert after["video"] < before["video"]
    assert after["search"] / before["search"] == pytest.approx(after["social"] / before["social"])


def test_three_per_cent_more_are_three_per_cent_of_what_is_spent(tmp_path):
    own = {"search": 100, "social": 300, "video": 200}
    more = spend("ads_20k", tmp_path / "today.yaml", **own)
    assert [more[name] / amount for name, amount in own.items()] == pytest.approx([1.032] * 3)


def test_a_file_of_ones_own_means_what_it_says(tmp_path):
    own = {"search": 100, "social": 300, "video": 200}
    spend("today", tmp_path / "today.yaml", **own)
    plan = tmp_path / "plan.yaml"
    plan.write_text("extends: base\nname: plan\npolicy: {channel: {weekly_spend: {search: 9000}}}\n", "utf-8")
    found = load(plan, today=tmp_path / "today.yaml").policy.channel.weekly_spend
    assert found == own | {"search": 9000}


@pytest.mark.parametrize("plan", ["referral_two_sided", "bonus_three_friends"])
def test_a_plan_of_rewards_is_one_where_today_has_no_programme(tmp_path, plan):
    place = tmp_path / "today.yaml"
    place.write_text("extends: base\nname: today\npolicy: {referral: {active: false}}\n", "utf-8")
    assert not load("today", today=place).policy.referral.active
    assert load(plan, today=place).policy.referral.active
