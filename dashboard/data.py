"""What the pages show: stored results, the scenarios of the library, market files. All reading and caching is here."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Any

import streamlit as st
from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from scenarios import store
from scenarios.store import Result

MOST_LISTED = 50
MOST_MARKET_BYTES = 1_000_000


@dataclass(frozen=True)
class Choice:
    """Something to choose by name: a scenario of the library, or a stored result."""

    name: str
    title: Mapping[str, str]


@dataclass(frozen=True)
class Stored:
    """A result folder: its name (relative to the folders that are searched), when it was made, what it compares."""

    name: str
    path: Path
    created: str
    scenarios: tuple[dict[str, Any], ...]


def runs() -> Path:
    """The folder to which runs of the page go: ``$SIXR_RUNS``, else ``sixr-runs`` in the current folder."""
    return Path(os.environ.get("SIXR_RUNS") or "sixr-runs")


def library() -> tuple[Choice, ...]:
    """The scenarios of the library, ``base`` first, the others by name."""
    found = []
    for file in files("scenarios").joinpath("library").iterdir():
        if file.name.endswith(".yaml"):
            tree = _yaml(file.read_text(encoding="utf-8"))
            title = tree.get("title")
            found.append(Choice(file.name.removesuffix(".yaml"), title if isinstance(title, dict) else {}))
    return tuple(sorted(found, key=lambda choice: (choice.name != "base", choice.name)))


def defaults() -> dict[str, int]:
    """People, worlds, days and seed of the library's base scenario."""
    tree = _yaml(files("scenarios").joinpath("library", "base.yaml").read_text(encoding="utf-8"))
    return {name: int(tree[name]) for name in ("people", "worlds", "days", "seed")}


def markets() -> dict[str, Path]:
    """Fitted market files that lie in the demo folder or among the runs, by name."""
    found = {}
    for folder in _folders():
        for file in sorted(folder.glob("*.yaml")):
            if file.is_file() and file.stat().st_size <= MOST_MARKET_BYTES and _is_market(file):
                found[f"{folder.name}/{file.stem}"] = file
    return found


def stored() -> list[Stored]:
    """The newest results among the runs and in the demo folder, newest first. Folders without one are passed over."""
    found = []
    for top in _folders():
        for folder in (top, *sorted(path for path in top.glob("*") if path.is_dir())):
            manifest = folder / "manifest.json"
            if manifest.is_file():
                name = top.name if folder == top else f"{top.name}/{folder.name}"
                one = _stored(name, folder, manifest.stat().st_mtime_ns)
                found += [one] if one is not None else []
    return sorted(found, key=lambda one: one.created, reverse=True)[:MOST_LISTED]


def load(path: Path) -> Result:
    """The result in the folder ``path``, verified; read once for each version of it. Raises BadInput."""
    return _load(str(path), (path / "manifest.json").stat().st_mtime_ns)


@st.cache_data(max_entries=16, show_spinner=False)
def _load(path: str, version: int) -> Result:
    return store.read(path)


@st.cache_data(max_entries=200, show_spinner=False)
def _stored(name: str, path: Path, version: int) -> Stored | None:
    try:
        manifest = store.read_manifest(path)
        return Stored(name, path, str(manifest["created"]), tuple(manifest["scenarios"]))
    except (ValueError, OSError, KeyError, TypeError):
        return None


def _folders() -> list[Path]:
    return [folder for folder in (runs(), Path("sixr-demo")) if folder.is_dir()]


def _is_market(file: Path) -> bool:
    try:
        return {"history", "market"} <= _yaml(file.read_text(encoding="utf-8")).keys()
    except (OSError, ValueError):
        return False


def _yaml(text: str) -> dict[str, Any]:
    """The mapping at the top of a YAML text; ValueError where there is none."""
    try:
        tree = YAML(typ="safe", pure=True).load(text)
    except (YAMLError, RecursionError) as error:
        raise ValueError(str(error)) from None
    if not isinstance(tree, dict):
        raise ValueError("no mapping")
    return tree
