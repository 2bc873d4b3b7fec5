"""The cells of a sheet of a workbook (.xlsx, .xls): dates and numbers keep their types."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np
from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, PasswordError

from calibration.faults import nearest
from calibration.reading.cells import ROW, Cells
from calibration.reading.gathered import Gathered
from calibration.reading.layout import MOST_ABOVE
from calibration.reading.moments import SERIALS
from calibration.reading.texts import trimmed
from calibration.reading.typed_cells import typed_cells
from calibration.table_keys import TableKeys
from scenarios.ground.machine import limit
from sim.problems import BadInput, Problem, shown

BLOCK = 50_000  # rows
CELL = 150  # bytes that a cell takes while it is read
START = datetime(1899, 12, 30)


def sheet_cells(keys: TableKeys, file: Path, perhaps: tuple[str, ...] = ()) -> Cells:
    """The cells of the sheet that ``keys`` name, else of the only one, else of the one that has the wanted columns.

    The header is the first row of the MOST_ABOVE first ones that holds all wanted names, else the first with text.
    Blank rows are counted. In a column of dates, plain numbers are dates that were not formatted.
    """
    sheet = _chosen(keys, opened(file))
    rows = sheet_rows(sheet, keys.name)
    above, names = header_of(list(islice(rows, MOST_ABOVE)), tuple(keys.wanted()))
    if not names:
        raise BadInput([Problem(keys.name, 0, "", f"an empty sheet {shown(sheet.name)}", "a header and rows")])
    gathered, dated = Gathered(names), [False] * len(names)
    lines: list[int] = []
    block: list[list[Any]] = []
    last = above
    for line, row in enumerate(islice(sheet_rows(sheet, keys.name), above, None), above + 1):
        last = line
        if is_blank(row):
            continue
        lines.append(line)
        block.append([*row[: len(names)], *[None] * (len(names) - len(row))])
        if len(block) == BLOCK:
            gathered.add(_days(block, dated))
            block = []
    if block:
        gathered.add(_days(block, dated))
    if not lines:
        raise BadInput([Problem(keys.name, 0, "", "no rows below the header", "at least one row")])
    blank = last - above - len(lines)
    where = np.array(lines, np.int64)
    return typed_cells(keys, gathered.table(), perhaps, lines=where, header=above, blank=blank)


def opened(file: Path) -> CalamineWorkbook:
    """The workbook at ``file``; BadInput where it cannot be read, or does not fit into memory."""
    try:
        with zipfile.ZipFile(file) as parts:
            size = sum(part.file_size for part in parts.infolist())
    except (zipfile.BadZipFile, OSError):
        size = 0
    if size > limit():
        fix = "leave out sheets, or save the sheet as CSV"
        found = f"{size / 1e9:,.1f} GB of cells"
        raise BadInput([Problem(file.name, 0, "", found, "what fits into memory", fix)])
    try:
        return CalamineWorkbook.from_path(str(file))
    except PasswordError:
        fix = "save it without a password"
        raise BadInput([Problem(file.name, 0, "", "a workbook with a password", "one that opens", fix)]) from None
    except (CalamineError, OSError, ValueError) as error:
        found = f"a workbook that cannot be read ({shown(str(error).splitlines()[0] if str(error) else 'damaged')})"
        fix = "close it where it is open, and save it anew"
        raise BadInput([Problem(file.name, 0, "", found, "a workbook of Excel", fix)]) from None


def sheet_rows(sheet: CalamineSheet, file: str) -> Iterator[list[Any]]:
    """The rows of a sheet from its first line on, blank ones included; columns from the first filled one on."""
    if sheet.total_height * (ROW + CELL * sheet.total_width) > limit():
        found = f"{sheet.total_height:,} rows of {sheet.total_width:,} columns in the sheet {shown(sheet.name)}"
        fix = "delete what is empty, or save the sheet as CSV"
        raise BadInput([Problem(file, 0, "", found, "what fits into memory", fix)])
    return iter(sheet.iter_rows())


def header_of(rows: list[list[Any]], wanted: tuple[str, ...]) -> tuple[int, tuple[str, ...]]:
    """Lines down to the header and the names in it; (0, ()) where no row has text.

    It is the first row with all ``wanted`` names; where none has, the first with at least half as many cells as the
    fullest, so that a title above it is none.
    """
    told = [(k, [trimmed(str(cell)) for cell in row]) for k, row in enumerate(rows, 1) if not is_blank(row)]
    most = max((sum(map(bool, names)) for _, names in told), default=0)
    full = [one for one in told if 2 * sum(map(bool, one[1])) >= most]
    above, names = next((one for one in told if wanted and set(wanted) <= set(one[1])), (full or [(0, [])])[0])
    while names and not names[-1]:
        names = names[:-1]
    return above, tuple(name or f"column {k}" for k, name in enumerate(names, 1))


def is_blank(row: list[Any]) -> bool:
    """Whether a row has no cell with anything in it."""
    return all(cell == "" or cell is None or (isinstance(cell, str) and not cell.strip()) for cell in row)


def _days(block: list[list[Any]], dated: list[bool]) -> list[list[Any]]:
    """The block with days in the place of plain numbers in columns of dates, which ``dated`` remembers."""
    for k in range(len(dated)):
        column = [row[k] for row in block]
        dates = sum(isinstance(value, date) for value in column)
        numbers = sum(_is_serial(value) for value in column)
        dated[k] = dated[k] or dates > numbers
        if numbers and dated[k]:
            for row in block:
                if _is_serial(row[k]):
                    row[k] = START + timedelta(days=float(row[k]))
    return block


def _is_serial(value: Any) -> bool:
    return type(value) in (int, float) and SERIALS[0] <= value <= SERIALS[1]


def _chosen(keys: TableKeys, workbook: CalamineWorkbook) -> CalamineSheet:
    names = list(workbook.sheet_names)
    listed, path = ", ".join(shown(name, 30) for name in names[:20]), f"{keys.section}.sheet"
    stated = keys.source.sheet
    if stated is not None:
        same = [name for name in names if trimmed(name).casefold() == trimmed(stated).casefold()]
        if not same:
            found = f"no sheet '{shown(stated)}'"
            raise BadInput([Problem(keys.name, 0, path, found, f"one of {listed}", nearest(stated, names))])
        return workbook.get_sheet_by_name(stated if stated in names else same[0])
    having = names
    if len(names) > 1:
        wanted = tuple(keys.wanted())
        heads = {name: islice(sheet_rows(workbook.get_sheet_by_name(name), keys.name), MOST_ABOVE) for name in names}
        having = [name for name, rows in heads.items() if set(wanted) <= set(header_of(list(rows), wanted)[1])]
    if len(having) != 1:
        what = "several sheets" if not having else "several sheets that have the columns"
        found = f"{what} ({', '.join(shown(name, 30) for name in having[:20]) or listed})"
        fix = f"name one: `sheet: {(having or names)[0]}`"
        raise BadInput([Problem(keys.name, 0, path, found, "the name of one", fix)])
    return workbook.get_sheet_by_name(having[0])
