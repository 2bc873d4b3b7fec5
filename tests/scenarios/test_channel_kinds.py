"""Channels of which no more is said than their kind."""

import pytest

from scenarios.files.channel_kinds import catalogue, kind, kinds
from scenarios.files.loading import as_stated, load
from scenarios.lowering import media
from scenarios.market.media import Channel
from scenarios.parameter import Parameter
from scenarios.warnings.warnings import warnings_of
from sim.problems import BadInput
from tests.worlds import written

REFERENCE = "{amounts: {%s: 113.74093264248705 mean orders}, per: week}"


def planned(folder, channels, budget="{amounts: {}, per: year}", more=""):
    said = f"extends: base\nmarket: {{channels: {channels}{more}}}\npolicy: {{channel: {{budget: {budget}}}}}\n"
    return load(written(folder, said))


@pytest.mark.parametrize("name", kinds())
def test_a_name_and_a_kind_make_a_channel_of_assumed_numbers(name, tmp_path):
    made = planned(tmp_path, f"[{{name: ours, kind: {name}}}]", REFERENCE % "ours")
    ours = made.market.channels[-1]
    assert (ours.name, ours.kind) == ("ours", name)
    stated = {key: value for key, value in ours if isinstance(value, Parameter)}
    assert {one.label for one in stated.values()} == {"assumed"}
    assert all(key in kind(name) for key in stated if not key.startswith("aggregate"))
    # 0.8 of the mean exposure at the reference spend, rounded to three digits
    exposure = media.exposure_by_day(made)[-1]
    share = [0.5, 0.5] @ exposure
    assert share[-1] * 0.8 == pytest.approx(ours.half_saturation.value, rel=0.01)


def test_every_kind_is_called_in_both_languages_and_is_told_apart():
    titles = [kind(name)["title"] for name in kinds()]
    assert all(set(title) == {"en", "zh"} for title in titles)
    assert len({title["en"] for title in titles}) == len({title["zh"] for title in titles}) == len(kinds()) == 16
    assert set().union(*(kind(name) for name in kinds())) <= set(Channel.model_fields)


def test_no_kind_is_taken_to_bring_more_than_another_but_that_television_brings_less():
    [usual] = {channel.peak_rate.value for channel in load("base").market.channels}
    peaks = {name: kind(name)["peak_rate"]["value"] for name in kinds()}
    assert peaks.pop("tv") < usual
    assert set(peaks.values()) == {usual}


def test_what_is_stated_beside_a_kind_wins(tmp_path):
    own = "[{name: ours, kind: tv, carryover: 0.9, half_saturation: {value: 0.5, unit: impressions/person/day,"
    own += " label: identified, source: ours}, title: {en: Ours, zh: 我们}, tracked: true}]"
    ours = planned(tmp_path, own).market.channels[-1]
    assert (ours.carryover.value, ours.carryover.interval) == (0.9, None)
    assert (ours.half_saturation.value, ours.half_saturation.label) == (0.5, "identified")
    assert ours.tracked
    assert ours.title.zh == "我们"
    assert ours.peak_rate.value == kind("tv")["peak_rate"]["value"]


def test_a_file_above_changes_a_number_of_a_kind_and_not_the_kind(tmp_path):
    written(tmp_path, "extends: base\nname: b\nmarket: {channels: [{name: ours, kind: tv}]}\n", "b.yaml")
    above = "extends: b.yaml\nmarket: {channels: [{name: ours%s, slope: 2}]}\n"
    for kept in ("", ", kind: tv"):
        ours = load(written(tmp_path, above % kept)).market.channels[-1]
        assert (ours.kind, ours.slope.value, ours.wearout.value) == ("tv", 2.0, 0.0)
    with pytest.raises(BadInput, match="there already, with numbers of its own"):
        load(written(tmp_path, above % ", kind: outdoor"))
    with pytest.raises(BadInput, match=r"another kind. Allowed: kinds of new channels in a file"):
        load(tmp_path / "b.yaml", overrides=["market.channels.ours.kind=outdoor"])


def test_a_kind_is_in_the_money_of_the_market_it_is_used_in(tmp_path):
    market = as_stated("base")["market"]
    market["spend"]["customer_rate"] = {**market["spend"]["customer_rate"], "value": 30.88, "interval": [26.0, 36.8]}
    tree = {"schema": 1, "name": "ours", "history": {"currency": "CNY"}, "market": market}
    file = written(tmp_path, "extends: base\nmarket: {channels: [{name: douyin, kind: short_video}]}\n")
    once, twice = load(file), load(file, market=tree)
    cost = [one.market.channels[-1].cost_per_thousand.value for one in (once, twice)]
    assert cost[1] == pytest.approx(2 * cost[0])
    assert twice.currency == "CNY"


def test_the_resolved_scenario_reads_back_the_same(tmp_path):
    made = planned(tmp_path, "[{name: ours, kind: store, price_changes: [{day: 90, ratio: 1.25}]}]")
    again = load(written(tmp_path, made.to_yaml(), "again.yaml"))
    assert again.fingerprint == made.fingerprint


def test_every_number_of_the_catalogue_has_unit_and_source():
    entries = [entry for name in kinds() for key, entry in kind(name).items() if isinstance(entry, dict)]
    numbers = [entry for entry in [*entries, *catalogue()["known"].values()] if "value" in entry]
    assert len(numbers) > 150
    assert all(entry["unit"] and entry["source"] and entry["label"] == "assumed" for entry in numbers)


def test_a_channel_of_a_kind_on_which_nothing_is_spent_is_noted(tmp_path):
    said = "market.channels: nothing is ever spent on ours (policy.channel.budget or weekly_spend)."
    assert said in warnings_of(planned(tmp_path, "[{name: ours, kind: tv}]"))
    flown = "{periods: [{from: 3, to: 9, amounts: {ours: 1}}]}"
    assert said not in warnings_of(planned(tmp_path, "[{name: ours, kind: tv}]", flown))


def test_a_channel_that_one_plan_adds_is_no_other_market(tmp_path):
    base = load("base")
    known = "[{name: ours, kind: tv, known: {believed_cac: 90, weekly_spend: 500}}]"
    added = planned(tmp_path, known, "{amounts: {search: 208000, social: 208000, video: 208000, ours: 9}, per: year}")
    assert added.market.correlations
    assert added.shares_market_with(base)
    assert base.shares_market_with(added)
    assert not planned(tmp_path, "[{name: search, carryover: 0.5}]").shares_market_with(base)
    other = planned(tmp_path, "[{name: ours, kind: tv, carryover: 0.5}]")
    assert not other.shares_market_with(added)


def test_media_cost_another_price_from_a_day_on(tmp_path):
    changes = "[{name: search, price_changes: [{day: 10, ratio: 1.25}, {day: 20, ratio: 0.5}]}]"
    made = planned(tmp_path, changes, "{amounts: {search: 4000}, per: week}")
    shown, spent = media.impressions_by_day(made)[0], media.daily_spend(made)[0]
    usual = spent / made.market.channels[0].cost_per_thousand.value * 1000.0 / made.market.size.value
    assert shown[:10] == pytest.approx(usual[:10])
    assert shown[10:20] == pytest.approx(usual[10:20] / 1.25)
    assert shown[20:] == pytest.approx(usual[20:] / 0.5)
