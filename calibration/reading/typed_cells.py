"""The cells of a table whose columns have types: numbers and moments keep theirs, all else is text."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

import numpy as np
import pandas as pd
import pyarrow as pa
from numpy.typing import NDArray

from calibration.reading.cells import FEW, Cells, Column, check_columns, column_of
from calibration.reading.lines import Scan
from calibration.table_keys import TableKeys
from sim.problems import BadInput, Problem, shown


def typed_cells(
    keys: TableKeys,
    table: pa.Table,
    perhaps: tuple[str, ...] = (),
    *,
    lines: NDArray[np.int64] | None = None,
    header: int = 0,
    blank: int = 0,
    again: Callable[[tuple[str, ...]], pa.Table] | None = None,
) -> Cells:
    """The cells of ``table``; ``lines`` (rows,) are those of a sheet, with ``header`` lines above and ``blank`` ones
    between them. ``again`` reads columns anew where the table is not to be kept."""
    names = tuple(table.column_names)
    check_columns(keys, names)
    table = _plain(table)
    rows = table.num_rows
    columns, marks = {}, np.zeros(rows, np.uint64)
    asked = {*keys.wanted(), *perhaps}
    for name in names:
        column = _coded(table[name])
        if column is None:
            continue  # nested: no column of ours
        marks = marks * np.uint64(31) + column.spread(pd.util.hash_array(column.values))
        if name in asked or len(column.values) <= FEW:
            columns[name] = _with_types(column, table[name])
    for name in keys.wanted():
        if name not in columns:
            raise BadInput([Problem(keys.name, 0, "", f"column '{shown(name)}' nested", "texts, numbers or times")])
    source = (lambda wanted, kept=table: kept) if again is None else again

    def others(wanted: tuple[str, ...]) -> dict[str, Column]:
        read = _plain(source(wanted))
        found = {name: _coded(read[name]) for name in wanted}
        return {name: _with_types(column, read[name]) for name, column in found.items() if column is not None}

    numbers = np.arange(1, rows + 1) if lines is None else lines
    scan = Scan(records=rows, blank=blank)
    return Cells(columns, names, numbers, marks.view(np.int64), scan, header, header + rows + blank, None, others)


def _plain(table: pa.Table) -> pa.Table:
    """The table without columns of types that extend Arrow's: exact numbers as floats, UUIDs as texts."""
    for k, of in enumerate(table.schema):
        if not isinstance(of.type, pa.BaseExtensionType):
            continue
        column = pa.chunked_array([chunk.storage for chunk in table.column(k).chunks], of.type.storage_type)
        if getattr(of.type, "type_name", "") == "numeric":
            column = column.cast(pa.float64())
        elif of.type.extension_name == "arrow.uuid":
            coded = column.combine_chunks().dictionary_encode()
            coded = coded.chunk(0) if isinstance(coded, pa.ChunkedArray) else coded
            texts = pa.array([str(UUID(bytes=one)) for one in coded.dictionary.to_pylist()], pa.string())
            column = pa.chunked_array([pa.DictionaryArray.from_arrays(coded.indices, texts)])
        table = table.set_column(k, of.name, column)
    return table


def _coded(column: pa.ChunkedArray) -> Column | None:
    """The texts of a column, None where it is nested."""
    try:
        words = column.cast(pa.string()).fill_null("").dictionary_encode()
    except (pa.ArrowInvalid, pa.ArrowNotImplementedError):
        return None
    return column_of(words) if len(column) else Column(np.zeros(0, np.int32), np.zeros(0, object))


def _with_types(column: Column, of: pa.ChunkedArray) -> Column:
    column.typed = typed(of)
    column.zoned = getattr(of.type, "tz", None) is not None
    return column


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
