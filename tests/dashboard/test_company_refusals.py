"""What is wrong with a company's input, and how its forecasts and its last year came out, is said in Chinese, too."""

import re
from itertools import chain
from pathlib import Path

import company_made
import pytest
from spoken import CHINESE, calls
from typer.testing import CliRunner

import calibration
import sixr
from calibration.reproduce import patterns
from calibration.reproduce.told import sentences
from dashboard import notes
from dashboard.text import words
from sixr.cli import app

ROOT = Path(calibration.__file__).parent
NAMES = {*("Pareto", "BG", "NBD", "WAPE", "MAE", "RMSE", "log", "CRPS"), *("EUR", "alpha", "beta")}
"""Models, scores and codes that stand in Chinese as they are."""
NO_TEXT = re.compile(
    "|".join(
        (
            r"[\W\dx]*$",
            "x or x$",
            "en or zh$",
            "--[a-z, -]+$",
            "market_size$",
            "a (column of )?x$",  # of data frames in Python
            r"x: x; at today's spend",  # of an assumption, not of an input
            "x first orders per week go on",
        )
    )
)
"""Texts that are of values alone, or no part of a refusal."""


def parts() -> list[str]:
    """What is found, allowed and advised by refusals of ``calibration``, but of the worlds of synth."""
    found: dict[str, None] = {}
    for file in sorted(set(ROOT.rglob("*.py")) - set(ROOT.glob("synth/*.py"))):
        for name, arguments in calls(file):
            first = 3 if name == "Problem" else 2 if name == "add" and len(arguments) >= 4 else len(arguments)
            found |= dict.fromkeys(chain.from_iterable(arguments[first:]))
    return [text for text in found if text and not NO_TEXT.match(text)]


PARTS = parts()


def english(text: str) -> set[str]:
    """English words that are left beside names of models and what stands in code or behind an option."""
    bare = re.sub(r"`[^`]*`|--[a-z]+( [A-Z]+)?|\S*[._/]\S*|\bx+\b", " ", text)
    return set(re.findall(r"[A-Za-z]{2,}", bare)) - NAMES


def test_refusals_are_found_in_the_source():
    assert len(PARTS) >= 150


@pytest.mark.parametrize("text", [pytest.param(text, id=text[:40]) for text in PARTS])
def test_a_part_of_a_refusal_is_said_in_chinese(text):
    assert CHINESE.search(notes.of_company(text, "zh")) or text in ("a PDF", "a URL"), text


@pytest.mark.parametrize("fix", ["", " Fix: state `currency: EUR`"])
@pytest.mark.parametrize("place", ["orders.csv:3: amount", "orders.csv:"])
def test_a_whole_refusal_is_said_in_chinese(place, fix):
    found = notes.company(f"{place} — found no rows. Allowed: at least one row.{fix}", "zh")
    assert "没有行" in found
    assert "至少一行" in found
    assert ("请写明 `currency: EUR`" in found) == bool(fix)
    assert not english(found.replace(place, ""))


@pytest.mark.parametrize(
    ("found", "said_"),
    [
        ("59 of 4,105 rows: empty", "4,105 行中有 59 行：为空"),
        ("9 of 80 rows, with 1.5% of the money: not a number ('x')", "80 行中有 9 行（金额占 1.5%）：不是数字（“x”）"),
    ],
)
def test_why_a_file_is_refused_is_said_in_chinese(found, said_):
    assert notes.of_company(found, "zh") == said_


def test_patterns_have_one_title_wherever_they_are_named():
    assert {name: one.title for name, one in patterns.said().items()} == {
        name: words("en")(f"pattern.{name}") for name in patterns.said()
    }


@pytest.mark.parametrize("worlds", [5, 12, 20])
@pytest.mark.parametrize("mode", ["year", "halves"])
def test_what_a_simulated_year_says_is_said_in_chinese(worlds, mode):
    wrong = ("revenue", "orders_per_week", "new_per_week", "active_within", "gap_days", "rfm")
    year = company_made.year(wrong) | {"mode": mode, "closed": True, "worlds": worlds}
    lines = sentences(year)
    assert sum(line.startswith("Does not come out: ") for line in lines) == len(wrong)
    assert sum("narrower than 90 %" in line for line in lines) == (worlds < 19)
    for line in lines:
        found = notes.company(line, "zh").replace("Corner shop", "").replace("search", "")
        assert CHINESE.search(found), line
        assert not english(found), found


def test_what_forecasts_say_is_said_in_chinese():
    one, many = sixr.backtest("cdnow-tenth", weeks=13), sixr.rolling("cdnow-tenth", origins=1, weeks=(13, 26))
    for line in [*one.summary(), *many.summary()]:
        found = notes.company(line, "zh").replace(one.title, "")
        assert CHINESE.search(found), line
        assert not english(found), found


@pytest.mark.parametrize("command", [["reproduce"], ["backtest"], ["company", "fit"], ["customers"]])
def test_commands_refuse_in_the_language_asked_for(command, tmp_path):
    place = [str(tmp_path / "nowhere")] if command[0] == "company" else ["--company", str(tmp_path / "nowhere")]
    ran = CliRunner().invoke(app, [*command, *place, "--lang", "zh"])
    assert ran.exit_code == 2
    assert "没有这个文件夹" in ran.stderr
    assert "no such folder" in CliRunner().invoke(app, [*command, *place, "--lang", "en"]).stderr
