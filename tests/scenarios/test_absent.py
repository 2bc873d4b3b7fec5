"""Changes to channels that a market has not are left out, with a notice; whole new channels are not."""

from pathlib import Path
from typing import Any

import pytest

from scenarios.files.loading import as_stated, load
from scenarios.warnings.warnings import warnings_of
from sim.problems import BadInput


@pytest.fixture
def own() -> dict[str, Any]:
    """A market file whose only channel is called radio."""
    market = as_stated("base")["market"]
    market["channels"] = [{**market["channels"][2], "name": "radio"}]
    return {"schema": 1, "name": "own", "history": {"currency": "USD"}, "market": market}


@pytest.fixture
def today(tmp_path: Path) -> Path:
    file = tmp_path / "today.yaml"
    file.write_text("extends: base\nname: today\npolicy: {channel: {weekly_spend: {radio: 1000}}}\n")
    return file


def plan(folder: Path, text: str) -> Path:
    file = folder / "plan.yaml"
    file.write_text(f"extends: base\nname: plan\n{text}\n")
    return file


def test_every_mechanism_may_be_on_in_a_market_with_other_channels(own: dict[str, Any], today: Path) -> None:
    scenario = load("full", own, today=today)
    assert [one.name for one in scenario.market.channels] == ["radio"]
    assert any("the market has no search, social, video" in note for note in warnings_of(scenario))
    assert scenario.market.choice.deal_effect.value == 0.2


def test_a_change_of_a_channel_that_is_there_holds(own: dict[str, Any], today: Path, tmp_path: Path) -> None:
    file = plan(tmp_path, "market: {channels: [{name: radio, wearout: 0.1}]}")
    scenario = load(file, own, today=today)
    assert scenario.market.channels[0].wearout.value == 0.1
    assert not any("has no" in note for note in warnings_of(scenario))


def test_a_whole_new_channel_is_added(own: dict[str, Any], today: Path, tmp_path: Path) -> None:
    text = as_stated("base")["market"]["channels"][0]
    added = {**own, "market": {**own["market"], "channels": [*own["market"]["channels"], text]}}
    assert [one.name for one in load("full", added, today=today).market.channels] == ["radio", "search"]


def test_money_for_a_channel_that_is_not_there_is_refused(own: dict[str, Any], today: Path, tmp_path: Path) -> None:
    file = plan(tmp_path, "policy: {channel: {weekly_spend: {search: 5}}}")
    with pytest.raises(BadInput, match=r"weekly_spend.search.*unknown channel search.*one of: radio"):
        load(file, own, today=today)


def test_the_librarys_own_market_says_what_is_wrong(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match=r"market.channels.serach.cost_per_thousand.*missing"):
        load(plan(tmp_path, "market: {channels: [{name: serach, wearout: 0.1}]}"))
