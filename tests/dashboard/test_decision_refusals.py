"""What is wrong with a decision that is asked for is said in Chinese, too, wherever it is found."""

import re
from itertools import chain
from pathlib import Path

import pytest
from spoken import CHINESE, calls

import decisions
from dashboard import notes
from decisions.schemes import FORMS

ROOT = Path(decisions.__file__).parents[1]
FILES = (
    *sorted((ROOT / "decisions").rglob("*.py")),
    *(
        ROOT / "sixr" / f"{name}.py"
        for name in ("decisions", "decision_commands", "runs_commands", "first_commands", "working")
    ),
    *(ROOT / "scenarios" / "running" / f"{name}.py" for name in ("batch", "shelf_runs", "where", "workers")),
    *(ROOT / "scenarios" / f"{name}.py" for name in ("changes", "ground/places")),
)
"""The modules that refuse what a decision is asked."""
NO_TEXT = re.compile(r"[\W\dx]*$|pip install '|x, or x180 for 180 days$|x search=2000$|--|[a-z_.]+(=[\d.:]+)?$")
"""Texts that are of values, of names and of options alone."""


def parts() -> list[str]:
    """What is found, allowed and advised by refusals of FILES."""
    found: dict[str, None] = {}
    for name, arguments in chain.from_iterable(map(calls, FILES)):
        first = {"Problem": 3, "refuse": 2, "refused": 1, "_refused": 1}.get(name, len(arguments))
        found |= dict.fromkeys(chain.from_iterable(arguments[first:]))
    return [text for text in found if text and not NO_TEXT.match(text)]


PARTS = [*parts(), "; ".join(FORMS.values())]


def test_refusals_are_found_in_the_source():
    assert len(PARTS) >= 50


@pytest.mark.parametrize("text", [pytest.param(text, id=text[:40]) for text in PARTS])
def test_a_part_of_a_refusal_is_said_in_chinese(text):
    assert CHINESE.search(notes.of_company(text, "zh")), text
