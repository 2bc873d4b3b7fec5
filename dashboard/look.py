"""How a scenario looks: the same colour, shape and dash in every table, chart and sentence.

Colours are those of Okabe & Ito (2008), which remain distinct for colour-blind readers, with grey for the
baseline; each comes with a shape and a dash of its own, so that nothing is told by colour alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dashboard.safe import plain
from dashboard.text import Words


@dataclass(frozen=True)
class Style:
    """``hue`` is Streamlit's name of the colour; config.toml gives it the value of ``colour``."""

    colour: str
    hue: str
    glyph: str
    shape: str
    dash: tuple[int, int]


STYLES = (
    Style("#7A7F87", "gray", "●", "circle", (1, 0)),
    Style("#0072B2", "blue", "■", "square", (1, 0)),
    Style("#D55E00", "orange", "▲", "triangle-up", (8, 3)),
    Style("#009E73", "green", "◆", "diamond", (3, 2)),
    Style("#CC79A7", "violet", "✚", "cross", (10, 5)),
    Style("#E69F00", "yellow", "▼", "triangle-down", (6, 2)),
)
"""The baseline's style first, then one for each policy compared with it."""
LONGEST_NOTE = 400


@dataclass(frozen=True)
class Line:
    """One scenario of a comparison: its name in the tables, its label and note for readers, its looks."""

    name: str
    label: str
    note: str
    base: bool
    style: Style


def lines(scenarios: Sequence[dict[str, object]], words: Words) -> tuple[Line, ...]:
    """A line for each scenario of a manifest, the baseline first; equal labels carry the name."""
    ordered = sorted(scenarios, key=lambda scenario: not scenario["base"])
    labels = [_label(scenario, words) for scenario in ordered]
    found = []
    for scenario, label, style in zip(ordered, labels, _styles(len(ordered)), strict=True):
        name = str(scenario["name"])
        distinct = label if labels.count(label) == 1 else f"{label} ({plain(name, 30)})"
        found.append(Line(name, distinct, _note(scenario, words), bool(scenario["base"]), style))
    return tuple(found)


def _label(scenario: dict[str, object], words: Words) -> str:
    title = scenario.get("title")
    chosen = words.pick(title, str(scenario["name"])) if isinstance(title, dict) else str(scenario["name"])
    return plain(chosen, 60) or plain(scenario["name"]) or "?"


def _note(scenario: dict[str, object], words: Words) -> str:
    note = scenario.get("note")
    return plain(words.pick(note, ""), LONGEST_NOTE) if isinstance(note, dict) else ""


def _styles(count: int) -> list[Style]:
    """Styles for ``count`` scenarios; beyond six, those of the policies begin again."""
    others = STYLES[1:]
    return [STYLES[0], *(others[i % len(others)] for i in range(count - 1))][:count]
