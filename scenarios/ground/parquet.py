"""One table in one Parquet file: checksums on every page when it is written, all of them verified when it
is read. A file is looked at before it is opened, its footer before its pages, and neither is believed."""

from __future__ import annotations

import hashlib
import os
import stat
from pathlib import Path
from typing import TYPE_CHECKING, Any

from scenarios.ground.machine import limit
from scenarios.ground.tables import NUMBER, TABLES, TEXT, Column
from scenarios.tree.wording import listed
from sim.problems import BadInput, Problem, shown

if TYPE_CHECKING:
    import pandas as pd

Stated = tuple[int, str]
"""What the manifest states of a file: its size, bytes, and its SHA-256, hex."""
MOST_ROWS = 50_000_000
"""Most rows of a table: 10,000 worlds of ten scenarios, with 500 measures each."""
CELL = 24
"""Bytes that a cell takes while a table is read: as it was read, cast, and as a data frame."""


def write_table(file: Path, name: str, frame: pd.DataFrame) -> None:
    """Write ``frame`` with the columns and types of the table ``name`` (its own, where TABLES has no such
    table)."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    if name in TABLES:
        schema = _schema(name)
        table = pa.Table.from_pandas(frame[schema.names], schema=schema, preserve_index=False)
    else:
        table = pa.Table.from_pandas(frame, preserve_index=False)
    pq.write_table(table.replace_schema_metadata(None), file, compression="zstd", write_page_checksum=True)


def read_table(file: Path, name: str, expected: Stated) -> pd.DataFrame:
    """The table ``name``; BadInput unless the file is as ``expected``, its pages are whole, its columns are those of
    the table, and it fits into memory."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    content = whole(file, expected)
    try:
        parquet = pq.ParquetFile(pa.BufferReader(content), page_checksum_verification=True)
        schema = parquet.schema_arrow
        names, rows = schema.names, rows_of(parquet.metadata)
        if name in TABLES and names != list(TABLES[name]):
            raise refusal(file, f"columns {listed(names)}", f"columns {', '.join(TABLES[name])}")
        if name in TABLES and not all(_alike(schema.field(one).type, what) for one, what in TABLES[name].items()):
            kinds = ", ".join(f"{shown(one.name)} ({shown(one.type, 40)})" for one in schema)
            raise refusal(file, f"columns of other types: {kinds}", "the types of the table")
        fits(file, rows, len(names), 0)
        texts = [one.name for one in schema if pa.types.is_string(one.type) or pa.types.is_large_string(one.type)]
        coded = pq.ParquetFile(pa.BufferReader(content), page_checksum_verification=True, read_dictionary=texts)
        table = coded.read()
        fits(file, rows, len(names), sum(_letters(table.column(text)) for text in texts))
        if name in TABLES:
            table = table.cast(_schema(name))
        frame = table.to_pandas()
    except (pa.ArrowException, OSError, ValueError, TypeError) as error:
        if isinstance(error, BadInput):
            raise
        raise refusal(file, f"damaged: {shown(error)}", WHOLE) from None
    except MemoryError:
        raise refusal(file, "more than fits into memory", WHOLE) from None
    if name in TABLES and frame[[c for c, what in TABLES[name].items() if what.kind != NUMBER]].isna().any(axis=None):
        raise refusal(file, "rows without a name or number", WHOLE)
    numbers = [column for column, what in TABLES.get(name, {}).items() if what.kind == NUMBER]
    return frame.astype(dict.fromkeys(numbers, "float64"))


def rows_of(metadata: Any) -> int:
    """The rows that the footer of a Parquet file states. OSError where it contradicts itself."""
    groups = [metadata.row_group(k) for k in range(metadata.num_row_groups)]
    counts = {column.num_values for group in groups for column in _flat(group)}
    most = max(counts, default=0)
    rows: int = metadata.num_rows
    if rows < 0 or rows != sum(group.num_rows for group in groups) or most > rows:
        raise OSError("the footer contradicts itself")
    return rows


def fits(file: Path, rows: int, columns: int, letters: int) -> None:
    """BadInput where a table of ``rows`` x ``columns``, with ``letters`` bytes of text in all, is too large: for a
    table of sixr, or for the memory that is free. A few kilobytes of a file can hold billions of rows."""
    if rows > MOST_ROWS:
        raise refusal(file, f"{rows:,} rows", f"at most {MOST_ROWS:,}")
    need = rows * columns * CELL + 2 * letters
    if need > limit():
        found = f"{rows:,} rows, which need about {need / 1e9:,.1f} GB of memory"
        raise refusal(file, found, f"what fits into the memory that is free, {limit() / 1e9:,.1f} GB")


def whole(file: Path, expected: Stated) -> bytes:
    """The content of ``file``; BadInput unless it is a regular file with the size and the SHA-256 that ``expected``
    states. Nothing is read of one with another size, and never more than stated."""
    size, checksum = expected
    try:
        handle = os.open(file, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
        with open(handle, "rb") as stream:
            status = os.fstat(handle)
            if not stat.S_ISREG(status.st_mode):
                raise refusal(file, "no regular file", WHOLE)
            if size > limit():
                raise refusal(file, f"{size:,} bytes", f"what fits into the memory that is free, {limit():,} bytes")
            if status.st_size != size:
                raise refusal(file, f"damaged: {status.st_size:,} bytes", f"the {size:,} bytes that were written")
            content = stream.read(size)
    except OSError as error:
        link = file.is_symlink()
        raise refusal(file, "a link" if link else (error.strerror or str(error)).lower(), WHOLE) from None
    if digest(content) != checksum:
        raise refusal(file, "damaged: its checksum does not fit the manifest", WHOLE)
    return content


def digest(content: bytes) -> str:
    """SHA-256 in hex."""
    return hashlib.sha256(content).hexdigest()


def digest_of(file: Path) -> str:
    """SHA-256 of the content of ``file``, which may be larger than memory, in hex."""
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def refusal(path: Path, found: str, allowed: str) -> BadInput:
    """The one message about a file or folder that is not taken for a result."""
    fix = "run it again with --out, or name another folder."
    return BadInput([Problem(shown(path, 200), 0, "", found, allowed, fix)])


WHOLE = "the file as it was written"


def _schema(name: str) -> Any:
    import pyarrow as pa

    types = {TEXT: pa.string(), NUMBER: pa.float64()}
    return pa.schema([(column, types.get(what.kind, pa.int64())) for column, what in TABLES[name].items()])


def _alike(kind: Any, what: Column) -> bool:
    """Whether a column of a file may be one of a table."""
    import pyarrow as pa

    if what.kind == TEXT:
        return bool(pa.types.is_string(kind) or pa.types.is_large_string(kind))
    return bool(pa.types.is_integer(kind) or (what.kind == NUMBER and pa.types.is_floating(kind)))


def _letters(column: Any) -> int:
    """Bytes of text that a column of codes stands for once it is written out."""
    import pyarrow as pa
    import pyarrow.compute as pc

    total = 0
    for chunk in column.chunks:
        coded = pa.types.is_dictionary(chunk.type)
        lengths = pc.binary_length(chunk.dictionary if coded else chunk)
        total += pc.sum(lengths.take(chunk.indices) if coded else lengths).as_py() or 0
    return total


def _flat(group: Any) -> Any:
    return (group.column(k) for k in range(group.num_columns))
