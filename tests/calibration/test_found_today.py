"""What a company does today is what its tables show: spend, rewards, staff, messages, costs."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from calibration.channels import channels_of, like, market_name, media_of, put_channels
from calibration.company.found_today import found_today, spend_seen
from calibration.company.today import today_text
from calibration.synth.synth import Synth, synth
from calibration.tables import Tables
from scenarios.files.loading import as_stated, load

LIVELY = Path(__file__).with_name("lively_company.yaml")


@pytest.fixture(scope="module")
def company() -> Synth:
    return synth(load(LIVELY, overrides=["people=4000"]))


@pytest.fixture(scope="module")
def market() -> dict:
    return as_stated("base")["market"]


def today_of(tables: dict[str, pd.DataFrame], market: dict, until: str):
    named = {name: table for name, table in tables.items() if name in Tables.__dataclass_fields__}
    return found_today(Tables(**named), np.datetime64(until), market)


def test_what_is_done_is_found(company: Synth, market: dict) -> None:
    policy = company.world.scenario.policy
    found = today_of(company.tables, market, str(company.tables["spend"]["date"].max().date())).policy
    spent = {name: x * 4000 / 1e6 for name, x in policy.channel.weekly_spend.items()}  # by those simulated
    assert found["channel"]["weekly_spend"] == pytest.approx(spent, rel=1e-3)
    assert found["relationship"]["touches_per_week"] == pytest.approx(policy.relationship.touches_per_week, rel=0.2)
    assert found["referral"]["active"]
    assert found["referral"]["reward_referrer"] == pytest.approx(policy.referral.reward_referrer)
    assert found["referral"]["reward_friend"] == pytest.approx(policy.referral.reward_friend)
    prices = company.tables["prices"].iloc[-1]
    assert found["product"]["cost_ratio"] == pytest.approx(prices["unit_cost"] / prices["list_price"], rel=1e-4)


def test_shifts_are_those_of_the_policy(company: Synth, market: dict) -> None:
    """The staffing table says on whom the whole market's desks can count, hour by hour."""
    until = str(company.tables["spend"]["date"].max().date())
    found = today_of(company.tables, market, until).policy["service"]["desk"]
    assert found["active"]
    hours = {
        name: sum((5 if one["days"] == "weekdays" else 2) * (one["to"] - one["from"]) * one["people"] for one in shifts)
        for name, shifts in found["staff"].items()
    }
    assert hours == {"phone": 50 + 12, "chat": 50, "email": 80}


def test_the_file_says_where_each_part_is_from_and_is_a_scenario(company: Synth, market: dict, tmp_path: Path) -> None:
    until = company.tables["spend"]["date"].max()
    found = today_of(company.tables, market, str(until.date()))
    text = today_text("shop", "USD", np.datetime64(until), 20_000, found.policy, found.said)
    comments = [line for line in text.splitlines() if line.startswith("# ")]
    for table in ("spend", "prices", "touches", "referrals", "staffing"):
        assert any(f"table {table}" in line for line in comments)
    file = tmp_path / "today.yaml"
    file.write_text(text, encoding="utf-8")
    policy = load(file).policy
    assert policy.channel.weekly_spend == pytest.approx(found.policy["channel"]["weekly_spend"])
    assert policy.service.desk.active


def test_without_tables_nothing_is_said(company: Synth, market: dict) -> None:
    assert found_today(None, np.datetime64("2025-01-01"), market).policy == {}
    assert today_of({"orders": company.tables["orders"]}, market, "2025-01-01").policy == {}


def test_a_channel_that_ended_is_there_with_nothing(company: Synth, market: dict) -> None:
    spend = company.tables["spend"]
    last = spend["date"].max()
    ended = spend[(spend["channel"] != "video") | (spend["date"] < last - pd.Timedelta(days=100))]
    found = today_of({"orders": company.tables["orders"], "spend": ended}, market, str(last.date())).policy["channel"]
    assert found["weekly_spend"]["video"] == 0.0
    assert found["weekly_spend"]["search"] > 0.0


def test_the_weeks_seen_are_those_of_the_table(company: Synth) -> None:
    spend = company.tables["spend"].copy()
    last = spend["date"].max()
    search = spend["channel"] == "search"
    spend.loc[search & (spend["date"] > last - pd.Timedelta(days=7)), "spend"] *= 4.0
    tables = Tables(orders=company.tables["orders"], spend=spend)
    seen = spend_seen(tables, np.datetime64(str(last.date())))
    assert seen is not None
    weeks = spend[search & (spend["date"] > last - pd.Timedelta(days=7))]["spend"].sum()
    assert seen["search"][1] == pytest.approx(weeks, rel=1e-4)
    assert all(0.0 <= low <= high for low, high in seen.values())
    assert spend_seen(None, np.datetime64("2025-01-01")) is None


