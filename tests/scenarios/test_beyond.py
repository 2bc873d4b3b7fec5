"""Policies beyond what their market was fitted to or stated at."""

import pytest

from scenarios.files.finding import library
from scenarios.files.loading import load
from scenarios.warnings.beyond import END, limits
from scenarios.warnings.warnings import warnings_of
from tests.worlds import written


def noted(*changes, scenario="base", market=None):
    return [text for text in warnings_of(load(scenario, market, changes)) if text.endswith(END)]


@pytest.mark.parametrize("name", [name for name in library() if not name.startswith("verification/")])
def test_policies_of_the_library_stay_within(name):
    assert noted(scenario=name) == []


@pytest.mark.parametrize(
    ("lever", "path", "inside", "outside", "words"),
    [
        ("price", "policy.price.level", 1.5, 1.6, "1.6 times today's price"),
        ("price", "policy.price.level", 0.67, 0.5, "0.5 times today's price"),
        ("price", "policy.price.offers.main", 1.5, 3, "3 times today's price"),
        ("spend", "policy.channel.weekly_spend.search", 12_000, 2_000_000, "500 times as much per person as the 4,000"),
        ("reward", "policy.referral.reward_friend", 24, 50, "10 times the reward"),
        ("reward", "policy.referral.reward_referrer", 24, 50, "10 times the reward"),
        ("reward", "policy.referral.bonus.amount", 72, 150, "10 times the reward"),
    ],
)
def test_what_lies_beyond_is_said_with_its_factor_and_what_lies_within_is_not(lever, path, inside, outside, words):
    assert noted(f"{path}={inside}") == []
    [note] = noted(f"{path}={outside}")
    assert note.startswith(path.removesuffix(".amount"))
    assert words in note
    assert "is assumed (market." in note


def test_prices_and_spends_of_any_day_of_the_run_count(tmp_path):
    changes = "price: {changes: [{day: 90, level: 2.5}]}"
    flight = "channel: {flights: [{channel: video, from: 9, to: 30, weekly_spend: 40000}]}"
    deal = "promotion: {deals: [{name: out, from: 5, to: 9, depth: 0.8}]}"
    for policy, words in (
        (changes, "policy.price.changes: 2.5 times"),
        (flight, "policy.channel.weekly_spend.video: 40,000 a week is 10 times"),
        (deal, "policy.promotion.deals: out takes 80 % off"),
    ):
        file = written(tmp_path, f"extends: base\npolicy: {{{policy}}}\n")
        [note] = noted(scenario=file)
        assert note.startswith(words)


def test_spend_and_staff_are_those_per_person():
    assert noted("market.size=20000000", "policy.channel.weekly_spend.search=80000") == []
    assert len(noted("market.size=100000")) == 3  # 4,000 a week on each of three channels for a tenth of the people
    few = noted("market.size=20000000", scenario="full")
    assert [note.split(":")[0] for note in few] == [
        f"policy.service.desk.staff.{desk}" for desk in ("phone", "chat", "email")
    ]
    assert all("0.05 times as many per person" in note for note in few)


def test_it_is_told_what_a_fitted_market_was_fitted_with(tmp_path):
    market = {
        "schema": 1,
        "name": "shop",
        "history": {"policy": "ours.yaml", "weekly_spend": 900.0, "currency": "USD"},
        "market": load("base").model_dump(mode="json", by_alias=True, exclude_none=True)["market"],
    }
    for spend, count in ((800, 0), (1000, 1)):
        changes = [f"policy.channel.weekly_spend.{name}={spend}" for name in ("search", "social", "video")]
        assert len(noted(*changes, market=market)) == count
    del market["history"]["policy"]
    for channel in market["market"]["channels"]:
        channel["peak_rate"]["label"] = "bounded"
    [note] = noted("policy.channel.weekly_spend.social=40000", market=market)
    assert "10 times as much per person as the 4,000 at which the market was fitted" in note


def test_a_market_that_is_a_formula_is_asked_for_the_formula():
    assert noted(scenario="verification/lg5") == []  # at 21 times today's price
    assert limits("price") == (0.67, 1.5)
