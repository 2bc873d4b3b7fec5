"""What a plan does is said before it is run: by file, by date, by group."""

import json

import numpy as np
import pytest
from typer.testing import CliRunner

import sixr
from scenarios.files.loading import load
from scenarios.lowering.levers import levers_by_day, price_by_day
from sim.problems import BadInput
from sixr.cli import app

PLAN = """extends: full
name: mixed
policy:
  price:
    changes: [{day: 90, level: 1.05}]
  data: {fraud_detection: 0.9}
  groups:
    - {name: g, segments: [value seekers], relationship: {touches_per_week: 2}}
"""


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "mixed.yaml"
    path.write_text(PLAN, "utf-8")
    return str(path)


@pytest.mark.parametrize("name", ["penetration", "skimming"])
def test_spells_are_the_price_of_every_day(name):
    plan = load(name)
    spells = [one for one in sixr.explain(name).spells if one.lever == "price"]
    days = np.concatenate([np.full(one.last - one.first + 1, one.value) for one in spells])
    assert days == pytest.approx(price_by_day(plan), rel=1e-8)
    assert [one.first for one in spells[1:]] == [one.last + 1 for one in spells[:-1]]


def test_what_drifts_from_day_to_day_is_told_once():
    spells = [one for one in sixr.explain("brand_first").spells if one.lever == "appeal"]
    levers = levers_by_day(load("brand_first"), np.zeros(load("brand_first").days, np.int64))["appeal"].max(axis=0)
    assert len(spells) < 4
    assert [one.first for one in spells[1:]] == [one.last + 1 for one in spells[:-1]]
    for one in spells:
        assert (one.value, one.until) == pytest.approx((levers[one.first], levers[one.last]), abs=1e-8)


def test_what_files_and_options_say_stands_with_its_place(file):
    found = sixr.explain(file, overrides=["policy.data.fraud_detection=0.8"])
    said = {(one.path, one.file, one.line): (one.value, one.before, one.holds) for one in found.said}
    assert found.base == "full"
    assert said["policy.data.fraud_detection", file, 6] == ("0.9", "0.5", False)
    assert said["policy.data.fraud_detection", "--set", 0] == ("0.8", "0.9", True)
    assert ("policy.price.changes.0", file, 5) in said


def test_a_lever_of_a_group_is_told_with_the_group_and_that_of_all_once(file):
    spells = sixr.explain(file).spells
    assert [(one.who, one.value, one.before) for one in spells if one.lever == "touches"] == [
        ({"segments": ("value seekers",)}, 2.0, 1.0)
    ]
    assert [(one.who, one.first) for one in spells if one.lever == "price"] == [({}, 0), ({}, 90)]


def test_a_plan_that_changes_nothing_has_nothing_to_say():
    found = sixr.explain("base")
    assert (found.said, found.spells, found.one_sided) == ((), (), ())


@pytest.mark.parametrize(("lang", "word"), [("en", "nothing is paid for it"), ("zh", "没有为它付钱")])
def test_the_command_says_it_in_both_languages(file, lang, word):
    answer = CliRunner().invoke(app, ["explain", file, "--lang", lang])
    assert answer.exit_code == 0, answer.output
    assert word in answer.output.replace("\n", "")
    assert ("价格敏感型" in answer.output) == (lang == "zh")


def test_as_json_it_is_one_document(file):
    answer = CliRunner().invoke(app, ["explain", file, "--json"])
    assert {"name", "base", "said", "spells", "rules", "unread", "one_sided", "called"} == set(
        json.loads(answer.output)
    )


def test_a_plan_that_cannot_be_is_refused():
    with pytest.raises(BadInput):
        sixr.explain("no_such_plan")
