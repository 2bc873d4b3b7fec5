"""What a report says, before it becomes a page, a workbook or a slide."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

from dashboard import format
from dashboard.safe import plain
from dashboard.text import Words

Kind = Literal["text", "currency", "share", "chance", "ratio", "people", "days", "hours", "count", "number"]
"""Of a column: text, or the unit of its numbers; ``number`` is one without a unit of its own."""
Cell = str | float
"""A text, or a number (NaN: not defined)."""


@dataclass(frozen=True)
class Column:
    """The head of a column, and what stands in it."""

    head: str
    kind: Kind = "text"


@dataclass(frozen=True)
class Table:
    """Rows under their columns; ``strong``: the numbers of rows that stand out."""

    title: str
    columns: Sequence[Column]
    rows: Sequence[Sequence[Cell]]
    strong: frozenset[int] = frozenset()

    def texts(self, words: Words) -> list[list[str]]:
        """The cells as they are read."""
        kinds = [column.kind for column in self.columns]
        return [[_told(cell, kind, words) for cell, kind in zip(row, kinds, strict=True)] for row in self.rows]


@dataclass(frozen=True)
class Chart:
    """One picture in three forms: a ``curve`` (numbers ``at``, ``values`` with ``lows`` and ``highs``), ``bars`` (the
    same of ``names``), or ``moves`` (of ``names`` from ``values`` today to ``best``, with the range of plans as good).

    ``axis``, ``measure``: titles of what the points lie along, and of the values; ``marks``: numbers of the points of
    today and of the best (-1: none); ``labels``: of values (of best in ``moves``) in words; ``note``: how to read it;
    ``unit``: of ``bars`` that are shares, or scores from 1 to 5.
    """

    form: Literal["curve", "bars", "moves"]
    title: str
    note: str
    axis: str
    measure: str
    names: Sequence[str]
    at: Sequence[float]
    values: Sequence[float]
    lows: Sequence[float]
    highs: Sequence[float]
    labels: Sequence[str]
    best: Sequence[float] = ()
    marks: tuple[int, int] = (-1, -1)
    unit: Literal["", "share", "score"] = ""


@dataclass(frozen=True)
class Told:
    """A report in one language.

    ``question``; ``verdict``: the answer as a sentence; ``sure``: how sure it is; ``points``: what else to know, the
    first ones for a slide; ``table``: the parts or moves; ``basis``: what it rests on; ``facts``: what was run;
    ``tables``: all of the answer, as a terminal shows it, the whole of ``table`` first; ``appendix``: further tables of
    a page, longest last.
    """

    words: Words
    question: str
    verdict: str
    sure: str
    points: Sequence[str]
    chart: Chart
    table: Table
    basis: Sequence[str]
    facts: str
    made: str
    tables: Sequence[Table]
    appendix: Sequence[Table] = field(default_factory=tuple)


def _told(cell: Cell, kind: Kind, words: Words) -> str:
    if isinstance(cell, str):
        return plain(cell, 1000)
    if math.isnan(cell):
        return format.MISSING
    if kind == "chance":
        return format.chance(cell, words.language)
    if kind == "share":
        return format.percent(cell, words.language)
    if kind == "count":
        return format.whole(cell)
    if kind in ("days", "hours", "people", "currency"):
        return format.amount(cell, kind, words)
    return format.compact(cell, words.language)
