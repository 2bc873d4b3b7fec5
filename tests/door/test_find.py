"""The command that finds a notion says in both languages where it is set and what shows it."""

import json

import pytest
import typer
from typer.testing import CliRunner

from scenarios.notions import notions
from sixr.cli import app


def said(*words: str) -> str:
    answer = CliRunner().invoke(app, ["find", *words])
    assert answer.exit_code == 0, answer.output
    return answer.output


def test_every_command_of_a_notion_is_one():
    commands = set(typer.main.get_command(app).commands)
    assert {name for one in notions() for name in one.commands} - commands == set()


@pytest.mark.parametrize(
    ("lang", "parts"),
    [
        ("en", ("Points (积分)", "points_5 (Points, 5 % back)", "Owed for points", "share of what is paid")),
        ("zh", ("积分（Points）", "points_5（积分返利 5%）", "积分负债", "占实付金额的比例")),
    ],
)
def test_a_notion_is_told_with_keys_values_plans_and_measures(lang, parts):
    text = said("积分", "--lang", lang).replace("\u00a0", " ")
    assert all(part in text for part in (*parts, "policy.relationship.points.earn_rate")), text


def test_all_are_listed_by_front():
    lines = said("--lang", "en").splitlines()
    assert lines[0] == "Product"
    assert sum(line.startswith("  ") for line in lines) == len(notions())


def test_nothing_found_offers_what_looks_alike():
    assert "Skimming" in said("skiming", "--lang", "en")
    assert "没有叫做 qqqq 的内容" in said("qqqq", "--lang", "zh")


def test_a_document_holds_the_notions_and_what_stands_at_their_keys():
    found = json.loads(said("price war", "--json"))
    [one] = found["notions"]
    assert set(one["keys"]) == set(found["settings"])
    assert found["settings"]["market.competitor.price"] == {"value": 1.0, "unit": "ratio to today's price"}
    assert found["close"] == []
