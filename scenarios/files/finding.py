"""Where scenario files are found, and what they extend."""

from __future__ import annotations

import os
import re
from functools import cache
from pathlib import Path

from scenarios.beside import catalogue, edges, known_customers
from scenarios.beside.files_of_market import located
from scenarios.checks.names import doubled_names
from scenarios.files.wrong_kind import no_scenario, unfounded
from scenarios.tree.source import Node, Refused, read
from scenarios.tree.wording import described, did_you_mean, listed
from sim.mechanisms import NAMES
from sim.problems import Problem, shown

LIBRARY = Path(__file__).parents[1] / "library"
MECHANISMS = Path(__file__).parents[2] / "sim" / "mechanisms"
LONGEST = 10


@cache
def library() -> tuple[str, ...]:
    """The names of the scenarios that come with sixr, in alphabetical order."""
    return tuple(sorted(_files()))


def file_of(name: str) -> Path:
    """The file of a scenario of the library. KeyError where there is none."""
    return _files()[name]


@cache
def _files() -> dict[str, Path]:
    """The files of the library by name: its own, and those in the folders of mechanisms."""
    folders = (LIBRARY, *(MECHANISMS / name / "library" for name in NAMES))
    found = ((folder, path) for folder in folders for path in folder.rglob("*.yaml"))
    return {path.relative_to(folder).with_suffix("").as_posix(): path for folder, path in found}


def chain(name_or_path: str) -> tuple[list[Node], list[Problem]]:
    """The trees of a scenario and of what it extends, the last extended first, and what is wrong with them.

    Each tree is without its ``extends`` and has a name. No tree where a file of the chain cannot be read, or is
    no scenario. A chain that ends in a file without a market is read as if that extended base.
    """
    path, file = _place(name_or_path)
    layers: list[Node] = []
    problems: list[Problem] = []
    seen: dict[str, str] = {}
    while True:
        node, found = _read(path, file)
        problems += found
        if node is None:
            return [], problems
        mistaken = no_scenario(node)
        if mistaken is not None:
            return [], [*problems, mistaken]
        seen[os.path.realpath(path)] = file
        layers.insert(0, _own(node, path))
        extends = node.get("extends") if isinstance(node.value, dict) else None
        if extends is None or isinstance(extends.value, Refused):
            missing = unfounded(node, _extensible()) if extends is None else None
            return (layers, problems) if missing is None else ([*chain("base")[0], *layers], [*problems, missing])
        path, file, fault = _target(extends, path)
        if not fault and os.path.realpath(path) in seen:
            loop = " -> ".join([*seen.values(), file])
            fault = (f"a loop: {loop}", "a chain that ends in a complete scenario", "")
        elif not fault and len(seen) >= LONGEST:
            fault = (f"{' -> '.join([*seen.values(), file])}", f"a chain of at most {LONGEST} files", "")
        if fault:
            return [], [*problems, Problem(extends.file, extends.line, "extends", *fault)]


def read_file(name_or_path: str) -> tuple[Node | None, list[Problem]]:
    """The tree of one file, or of a scenario of the library, and what is wrong with it by itself."""
    path, file = _place(name_or_path)
    if not os.path.lexists(path):
        return None, [Problem(file, 0, "", "no such file", "a file that exists", _similar(path))]
    return _read(path, file)


def _read(path: Path, file: str) -> tuple[Node | None, list[Problem]]:
    node, found = read(path, file)
    if node is None and not os.path.lexists(path):
        names = library()
        if path.suffix in (".yaml", ".yml") or path.parent != Path():
            return None, [Problem(file, 0, "", "no such file", "a file that exists", _similar(path))]
        allowed = f"a file, or one of the library: {_policies()}"
        return None, [Problem(file, 0, "", "no such file or scenario", allowed, did_you_mean(file, names))]
    if node is None:
        return None, list(found)
    for named in (f"{edges.PLACE}.file", known_customers.PLACE, catalogue.PLACE):
        node = located(node, path.parent, named)
    return node, [*found, *doubled_names(node)]


def _similar(path: Path) -> str:
    """A suggestion: the library's scenario of that name, or a file of nearly that name in the same folder."""
    if path.stem in library():
        return f"for the scenario of the library write {shown(path.stem)}"
    beside = sorted(path.parent.glob("*.y*ml")) if path.parent.is_dir() else []
    return did_you_mean(path.name, [one.name for one in beside])


def _extensible() -> str:
    return f"a file in the folder of this one, or one of the library: {_policies()}"


def _policies() -> str:
    """The library's names without those that verify the engines."""
    return listed(name for name in library() if "/" not in name)


def _place(name_or_path: str) -> tuple[Path, str]:
    """The path that is meant, and how to call it in messages."""
    if name_or_path in library():
        return file_of(name_or_path), f"library/{name_or_path}.yaml"
    return Path(name_or_path), shown(name_or_path, 200)


def _own(node: Node, path: Path) -> Node:
    if not isinstance(node.value, dict):
        return node
    values = {key: value for key, value in node.value.items() if key != "extends"}
    values.setdefault("name", Node(path.stem, node.file, node.line))
    return Node(values, node.file, node.line)


def _target(extends: Node, path: Path) -> tuple[Path, str, tuple[str, str, str] | None]:
    """The path that ``extends`` names, what to call it in messages, and what is wrong with it."""
    names = library()
    allowed = _extensible()
    said = extends.value
    if not isinstance(said, str):
        return path, "", (described(extends.plain()), allowed, "")
    if said in names:
        return file_of(said), f"library/{said}.yaml", None
    if re.match(r"[A-Za-z][A-Za-z0-9+.-]*:", said) or said.startswith(("/", "\\", "~")) or not said.isprintable():
        return path, "", (f"{shown(said)}, which is no relative path", allowed, "")
    target = path.parent / said
    folder = os.path.realpath(path.parent)
    if os.path.commonpath([os.path.realpath(target), folder]) != folder:
        return path, "", (f"{shown(said)}, which is outside the folder of this file", allowed, "")
    if not os.path.isfile(target):
        return path, "", (f"{shown(said)}, which does not exist", allowed, did_you_mean(said, names))
    return target, shown(target, 200), None
