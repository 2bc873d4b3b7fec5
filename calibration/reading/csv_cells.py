"""The cells of a CSV file."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.csv
from numpy.typing import NDArray

from calibration.reading.cells import FEW, WORDS, Cells, Column, check_columns, column_of
from calibration.reading.layout import blocks, layout_of
from calibration.reading.lines import Scan, Scanner
from calibration.table_keys import TableKeys


def csv_cells(
    keys: TableKeys, file: Path, digits: tuple[str, ...], perhaps: tuple[str, ...] = (), more: tuple[str, ...] = ()
) -> Cells:
    """See ``opening.cells_of``; columns ``more`` are read whatever they hold."""
    layout = layout_of(file, keys.format, tuple(keys.wanted()), keys.section)
    names = layout.header
    check_columns(keys, names)
    mapped = [name for name in dict.fromkeys([*keys.wanted(), *perhaps]) if name in names]
    told = tuple(names.index(keys.columns[ours]) for ours in digits if keys.columns.get(ours) in names)
    header = 0
    scanner: Scanner | None = None
    found: dict[str, list[pa.Array]] = {}
    lines: list[NDArray[np.int64]] = []
    marks: list[NDArray[np.int64]] = []
    few: list[str] | None = None
    asked = list(dict.fromkeys([*mapped, *more])) or [names[0]]
    read = 0
    for block in _then_end(blocks(file, layout)):
        read += block.count(b"\n")
        if scanner is None:
            while block and header < layout.above:
                _, _, block = block.partition(b"\n")
                header += 1
            if header < layout.above:
                continue
            needed = tuple(names.index(name) for name in mapped) or (0,)
            scanner = Scanner(layout.delimiter, len(names), _plausible(told), header + 1, needed)
        clean, numbers, hashes = scanner.feed(block, final=not block)
        if not numbers:
            continue
        columns = None if few is None else [*asked, *few]
        table = _table(clean, layout.delimiter, names, columns)
        if table.num_rows != len(numbers):
            raise AssertionError(f"{len(numbers)} records, {table.num_rows} rows read")
        few = [name for name in (few if few is not None else names) if name not in asked and _is_few(table, name)]
        found = {name: [*found.get(name, []), *table[name].chunks] for name in [*asked, *few]}
        lines.append(np.array(numbers, np.int64))
        marks.append(np.array(hashes, np.int64))
    scan = scanner.scan if scanner else Scan()
    whole = {name: column_of(pa.chunked_array(found.pop(name, []), WORDS)) for name in [*asked, *(few or [])]}

    def others(wanted: tuple[str, ...]) -> dict[str, Column]:
        return csv_cells(keys, file, digits, perhaps, wanted).columns

    cells = Cells(whole, names, _joined(lines), _joined(marks), scan, header, read, layout, others)
    parts = header + scan.records + len(scan.no_records) + scan.blank + scan.extra
    if parts != read or scan.records != len(cells):
        raise AssertionError(f"{read} lines read, {parts} accounted for")
    return cells


def _then_end(parts: Any) -> Any:
    yield from parts
    yield b""


def _plausible(places: tuple[int, ...]) -> Callable[[list[str]], bool]:
    """Whether fields could be a row: digits wherever a day or a number stands."""

    def could_be(fields: list[str]) -> bool:
        return all(any(map(str.isdigit, fields[place])) for place in places)

    return could_be


def _table(clean: bytes, delimiter: str, names: tuple[str, ...], columns: list[str] | None) -> pa.Table:
    kept = list(names) if columns is None else columns
    numbers = [str(names.index(name)) for name in kept]
    table = pyarrow.csv.read_csv(
        pa.BufferReader(clean),
        pyarrow.csv.ReadOptions(column_names=[str(k) for k in range(len(names))], block_size=len(clean) + 1),
        pyarrow.csv.ParseOptions(delimiter=delimiter, ignore_empty_lines=False),
        pyarrow.csv.ConvertOptions(
            column_types=dict.fromkeys(numbers, WORDS), include_columns=numbers, strings_can_be_null=False
        ),
    )
    return table.rename_columns(kept)


def _is_few(table: pa.Table, name: str) -> bool:
    return sum(len(chunk.dictionary) for chunk in table[name].chunks) <= FEW


def _joined(parts: list[NDArray[np.int64]]) -> NDArray[np.int64]:
    return np.concatenate(parts) if parts else np.zeros(0, np.int64)
