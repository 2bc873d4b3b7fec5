"""Money that goes on being spent on channels that a file does not name."""

import pytest

from scenarios.files.finding import library
from scenarios.files.loading import load
from scenarios.warnings.warnings import warnings_of
from tests.worlds import written


def noted(file):
    return [warning for warning in warnings_of(load(file)) if "weekly_spend" in warning]


def spend(said, more=""):
    return f"extends: base\npolicy: {{channel: {{weekly_spend: {said}{more}}}}}\n"


def test_channels_that_go_on_are_named_with_the_total(tmp_path):
    [note] = noted(written(tmp_path, spend("{search: 11600}")))
    assert "social at 4,000 (said in base), video at 4,000 (said in base) go on" in note
    assert "19,600 USD a week in all" in note
    total = sum(load(tmp_path / "a.yaml").policy.channel.weekly_spend.values())
    assert total == 19600


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ("{search: 11600, social: 0}", "video at 4,000 (said in base) goes on"),
        ("{search: 0, video: 500}", "that is 4,500 USD a week"),
    ],
)
def test_only_what_goes_on_is_named(tmp_path, said, words):
    [note] = noted(written(tmp_path, spend(said)))
    assert words in note


@pytest.mark.parametrize("said", ["{search: 1, social: 0, video: 0}", "{search: 9, social: 9, video: 9}", "{}"])
def test_nothing_is_noted_where_nothing_goes_on_unsaid(tmp_path, said):
    assert noted(written(tmp_path, spend(said))) == []


def test_a_file_between_may_say_the_rest(tmp_path):
    written(tmp_path, spend("{social: 100, video: 0}"), "between.yaml")
    [note] = noted(written(tmp_path, "extends: between.yaml\npolicy: {channel: {weekly_spend: {search: 7}}}\n"))
    assert "social at 100 (said in between) goes on" in note
    assert "107 USD" in note
    emptied = written(tmp_path, "extends: between.yaml\npolicy: {channel: {weekly_spend: {}}}\n", "emptied.yaml")
    assert noted(emptied) == []
    assert sum(load(emptied).policy.channel.weekly_spend.values()) == 0


def test_amounts_that_come_of_a_fit_are_told_in_cents(tmp_path):
    written(tmp_path, spend("{social: 4104.745388, video: 0.0123456}"), "between.yaml")
    [note] = noted(written(tmp_path, "extends: between.yaml\npolicy: {channel: {weekly_spend: {search: 7}}}\n"))
    assert "social at 4,104.75 (said in between), video at 0.0123 (said in between) go on" in note
    assert "4,111.76 USD a week" in note


@pytest.mark.parametrize("name", [name for name in library() if not name.startswith("verification/")])
def test_no_scenario_of_the_library_leaves_a_channel_unsaid(name):
    assert noted(name) == []
