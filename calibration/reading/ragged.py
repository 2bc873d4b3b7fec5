"""Lines with fewer or more cells than the header, read where no cell can stand in another's place.

A line may end before columns that nobody asks for, or with empty cells beyond the last column. It may as well have
lost a cell, or hold a delimiter that is no delimiter (1,234.56 or Doe, John without quotes): then numbers stand where
the other lines have texts, or texts where they have numbers, and it is no record.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

NUMBER = re.compile(r"[+-]?[0-9]+(?:[.,][0-9]+)*")
SELDOM = 0.1  # share of the cells of a column from which a kind of cell is usual there
MOST_LEARNT = 500  # lines


class Ragged:
    """What is usual in the columns, ``fields`` in number, of which those at ``needed`` are asked for."""

    def __init__(self, fields: int, needed: Iterable[int]) -> None:
        self._fields, self._last = fields, max(needed)
        self._texts, self._numbers = [0] * fields, [0] * fields

    def learn(self, lines: Iterable[list[str]]) -> None:
        """Count the kinds of cells of lines that are as long as the header, of all lines where none is."""
        told = list(lines)
        for cells in [cells for cells in told if len(cells) == self._fields] or told:
            for k, cell in enumerate(cells[: self._fields]):
                if cell.strip():
                    counts = self._numbers if NUMBER.fullmatch(cell.strip()) else self._texts
                    counts[k] += 1

    def whole(self, cells: list[str]) -> list[str] | None:
        """``cells`` as long as the header, empty ones added or left out at the end; None where that is no record."""
        if len(cells) <= self._last or any(cell.strip() for cell in cells[self._fields :]):
            return None
        if not all(self._usual(k, cell.strip()) for k, cell in enumerate(cells[: self._fields])):
            return None
        return [*cells[: self._fields], *[""] * (self._fields - len(cells))]

    def _usual(self, column: int, cell: str) -> bool:
        if not cell:
            return True
        number = NUMBER.fullmatch(cell) is not None
        texts, numbers = self._texts[column], self._numbers[column]
        mine = numbers if number else texts
        return mine > SELDOM * (texts + numbers) or (not number and texts + numbers == 0)
