"""The page of what moves what has a row for each notion with a lever, tried as it is stated today."""

from pathlib import Path

import pytest

from benchmarks.notions import PEOPLE, change, stated, trial
from scenarios.notions import notions

PAGE = (Path(__file__).parents[2] / "docs/notions.md").read_text("utf-8")
ROWS = {tuple(cell.strip() for cell in line.split("|")[1:5]) for line in PAGE.splitlines() if line.startswith("| ")}
TRIALS = {one.name["en"]: tried for one in notions() if (tried := trial(one, stated())) is not None}


@pytest.mark.parametrize("name", TRIALS)
def test_a_notion_stands_there_as_it_is_tried(name):
    tried = TRIALS[name]
    before = " ".join((tried["over"], *tried.get("given", ())))
    assert (name, before, f"{tried.get('people', PEOPLE):,}", change(tried)) in ROWS


def test_nothing_else_stands_there():
    assert {row[0] for row in ROWS} - {"notion"} == set(TRIALS)


def test_a_row_that_moves_nothing_says_why():
    assert "none of its measures" not in PAGE
