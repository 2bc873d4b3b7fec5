"""Plans of the library over a company's own policy: they move its own spend, and bring the programme they are about."""

import pytest

from scenarios.files.loading import load

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


@pytest.mark.parametrize("unit", ["", " mean orders"])
@pytest.mark.parametrize("form", ["total", "amounts"])
def test_a_budget_in_other_words_is_moved_as_weekly_spend_is(tmp_path, form, unit):
    """The same spend, as 600 a week on three channels."""
    own = {"search": 100.0, "social": 300.0, "video": 200.0}
    weeks = 365.0 / 7.0
    shares = ", ".join(f"{name}: {amount / 600.0!r}" for name, amount in own.items())
    told = {
        "total": f"total: {600.0 * weeks!r}{unit}, per: year, shares: {{{shares}}}",
        "amounts": "per: year, amounts: {" + ", ".join(f"{k}: {v * weeks!r}{unit}" for k, v in own.items()) + "}",
    }
    for plan in ("ads_20k", "shift_budget"):
        expected = spend(plan, tmp_path / "today.yaml", **{name: f"{amount}{unit}" for name, amount in own.items()})
        place = tmp_path / "budget.yaml"
        place.write_text(f"extends: base\nname: today\npolicy: {{channel: {{budget: {{{told[form]}}}}}}}\n", "utf-8")
        assert load(plan, today=place).policy.channel.weekly_spend == pytest.approx(expected)


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
