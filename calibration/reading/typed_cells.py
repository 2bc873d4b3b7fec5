"""The cells of a table whose columns have types: numbers and moments keep theirs, all else is text."""

from __future__ import annotations

from typing import Any, Protocol
from uuid import UUID

import numpy as np
import pandas as pd
import pyarrow as pa
from numpy.typing import NDArray

from calibration.reading.cells import FEW, WORDS, Cells, Column, check_columns, column_of
from calibration.reading.lines import Scan
from calibration.table_keys import TableKeys
from sim.problems import BadInput, Problem, shown

STEP = 1 << 20  # values that are texts at a time


class Columns(Protocol):
    """What is asked of a table; Arrow's is one."""

    @property
    def column_names(self) -> list[str]: ...

    @property
    def num_rows(self) -> int: ...

    def column(self, i: str) -> pa.ChunkedArray: ...


def typed_cells(
    keys: TableKeys,
    table: Columns,
    perhaps: tuple[str, ...] = (),
    *,
    lines: NDArray[np.int64] | None = None,
    header: int = 0,
    blank: int = 0,
) -> Cells:
    """The cells of ``table``, whose columns are read one by one; ``lines`` (rows,) are those of a sheet, with
    ``header`` lines above and ``blank`` ones between them."""
    names = tuple(table.column_names)
    check_columns(keys, names)
    rows = table.num_rows
    columns, marks = {}, np.zeros(rows, np.uint64)
    asked = {*keys.wanted(), *perhaps}
    for name in names:
        column = _column(table, name)
        if column is None:
            continue  # nested: no column of ours
        marks *= np.uint64(31)
        marks += column.spread(_hashes(column.words))
        if name in asked or len(column.texts) <= FEW:
            columns[name] = column
    for name in keys.wanted():
        if name not in columns:
            raise BadInput([Problem(keys.name, 0, "", f"column '{shown(name)}' nested", "texts, numbers or times")])

    def others(wanted: tuple[str, ...]) -> dict[str, Column]:
        found = {name: _column(table, name) for name in wanted}
        return {name: column for name, column in found.items() if column is not None}

    numbers = np.arange(1, rows + 1) if lines is None else lines
    scan = Scan(records=rows, blank=blank)
    return Cells(columns, names, numbers, marks.view(np.int64), scan, header, header + rows + blank, None, others)


def _column(table: Columns, name: str) -> Column | None:
    """A column with its types, None where it is nested."""
    read = _plain(table.column(name))
    column = _coded(read)
    if column is not None:
        column.typed = typed(read)
        column.zoned = getattr(read.type, "tz", None) is not None
    return column


def _plain(column: pa.ChunkedArray) -> pa.ChunkedArray:
    """A column of a type that extends Arrow's without it: exact numbers as floats, UUIDs as texts."""
    kind = column.type
    if not isinstance(kind, pa.BaseExtensionType):
        return column
    column = pa.chunked_array([chunk.storage for chunk in column.chunks], kind.storage_type)
    if getattr(kind, "type_name", "") == "numeric":
        return column.cast(pa.float64())
    if kind.extension_name == "arrow.uuid":
        coded = column.combine_chunks().dictionary_encode()
        coded = coded.chunk(0) if isinstance(coded, pa.ChunkedArray) else coded
        texts = pa.array([str(UUID(bytes=one)) for one in coded.dictionary.to_pylist()], pa.string())
        return pa.chunked_array([pa.DictionaryArray.from_arrays(coded.indices, texts)])
    return column


def _coded(column: pa.ChunkedArray) -> Column | None:
    """The texts of a column, None where it is nested."""
    parts = [column.slice(start, STEP) for start in range(0, len(column), STEP)] or [column]
    try:
        words = [part.cast(pa.string()).fill_null("").dictionary_encode() for part in parts]
    except (pa.ArrowInvalid, pa.ArrowNotImplementedError):
        return None
    return column_of(pa.chunked_array([chunk for part in words for chunk in part.chunks], WORDS))


def _hashes(words: pa.StringArray) -> NDArray[np.uint64]:
    """A hash of each text."""
    parts = (words.slice(start, STEP).to_pylist() for start in range(0, len(words), STEP))
    hashed = [pd.util.hash_array(np.array(part, object), categorize=False) for part in parts]
    return np.concatenate(hashed) if hashed else np.zeros(0, np.uint64)


def typed(column: pa.ChunkedArray) -> NDArray[Any] | None:
    """Numbers as float, times as datetime64[s] in UTC or as they stand, None for texts."""
    if pa.types.is_decimal(column.type):
        column = column.cast(pa.string())  # by their digits: a division by a power of ten would not be exact
        return np.asarray(column.cast(pa.float64()).to_pandas(), float)
    if pa.types.is_integer(column.type) or pa.types.is_floating(column.type):
        return np.asarray(column.cast(pa.float64()).to_pandas(), float)
    if (
        pa.types.is_temporal(column.type)
        and not pa.types.is_time(column.type)
        and not pa.types.is_duration(column.type)
    ):
        kind = column.cast(pa.timestamp("s", getattr(column.type, "tz", None)), safe=False)
        return np.asarray(kind.cast(pa.timestamp("s")).to_numpy(), "datetime64[s]")
    return None
