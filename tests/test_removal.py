"""A mechanism that goes leaves the house as it stands: its folder, its name and its tests are all there is of it."""

import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from ruamel.yaml import YAML

from generator.files import FILES
from sim.mechanisms.all import ALL
from sim.mechanisms.kinds import Mechanism

HOUSE = Path(__file__).parents[1]
CODE = ("sim", "scenarios", "calibration", "decisions", "generator", "dashboard", "sixr")
NAMES = Path("sim/mechanisms/__init__.py")
WRITTEN = {HOUSE / path for path in (*FILES, NAMES)}
LEFT = """
import sys
from decisions.first.focus import steps
from scenarios.files.finding import library
from scenarios.files.loading import load
from scenarios.lowering.by_path import stated
from scenarios.lowering.lower import lower
from scenarios.notions import notions, setting
from scenarios.warnings.one_sided import rules
from sim import reference
from sim.measures import measure
for name in library() if "every plan" in sys.argv else ("full",):
    lower(load(name), 0)
plan = lower(load("full", overrides=["people=60", "days=90"]), 0)
assert len(measure(plan, reference.run(plan))) > 100
today = load("base")
for one in notions():
    assert set(one.scenarios) <= set(library())
    for path in one.keys:
        setting(path, today)
for kind in rules().values():
    for rule in kind:
        stated(today)(rule["path"])
assert len(steps()) > 12
print("it stands")
"""


def names(one: Mechanism) -> re.Pattern[str]:
    """What is the mechanism's alone. A name of one word may mean something else: it counts where it is read of a world
    or of a person."""
    words = {word.name for word in (*one.events, *one.accounts, *one.decisions)}
    joined = [item for section in (one.policy, one.market) if section and section.joins for item in section.items]
    fields = {item.name for item in (*one.numbers, *one.fields, *one.measures, *joined) if "_" in item.name}
    words_of_one = [item.name for item in (*one.numbers, *one.fields) if "_" not in item.name]
    sections = [section.path for section in (one.policy, one.market) if section and not section.joins]
    stated = [*sections, *(path.split(".", 1)[1] for path, _ in one.stated)]
    spelled = [rf"(?:Event|Account|Decision)\.{word}" for word in words]
    spelled += [rf"[\"'.\[ ]{name}" for name in fields]
    spelled += [rf"(?:[wm]|more\(w, \w+\))\.{name}" for name in words_of_one]
    spelled += [rf"(?:has|number|amount)\(\"{name}\"\)" for name in words_of_one]
    spelled += [re.escape(path) for path in stated if "." in path]
    return re.compile(rf"(?<![\w])(?:{'|'.join([*spelled, f'mechanisms.{one.name}'])})(?!\w)")


def elsewhere(one: Mechanism) -> list[str]:
    """Where code and data outside of its folder name a mechanism; what `make generate` writes is not counted."""
    own, looked_for = HOUSE / NAMES.parent / one.name, names(one)
    files = (file for folder in CODE for kind in ("py", "yaml") for file in (HOUSE / folder).rglob(f"*.{kind}"))
    others = (file for file in files if file not in WRITTEN and own not in file.parents)
    said = {path for path, _ in one.stated}

    def names_it(file: Path) -> bool:
        stated = said & paths(file) if "library" in file.parts else ()
        return bool(stated or looked_for.search(file.read_text("utf-8", "replace")))

    return [str(file) for file in others if names_it(file)]


@cache
def paths(plan: Path) -> set[str]:
    """The paths that a plan of the library states, and all above them."""

    def below(tree: object, path: str) -> Iterator[str]:
        yield path
        for key, value in tree.items() if isinstance(tree, dict) else ():
            yield from below(value, f"{path}.{key}" if path else str(key))

    return set(below(YAML(typ="safe", pure=True).load(plan), ""))


ALONE = [one.name for one in ALL if not elsewhere(one)]
"""Mechanisms that nothing else names."""


def test_mechanisms_stand_alone():
    assert len(ALONE) >= 4
    assert elsewhere(next(one for one in ALL if one.name == "points"))  # that is seen where it is so


@pytest.mark.parametrize(
    ("name", "plans"),
    [(ALONE[0], "today's"), *(pytest.param(name, "every plan", marks=pytest.mark.slow) for name in ALONE)],
)
def test_a_mechanism_that_goes_leaves_the_house_as_it_stands(name, plans, tmp_path):
    """Folder and line are taken away, and all is written anew: plans of the library are lowered, the full market runs,
    and notions, warnings and first steps name what there is."""
    for folder in CODE:
        shutil.copytree(HOUSE / folder, tmp_path / folder, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copytree(HOUSE / "docs", tmp_path / "docs")
    shutil.copy(HOUSE / "pyproject.toml", tmp_path)
    shutil.rmtree(tmp_path / NAMES.parent / name)
    line = tmp_path / NAMES
    line.write_text(line.read_text("utf-8").replace(f'    "{name}",\n', ""), "utf-8")
    for command in (("-m", "generator"), ("-c", LEFT, plans)):
        ran = subprocess.run([sys.executable, *command], cwd=tmp_path, capture_output=True, text=True)
        assert ran.returncode == 0, ran.stderr
    assert ran.stdout == "it stands\n"
