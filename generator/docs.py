"""docs/mechanisms.md: what each mechanism is, what files may say of it, what it books and reports."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from generator.assumed import assumed
from sim.mechanisms.all import ALL
from sim.mechanisms.kinds import Mechanism

MECHANISMS = Path(__file__).parents[1] / "sim" / "mechanisms"
SIGNS = {"ge": "≥", "gt": ">", "le": "≤", "lt": "<"}
TEXT = """# Mechanisms

Written by `make generate` of the folders of `sim/mechanisms`; each is one of these. What has no folder yet is in
[the model](model.md). Numbers without a default are stated by the base market.
"""


def words(mechanism: Mechanism) -> dict[str, Any]:
    """The words of a mechanism's folder."""
    text = (MECHANISMS / mechanism.name / "words.yaml").read_text(encoding="utf-8")
    found: dict[str, Any] = YAML(typ="safe", pure=True).load(text)
    return found


def numbers(mechanism: Mechanism) -> Iterator[tuple[str, ...]]:
    """(path, unit, range, default, source) of all that files may state."""
    given = assumed(mechanism)
    for path, item in mechanism.stated:
        span = ", ".join(f"{SIGNS[name]} {value:g}" for name, value in item.limits)
        own = given.get(path, {"value": "", "source": ""})
        yield f"`{path}`", item.unit or item.kind, span, str(own["value"]), own["source"]


def table(head: tuple[str, ...], rows: list[tuple[str, ...]]) -> str:
    """A table, or nothing where it has no rows."""
    if not rows:
        return ""
    lines = [head, tuple("---" for _ in head), *rows]
    return "\n" + "".join(f"| {' | '.join(line)} |\n" for line in lines)


def section_of(mechanism: Mechanism) -> str:
    """The section of a mechanism."""
    said = words(mechanism)
    (title, called), (sentence, says) = said["title"], said["says"]
    kinds = (("account", mechanism.accounts), ("event", mechanism.events))
    told: list[tuple[str, ...]] = [(f"`{one.name.lower()}`", kind, one.says) for kind, many in kinds for one in many]
    told += [(f"`{one.name}`", f"measure, {one.unit}", one.sentence) for one in mechanism.measures]
    return (
        f"\n## {title} · {called}\n\n{sentence}\n\n{says}\n"
        + table(("number", "unit", "range", "default", "source"), [*numbers(mechanism)])
        + table(("name", "kind", "what it is"), told)
    )


def source() -> str:
    """The text of docs/mechanisms.md."""
    return TEXT + "".join(section_of(mechanism) for mechanism in ALL)
