"""The habits of the house, read off the source: what no file may do, and what every file must say."""

import ast
import re
import subprocess
import sys
import tomllib
from collections.abc import Callable, Iterator
from functools import cache
from graphlib import CycleError, TopologicalSorter
from itertools import chain
from pathlib import Path

import grimp
import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[1]
PACKAGES = ("sixr", "dashboard", "decisions", "calibration", "scenarios", "sim")

# Rules match what `spelled` says of a file: "import a.b", "use a.b", "call a.b", "pass name=value".
IN_COMPILED_CODE = {
    "numpy's random state": (r"(import|use) (np|numpy)\.random", "x = np.random.rand()"),
    "numpy's random state, imported": (r"import numpy\.random", "from numpy import random"),
    "Python's random state": (r"(import|call) random(\.|$)", "import random"),
    "the wall clock": (r"(import time(\.time(_ns)?)?$)|(call time\.time)", "from time import time"),
    "salted hashes": (r"call hash$", "bucket = hash(name) % 8"),
    "inexact arithmetic": (r"pass fastmath=(?!False)", "njit(fastmath=True)"),
    "inexact arithmetic, as an option": (r"pass fastmath=(?!False)", "OPTIONS = {'fastmath': True}"),
    "sums in any order": (r"pass parallel=(?!False)", "@njit(parallel=True)\ndef f(): ..."),
}
ANYWHERE = {
    "raw HTML on a page": (r"use (st|streamlit)\.html$", "st.html(name)"),
    "unescaped markdown": (r"pass unsafe_allow_html=", "st.markdown(name, unsafe_allow_html=True)"),
    "unescaped exports": (r"use .*\.to_html$", "chart.to_html()"),
    "pickle": (r"import (pickle|cloudpickle|dill|marshal|shelve)(\.|$)", "from pickle import loads"),
    "pickle in tables": (r"use .*\.(read_pickle|to_pickle)$", "pd.read_pickle(path)"),
    "pickle in arrays": (r"pass allow_pickle=(?!False)", "np.load(path, allow_pickle=True)"),
    "PyYAML": (r"import yaml(\.|$)", "import yaml"),
    "PyYAML's loader": (r"use yaml\.(unsafe_load|full_load|Loader)", "yaml.load(text, Loader=yaml.Loader)"),
    "evaluated text": (r"call (eval|exec)$", "eval(text)"),
    "commands through a shell": (r"pass shell=(?!False)", "run(command, shell=True)"),
    "code of a carrier of data files": (r"import lifetimes(\.|$)", "from lifetimes import datasets"),
}

SAVE = {"pickle": {"sim/core/ground/kept.py:7: import pickle"}}
"""Where a rule is broken on purpose: compiled code is kept as numba writes it, in a folder that nobody else may write
to (sim.core.ground.cache.is_private)."""


def sources(*folders: str) -> list[Path]:
    return sorted(file for folder in folders for file in (ROOT / folder).rglob("*.py"))


