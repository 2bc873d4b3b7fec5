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


def elsewhere(one: Mechanism) -> Iterator[Path]:
    """Where code and data outside of its folder name a mechanism; what `make generate` writes is not counted."""
    own, looked_for, stated = HOUSE / NAMES.parent / one.name, names(one), {path for path, _ in one.stated}
    for file, text in house().items():
        if own not in file.parents and (looked_for.search(text) or stated & paths(file)):
            yield file


@cache
def house() -> dict[Path, str]:
    """The text of every file of code and data."""
    files = (file for folder in CODE for kind in ("py", "yaml") for file in (HOUSE / folder).rglob(f"*.{kind}"))
    return {file: file.read_text("utf-8", "replace") for file in files if file not in WRITTEN}


@cache
def paths(file: Path) -> set[str]:
    """The paths that a plan of the library states, and all above them; those of no other file."""

    def below(tree: object, path: str) -> Iterator[str]:
        yield path
        for key, value in tree.items() if isinstance(tree, dict) else ():
            yield from below(value, f"{path}.{key}" if path else str(key))

    return set(below(YAML(typ="safe", pure=True).load(file), "")) if "library" in file.parts else set()


@cache
def alone() -> tuple[Mechanism, ...]:
    """Mechanisms that nothing else names."""
    return tuple(one for one in ALL if not any(elsewhere(one)))


@pytest.fixture
def copy(tmp_path):
    """A copy of the house."""
    for folder in (*CODE, "docs"):
        shutil.copytree(HOUSE / folder, tmp_path / folder, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(HOUSE / "pyproject.toml", tmp_path)
    return tmp_path


def stands_without(one: Mechanism, copy: Path, plans: str) -> None:
    """Folder and line are taken away, and all is written anew: plans of the library are lowered, the full market runs,
    and notions, warnings and first steps name what there is."""
    shutil.rmtree(copy / NAMES.parent / one.name)
    line = copy / NAMES
    line.write_text(line.read_text("utf-8").replace(f'    "{one.name}",\n', ""), "utf-8")
    for command in (("-m", "generator"), ("-c", LEFT, plans)):
        ran = subprocess.run([sys.executable, *command], cwd=copy, capture_output=True, text=True)
        assert ran.returncode == 0, f"{one.name}: {ran.stderr}"
    assert ran.stdout == "it stands\n"


def test_a_mechanism_that_goes_leaves_the_house_as_it_stands(copy):
    assert len(alone()) >= 5
    assert "points" not in {one.name for one in alone()}  # that is seen where it is so
    stands_without(alone()[0], copy, "today's")


@pytest.mark.slow
def test_mechanisms_go_one_after_the_other(copy):
    for one in alone():
        stands_without(one, copy, "every plan")
