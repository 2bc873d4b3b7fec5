"""What holds where no file says otherwise: assumed.yaml of each folder, value, unit and source by path."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from sim.mechanisms.kinds import Mechanism, Section

MECHANISMS = Path(__file__).parents[1] / "sim" / "mechanisms"
Given = dict[str, Any]


@cache
def assumed(mechanism: Mechanism) -> dict[str, Given]:
    """By path: value, source and, but for switches, unit; of what is uncertain interval and scale. ValueError where one
    has no source, or is of nothing that the mechanism declares."""
    file = MECHANISMS / mechanism.name / "assumed.yaml"
    found: dict[str, Given] = YAML(typ="safe", pure=True).load(file.read_text("utf-8")) if file.exists() else {}
    for path, given in found.items():
        if path not in set(paths(mechanism)):
            raise ValueError(f"{mechanism.name}: assumed.yaml: {path} is nothing that it declares")
        if "value" not in given or not given.get("source"):
            raise ValueError(f"{mechanism.name}: assumed.yaml: {path} has no value or no source")
    return found


def paths(mechanism: Mechanism) -> Iterator[str]:
    """The paths of all that files may say of a mechanism."""
    for above, section in (("policy", mechanism.policy), ("market", mechanism.market)):
        if section is not None:
            yield from paths_of(section, above)


def paths_of(section: Section, above: str) -> Iterator[str]:
    """The paths of all in a section of the policy or of the market (``above``)."""
    for item in section.items:
        if isinstance(item, Section):
            yield from paths_of(item, above)
        else:
            yield f"{above}.{section.path}.{item.name}"