def spelled(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """(line, words) of each import, dotted name, call and option of ``tree``."""
    for node in ast.walk(tree):
        match node:
            case ast.Import(names):
                yield from ((node.lineno, f"import {name.name}") for name in names)
            case ast.ImportFrom(module, names, level):
                source = "." * level + (module or "")
                yield from ((node.lineno, f"import {source}.{name.name}") for name in names)
            case ast.Attribute():
                yield node.lineno, f"use {ast.unparse(node)}"
            case ast.Call(func):
                yield node.lineno, f"call {ast.unparse(func)}"
            case ast.keyword(arg, value):
                yield value.lineno, f"pass {arg}={ast.unparse(value)}"
            case ast.Dict(keys, values):
                for key, value in zip(keys, values, strict=True):
                    if isinstance(key, ast.Constant):
                        yield value.lineno, f"pass {key.value}={ast.unparse(value)}"


@cache
def words_of(source: str) -> list[tuple[int, str]]:
    """What ``spelled`` says of a file; each is read once for all rules."""
    return list(spelled(ast.parse(source)))


def breaches(source: str, pattern: str) -> list[str]:
    """Where ``source`` does what ``pattern`` forbids, as "line: words"."""
    return [f"{line}: {words}" for line, words in words_of(source) if re.match(pattern, words)]


def without_docstring(source: str) -> list[str]:
    """Public functions and classes of a module that say nothing about themselves."""
    kinds = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef
    return [
        f"{node.lineno}: {node.name}"
        for node in ast.parse(source).body
        if isinstance(node, kinds) and not node.name.startswith("_") and not ast.get_docstring(node)
    ]


def found(check: Callable[[str], list[str]], *folders: str) -> list[str]:
    """What ``check`` finds in the files of ``folders``, each with its file."""
    files = sources(*folders)
    assert files, f"no source in {folders}"
    return [f"{file.relative_to(ROOT)}:{fault}" for file in files for fault in check(file.read_text("utf-8"))]


@pytest.mark.parametrize("rule", IN_COMPILED_CODE)
def test_compiled_code_is_exact_and_repeatable(rule):
    pattern, _ = IN_COMPILED_CODE[rule]
    assert found(lambda source: breaches(source, pattern), "sim/core", "sim/mechanisms") == []


@pytest.mark.parametrize("rule", ANYWHERE)
def test_packages_open_no_unsafe_door(rule):
    pattern, _ = ANYWHERE[rule]
    assert set(found(lambda source: breaches(source, pattern), *PACKAGES)) == SAVE.get(rule, set())


@pytest.mark.parametrize(("pattern", "bad"), [*IN_COMPILED_CODE.values(), *ANYWHERE.values()])
def test_a_breach_is_seen(pattern, bad):
    assert breaches(bad, pattern)


@pytest.mark.parametrize(
    "good",
    [
        "from .random import draw\nfrom sim.core import draws\nu = draws.draw(key, decision, who, when)",
        "njit(fastmath=False, parallel=False)",
        "yaml = YAML(typ='safe')\ntree = yaml.load(text)",
        "re.compile(pattern)\nfile.write_text(template.render(rows=rows))",
    ],
)
def test_what_is_allowed_passes(good):
    patterns = [pattern for pattern, _ in (*IN_COMPILED_CODE.values(), *ANYWHERE.values())]
    assert [pattern for pattern in patterns if breaches(good, pattern)] == []


def test_public_names_say_what_they_do():
    assert found(without_docstring, *PACKAGES) == []


def test_a_missing_docstring_is_seen():
    assert without_docstring("def clv(): ...\nclass Offer: ...\ndef _own(): ...") == ["1: clv", "2: Offer"]
    assert without_docstring('def clv():\n    """Value."""') == []


HELP = """
import sys
sys.argv = ["sixr", "--help"]
from sixr.cli import main
try:
    main()
except SystemExit as end:
    assert not end.code, end.code
heavy = {"altair", "numba", "scipy.stats", "sklearn", "statsmodels", "streamlit"}
print(*sorted(heavy & set(sys.modules)), file=sys.stderr)
"""


def test_help_answers_without_heavy_imports():
    answer = subprocess.run([sys.executable, "-c", HELP], capture_output=True, text=True, cwd=ROOT)
    assert answer.returncode == 0, answer.stderr
    assert "compare" in answer.stdout
    assert answer.stderr.split() == []


RUN = """
import sys
import sixr.cli
from scenarios.files import loading
from scenarios.lowering import lower
from scenarios.results import assemble
from scenarios.running import experiment
from sim import engine, measures
lower.lower(loading.load("full", overrides=["people=50", "days=30", "worlds=1"]), 0)
heavy = {"scenarios.verify", "sim.closed_forms.queues", "rich.progress", "streamlit", "jinja2"}
heavy |= {f"scipy.{part}" for part in ("interpolate", "optimize", "linalg", "stats", "integrate", "sparse", "spatial")}
heavy |= {"numba.np.linalg", "numba.typed.typeddict"}  # what numba needs to compile, where all is kept
print(*sorted(heavy & set(sys.modules)))
"""


def test_a_run_loads_what_it_needs_alone():
    answer = subprocess.run([sys.executable, "-c", RUN], capture_output=True, text=True, cwd=ROOT)
    assert answer.returncode == 0, answer.stderr
    assert answer.stdout.split() == []


LOCK = (ROOT / "requirements.lock").read_text("utf-8")


def locked() -> dict[str, str]:
    """Each pin of requirements.lock, "name==version ; marker", with the whole text of its entry."""
    entries = re.findall(r"^\w(?:.*\\\n)*.*$", LOCK, flags=re.MULTILINE)
    return {entry.split("\\\n")[0].strip(): entry for entry in entries}


def test_lock_pins_every_package_with_hashes():
    for pin, entry in locked().items():
        assert re.fullmatch(r"[\w.-]+==[\w.]+( ; .+)?", pin)
        assert "--hash=sha256:" in entry, f"{pin} has no hash"


def test_lock_holds_every_dependency_of_the_project():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    extras = project["optional-dependencies"].values()
    pins = [Requirement(pin) for pin in locked()]
    for wanted in map(Requirement, (*project["dependencies"], *chain.from_iterable(extras))):
        versions = [str(pin.specifier).removeprefix("==") for pin in pins if pin.name == canonicalize_name(wanted.name)]
        assert versions, f"{wanted.name} is not in requirements.lock: run `make lock`"
        assert list(wanted.specifier.filter(versions)) == versions, f"{wanted} against {versions}"


def test_lock_holds_no_address():
    assert re.findall(r"\w+://\S*|^-.*", LOCK, flags=re.MULTILINE) == []


def test_no_two_test_files_have_one_name():
    """Of two that have, in folders that are no packages, one would not be collected."""
    files = [file for file in (ROOT / "tests").rglob("test_*.py") if not (file.parent / "__init__.py").exists()]
    names = [file.name for file in files]
    assert sorted(set(names)) == sorted(names)


def test_no_files_import_each_other_not_even_for_types():
    graph = grimp.build_graph(*PACKAGES)
    imports = {one: graph.find_modules_directly_imported_by(one) for one in graph.modules}
    try:
        TopologicalSorter(imports).prepare()
    except CycleError as circle:
        pytest.fail(" imports ".join(reversed(circle.args[1])))


WHERE = re.findall(r"^\| .* \| `(\S+\.py)` `(\w+)` \|$", (ROOT / "README.md").read_text("utf-8"), flags=re.MULTILINE)


@pytest.mark.parametrize(("file", "function"), WHERE)
def test_what_the_readme_points_to_is_there(file, function):
    assert re.search(rf"^def {function}\(", (ROOT / file).read_text("utf-8"), flags=re.MULTILINE)


def test_the_readme_points_somewhere():
    assert len(WHERE) >= 10
