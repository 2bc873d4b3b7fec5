"""Opens the source of a table, whatever it is, and gives back its cells."""

from __future__ import annotations

import pyarrow as pa

from calibration.reading.cells import Cells
from calibration.reading.csv_cells import csv_cells
from calibration.reading.databases import database_table
from calibration.reading.frames import frame_table
from calibration.reading.layout import kind_of
from calibration.reading.parquet_cells import parquet_cells
from calibration.reading.postgres import postgres_table
from calibration.reading.typed_cells import typed_cells
from calibration.reading.workbook import sheet_cells
from calibration.table_keys import TableKeys
from sim.problems import BadInput, Problem


def cells_of(keys: TableKeys, digits: tuple[str, ...], perhaps: tuple[str, ...] = ()) -> Cells:
    """The cells of the source that ``keys`` name.

    ``digits``: columns of the contract that hold a digit in every row of a CSV file; ``perhaps``: columns of the
    source that are read where they are there. BadInput when the source is missing, empty, locked, of another kind,
    without a column that is wanted, or with a column twice.
    """
    try:
        return _cells_of(keys, digits, perhaps)
    finally:
        pa.default_memory_pool().release_unused()  # the text is gone, and as large as the file


def _cells_of(keys: TableKeys, digits: tuple[str, ...], perhaps: tuple[str, ...]) -> Cells:
    source = keys.source
    if source.frame is not None:
        return typed_cells(keys, frame_table(source.frame, source.name), perhaps)
    if source.url is not None:
        return typed_cells(keys, postgres_table(source, keys.section), perhaps)
    assert source.file is not None
    kind = kind_of(source.file)
    stated = next((key for key in ("sheet", "table", "query") if getattr(source, key) is not None), None)
    has = {"a workbook": ("sheet",), "SQLite": ("table", "query"), "DuckDB": ("table", "query")}
    if stated is not None and stated not in has.get(kind, ()):
        allowed = " or ".join(f"{stated} of {kind}" for kind, parts in has.items() if stated in parts)
        found = f"{stated} of a file that is {kind}"
        raise BadInput([Problem(source.name, 0, f"{keys.section}.{stated}", found, allowed, f"leave {stated} out")])
    if kind == "Parquet":
        return parquet_cells(keys, source.file, perhaps)
    if kind == "a workbook":
        return sheet_cells(keys, source.file, perhaps)
    if kind in ("SQLite", "DuckDB"):
        return typed_cells(keys, database_table(source, kind, keys.section), perhaps)
    return csv_cells(keys, source.file, digits, perhaps)