def test_a_programme_without_invitations_is_off(company: Synth, market: dict) -> None:
    orders, customers = company.tables["orders"], company.tables["customers"]
    none = customers[customers["referrer_id"] == ""].assign(referrer_id="")
    alone = none[none["channel"] != "referral"]
    assert today_of({"orders": orders, "customers": alone}, market, "2025-01-01").policy == {
        "referral": {"active": False}
    }
    assert today_of({"orders": orders, "customers": customers}, market, "2025-01-01").policy == {}


@pytest.mark.parametrize(
    ("name", "channel"),
    [
        ("Google Ads", "search"),
        ("paid_search", "search"),
        ("百度推广", "search"),
        ("Facebook / Instagram", "social"),
        ("抖音", "social"),
        ("YouTube", "video"),
        ("TV", "video"),
        ("电视广告", "video"),
        ("podcast", None),
        ("metal fair", None),
        ("flyers", None),
    ],
)
def test_channels_are_like_those_of_base_by_their_names(name: str, channel: str | None) -> None:
    assert like(name) == channel


def test_names_of_channels_can_stand_in_a_market() -> None:
    assert market_name("shop.example = a") == "shop example a"
    assert market_name("Organic") != "Organic"
    assert market_name("...") == "media"


def rows(**daily: float) -> pd.DataFrame:
    days = pd.date_range("2024-01-01", periods=140)
    each = [pd.DataFrame({"date": days, "channel": name, "spend": paid}) for name, paid in daily.items()]
    return pd.concat(each, ignore_index=True)


def test_a_channel_is_as_saturated_as_its_like(market: dict) -> None:
    """Half saturation over exposure half way, in logarithms, between the usual spend of the channel and that of all is
    that of base at its spend, and less sure; the same spend of all leaves each as saturated as its like."""
    base = load("base")
    known, before = base.market.model_dump(by_alias=True), base.policy.channel.weekly_spend
    own = as_stated("base")["market"]
    spend = rows(baidu=700.0, podcast=50.0, quiet=0.0)
    put_channels(own, spend, known, before)
    assert [one["name"] for one in own["channels"]] == ["baidu", "podcast"] == list(channels_of(spend))
    search = next(one for one in known["channels"] if one["name"] == "search")
    baidu = own["channels"][0]
    usual = search["half_saturation"]["value"] / (before["search"] / 7)
    assert baidu["half_saturation"]["value"] / np.sqrt(700.0 * 375.0) == pytest.approx(usual, rel=1e-4)
    alike = as_stated("base")["market"]
    put_channels(alike, rows(baidu=700.0, podcast=700.0), known, before)
    assert alike["channels"][0]["half_saturation"]["value"] / 700.0 == pytest.approx(usual, rel=1e-4)
    low, high = baidu["half_saturation"]["interval"]
    assert high / low > search["half_saturation"]["interval"][1] / search["half_saturation"]["interval"][0]
    assert "interval" not in baidu["cost_per_thousand"]
    assert baidu["carryover"]["value"] == search["carryover"]["value"]
    assert own["channels"][1]["carryover"]["interval"] == [0.03, 0.8]


def test_impressions_say_the_cost(market: dict) -> None:
    base = load("base")
    own = as_stated("base")["market"]
    spend = rows(search=100.0).assign(impressions=20_000)
    put_channels(own, spend, base.market.model_dump(by_alias=True), base.policy.channel.weekly_spend)
    cost = own["channels"][0]["cost_per_thousand"]
    assert (cost["value"], cost["label"], cost["unit"]) == (5.0, "identified", "currency")


def test_many_channels_become_twenty_and_others(company: Synth) -> None:
    """The largest keep their names; whoever is credited to one of the others is credited to all of them."""
    spend = rows(**{f"campaign {k:02d}": 100.0 + k for k in range(30)})
    customers = pd.DataFrame({"customer_id": ["a", "b"], "channel": ["Campaign 03", "campaign_29"]})
    found = media_of(Tables(company.tables["orders"], customers=customers, spend=spend), np.datetime64("2025-01-01"))
    assert found is not None
    assert set(found.spend["channel"]) == {"other media"} | {f"campaign {k}" for k in range(10, 30)}
    assert list(found.customers["channel"]) == ["other media", "campaign 29"]
    assert found.spend["spend"].sum() == pytest.approx(spend["spend"].sum())
