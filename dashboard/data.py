"""What the pages show: stored results, scenarios, market files. All reading and caching is here."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import streamlit as st

from scenarios import scenario, store
from scenarios.store import Result
from sim.problems import BadInput

MOST_LISTED = 50
FIRST = ("base", "price_up_10", "referral_two_sided", "shift_budget")
"""The scenarios of the library that are listed, and compared, first."""


@dataclass(frozen=True)
class Choice:
    """Something to choose by name: a scenario of the library, or a stored result."""

    name: str
    title: Mapping[str, str]


@dataclass(frozen=True)
class Stored:
    """A result folder: its name ("folder searched/own name"), when it was made, what it compares."""

    name: str
    path: Path
    created: str
    scenarios: tuple[dict[str, Any], ...]


def runs() -> Path:
    """The folder to which runs of the page go: ``$SIXR_RUNS``, else ``sixr-runs`` in the current folder."""
    return Path(os.environ.get("SIXR_RUNS") or "sixr-runs")


def name_of(job: str) -> str:
    """The name under which the result of a job is stored."""
    return f"{runs().resolve().name}/{job}"


@cache
def library() -> tuple[Choice, ...]:
    """The scenarios of the library, those of FIRST first, without those that verify the engines."""
    names = [name for name in scenario.library() if "/" not in name]
    order = {name: place for place, name in enumerate(FIRST)} | {"null": len(names)}
    names.sort(key=lambda name: (order.get(name, len(FIRST)), name))
    return tuple(Choice(name, scenario.load(name).title.model_dump()) for name in names)


@cache
def defaults() -> dict[str, int]:
    """People, worlds, days and seed of the library's base scenario."""
    base = scenario.load("base")
    return {"people": base.people, "worlds": base.worlds, "days": base.days, "seed": base.seed}


def markets() -> dict[str, Path]:
    """Fitted market files that lie in the demo folder or among the runs, by name."""
    found = {}
    for folder in _folders():
        for file in sorted(folder.glob("*.yaml")):
            if file.is_file() and _is_market(str(file), file.stat().st_mtime_ns):
                found[f"{folder.name}/{file.stem}"] = file
    return found


def stored() -> list[Stored]:
    """The newest results among the runs and in the demo folder, newest first."""
    found = []
    for top in _folders():
        for folder in (top, *sorted(path for path in top.glob("*") if path.is_dir())):
            manifest = folder / "manifest.json"
            if manifest.is_file():
                above = top.resolve().name
                name = above if folder == top else f"{above}/{folder.name}"
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
    except (BadInput, OSError, KeyError, TypeError):
        return None


def _folders() -> list[Path]:
    return [folder for folder in (runs(), Path("sixr-demo")) if folder.is_dir()]


@st.cache_data(max_entries=200, show_spinner=False)
def _is_market(file: str, version: int) -> bool:
    try:
        scenario.load_market(file)
    except (BadInput, OSError):
        return False
    return True
