"""What is named in the place of a scenario or of a market and is none."""

import os
from pathlib import Path

import pytest

from scenarios.files.loading import load, load_market
from sim.problems import BadInput

PROFILE = "name: Shop\norders:\n  file: orders.csv\n"
MARKET = "schema: 1\nname: Shop\nhistory: {}\nmarket: {}\nfits: {}\n"
SCENARIO = "extends: base\n"
ORDERS = "client,date,total\nC1,2024-01-02,5\n"


@pytest.mark.parametrize(
    ("name", "text", "found", "fix"),
    [
        ("shop.yaml", PROFILE, "a profile of orders", "sixr company fit --profile shop.yaml"),
        ("market.yaml", MARKET, "a market file", "add --market market.yaml"),
        ("orders.csv", ORDERS, "a table", "named in a profile"),
    ],
)
def test_a_file_of_another_kind_is_named_in_one_message(name, text, found, fix, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path(name).write_text(text, "utf-8")
    with pytest.raises(BadInput) as refused:
        load(name, overrides=["people=300"])
    (problem,) = refused.value.problems
    assert (problem.file, problem.found) == (name, found)
    assert fix in problem.fix


@pytest.mark.parametrize(
    ("name", "text", "found"),
    [
        ("shop.yaml", PROFILE, "a profile of orders"),
        ("spring.yaml", SCENARIO, "a scenario"),
        ("orders.csv", ORDERS, "a table"),
    ],
)
def test_what_is_no_market_is_named_in_one_message(name, text, found, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path(name).write_text(text, "utf-8")
    for reading in (lambda: load("base", market=name), lambda: load_market(name)):
        with pytest.raises(BadInput) as refused:
            reading()
        assert [(problem.file, problem.found) for problem in refused.value.problems] == [(name, found)]


@pytest.mark.parametrize("device", ["folder", "/dev/zero", "fifo"])
def test_what_is_not_a_regular_file_is_not_opened(device, tmp_path):
    path = tmp_path if device == "folder" else Path(device)
    if device == "fifo":
        path = tmp_path / "pipe.yaml"
        os.mkfifo(path)
    with pytest.raises(BadInput, match=r"a folder|not a regular file"):
        load(path)


@pytest.mark.parametrize("name", ["nothing_here.yaml", "bse", "a\0b", "\ud800.yaml", "x" * 300, ""])
def test_a_name_without_a_file_is_answered(name):
    with pytest.raises(BadInput) as refused:
        load(name)
    assert refused.value.problems[0].line == 0


def test_a_library_name_misspelt_is_suggested():
    with pytest.raises(BadInput, match=r"did you mean price_up_10\?"):
        load("price_up_1O")


@pytest.mark.parametrize("text", ["hunter2\nmore\n", "KEY = hunter2\n", "root:hunter2:0:0\n", '"hunter2"\n'])
def test_no_line_of_a_file_that_is_none_of_ours_is_shown(text, tmp_path):
    path = tmp_path / "secret.env"
    path.write_text(text)
    for reading in (lambda: load(path), lambda: load_market(path), lambda: load("base", market=path)):
        with pytest.raises(BadInput) as refused:
            reading()
        assert "hunter2" not in str(refused.value)


@pytest.mark.parametrize("setting", ["extends=full", "extends.base=1", "policy.extends=full", "extend=full"])
def test_a_setting_is_never_answered_with_itself(setting):
    with pytest.raises(BadInput) as refused:
        load("base", overrides=[setting])
    (problem,) = refused.value.problems
    key = setting.partition("=")[0]
    assert problem.file == "--set"
    assert f"did you mean {key}?" not in str(problem)
    assert "one of: extends" not in str(problem)


def test_another_scenario_to_extend_is_answered_with_what_helps():
    with pytest.raises(BadInput, match="name full in the place of the scenario"):
        load("base", overrides=["extends=full"])


def test_a_new_name_of_an_item_is_refused():
    with pytest.raises(BadInput, match="a new name"):
        load("base", overrides=["market.channels.search.name=social"])
