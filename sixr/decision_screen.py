"""A decision as text on a terminal."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from sixr.screen import drawn, grid

if TYPE_CHECKING:
    from dashboard.decision_report.shape import Table, Told


def sentences(told: Told) -> list[str]:
    """The answer first, then how sure it is and what else to know, then what it rests on."""
    stop = "。" if told.words.language == "zh" else "."
    return [f"{told.verdict}{stop}", told.sure, *told.points, *told.basis]


def lines(told: Told) -> list[str]:
    """Every table of the answer, each under its title."""
    return [line for table in told.tables for line in (table.title, *_drawn(table, told))]


def _drawn(table: Table, told: Told) -> Iterator[str]:
    cells = grid(*(column.head for column in table.columns))
    for column, kind in zip(cells.columns, (one.kind for one in table.columns), strict=True):
        column.justify = "left" if kind == "text" else "right"
    for row in table.texts(told.words):
        cells.add_row(*row)
    yield from drawn(cells)
