"""What the commands that decide print: the answer first, one JSON document, refusals with exit code 2."""

import json
import re

import pytest
from typer.testing import CliRunner

from sixr.cli import app

SMALL = ["--customers", "1000", "--replications", "3", "--days", "60"]


def said(*words, code=0):
    result = CliRunner().invoke(app, list(words))
    assert result.exit_code == code, result.output
    return result.output


@pytest.mark.parametrize(
    ("words", "first"),
    [
        (["sweep", "base", "--vary", "policy.price.level=0.9:1.1:3"], ("Set it to", "Leave it", "Price, ratio")),
        (
            ["price", "base", "--from", "0.9", "--to", "1.1", "--points", "3"],
            ("Price it at", "Keep today's price", "About"),
        ),
        (["parts", "base", "price_up_10", "--set", "policy.price.level=1.2"], ()),
        pytest.param(
            ["optimise", "base", "--runs", "6"],
            ("Move the budget", "Leave it", "Not enough evidence"),
            marks=pytest.mark.slow,
        ),
    ],
)
def test_the_answer_comes_first(words, first):
    if words[0] == "parts":
        words = words[:3]
        first = ("The plan", "It is open")
    text = said(*words, *SMALL)
    assert text.startswith(first)
    assert "nan" not in text.casefold().split()
    document = json.loads(said(*words, *SMALL, "--json"))
    assert document["worlds"] == 3
    assert document["people"] == 1000


@pytest.mark.parametrize(
    ("words", "firsts", "worlds"),
    [
        pytest.param(
            ["sensitivity", "base", "price_up_10", "--replications", "50", "--trajectories", "1"],
            ("Find out first", "Nothing is worth finding out", "No number is seen"),
            50,
            marks=pytest.mark.slow,
        ),
        (
            ["settle", "base", "price_up_10", "--seconds", "0"],
            ("“price_up_10” is", "Nothing separates", "Not settled"),
            16,
        ),
    ],
)
def test_the_answer_for_two_plans_comes_first(words, firsts, worlds):
    sizes = ["--customers", "500", "--days", "60"]
    text = said(*words, *sizes)
    assert text.startswith(firsts)
    assert "nan" not in text.casefold().split()
    document = json.loads(said(*words, *sizes, "--json"))
    assert (document["plan"], document["worlds"], document["people"]) == ("price_up_10", worlds, 500)


@pytest.mark.parametrize(
    ("words", "named"),
    [
        (["sweep", "base"], "--vary"),
        (["sweep", "base", "--vary", "policy.price.levle=1:2"], "did you mean level"),
        (["sweep", "base", "--vary", "policy.price.level=1:2", "--objective", "profits"], "profits"),
        (["price", "base", "--from", "2", "--to", "1"], "--from"),
        (["optimise", "base", "--most", "search"], "--most"),
        (["optimise", "base", "--channel", "serch"], "serch"),
        (["optimise", "base", "--goal", "best"], "worst_tenth"),
        (["parts", "base", "base"], "given twice"),
        (["settle", "base", "base"], "given twice"),
        (["settle", "base", "price_up_10", "--seconds", "-1"], "--seconds"),
        (["settle", "base", "price_up_10", "--measure", "cac"], "more is better"),
        (["sensitivity", "base", "price_up_10"], "at least 50"),
    ],
)
def test_what_cannot_be_is_refused(words, named):
    assert named in said(*words, *SMALL, code=2)


@pytest.mark.parametrize(
    "words", [["sweep", "base", "--vary", "policy.price.level=0.9:1.1:2"], ["parts", "base", "price_up_10"]]
)
def test_a_decision_speaks_chinese_from_its_answer_to_its_tables(words):
    text = said(*words, *SMALL, "--lang", "zh")
    left = re.sub(r"sixr|USD|CLV|CAC|P \(better\)|price_up_10|Q\d", "", text)
    assert not re.search("[A-Za-z]{3,}", left), left


@pytest.mark.parametrize(
    ("words", "named"),
    [
        (["sweep", "base"], "一个或两个"),
        (["price", "base", "--scheme", "luck=1"], "起始价"),
        (["price", "base", "--rival", "9"], "0 至 5"),
        (["parts", "base", "price_up_10", "--by", "week"], "channel"),
        (["shift", "base", "--share", "2"], "不大于 1 的比例"),
        (["optimise", "base", "--quarters", "99"], "1 至 24"),
        (["sensitivity", "base", "price_up_10"], "至少 50"),
        (["settle", "base", "base"], "给了两次"),
        (["resume", "no run"], "应为"),
        (["runs", "delete", "no run"], "sixr runs list 列出有哪些"),
    ],
)
def test_a_decision_refuses_in_chinese(words, named):
    sizes = SMALL if words[0] not in ("resume", "runs") else []
    text = said(*words, *sizes, "--lang", "zh", code=2)
    assert named in text
    assert "Allowed" not in text


def test_a_language_that_is_not_spoken_is_refused_before_anything_runs():
    assert "en or zh" in said("price", "base", "--lang", "fr", "--customers", "5000000", code=2)


def test_the_language_is_that_of_the_locale(monkeypatch):
    monkeypatch.setenv("LC_ALL", "zh_CN.UTF-8")
    assert "次运行" in said("runs", "list")
    assert "runs, " in said("runs", "list", "--lang", "en")


def test_a_document_is_written_whole_replaces_an_older_one_and_no_other_file(tmp_path):
    words = ["price", "base", "--from", "0.9", "--to", "1.1", "--points", "3", *SMALL]
    file, other = tmp_path / "price.json", tmp_path / "letter.txt"
    printed = json.loads(said(*words, "--json", "--out", str(file)))
    written = json.loads(file.read_text(encoding="utf-8"))
    assert next(iter(written)) == "sixr_decision"
    assert {key: written[key] for key in printed} == printed
    assert printed["kind"] == "price"
    assert printed["asked"]["low"] == 0.9
    said(*words, "--seed", "2", "--out", str(file))
    assert json.loads(file.read_text(encoding="utf-8"))["seed"] == 2
    other.write_text("dear sir")
    assert "did not write" in said(*words, "--out", str(other), code=2)
    assert other.read_text() == "dear sir"
    assert sorted(tmp_path.iterdir()) == sorted([other, file])  # no draft is left
