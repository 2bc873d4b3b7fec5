"""How far from what was observed a lever may be before an answer is the shape of the formula: beyond.yaml."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any


def limits(lever: str) -> tuple[float, float]:
    """The range of a lever of beyond.yaml within which nothing is said."""
    entry = _data()[lever]
    return float(entry.get("least", 0.0)), float(entry["most"])


@cache
def _data() -> Mapping[str, Any]:
    from ruamel.yaml import YAML

    source = files("scenarios.files").joinpath("beyond.yaml").read_text(encoding="utf-8")
    found: Mapping[str, Any] = YAML(typ="safe").load(source)
    return found
