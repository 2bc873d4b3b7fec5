"""One table in one Parquet file: checksums on every page when it is written, all of them verified when it
is read."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import TYPE_CHECKING, Any

from scenarios.tables import NUMBER, TABLES, TEXT
from sim.problems import BadInput, Problem, shown

if TYPE_CHECKING:
    import pandas as pd

MOST_ROWS = 50_000_000
"""A table with more rows than this is refused unread: a few megabytes can hold billions."""


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


def read_table(file: Path, name: str, expected: str) -> pd.DataFrame:
    """The table ``name``; BadInput unless the file's SHA-256 is ``expected``, its pages are whole, and its
    columns are those of the table."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    content = whole(file, expected)
    try:
        parquet = pq.ParquetFile(pa.BufferReader(content), page_checksum_verification=True)
        rows, names = parquet.metadata.num_rows, parquet.schema_arrow.names
        if rows > MOST_ROWS:
            raise refusal(file, f"{rows} rows", f"at most {MOST_ROWS}")
        if name in TABLES and names != list(TABLES[name]):
            raise refusal(file, f"columns {', '.join(map(shown, names))}", f"columns {', '.join(TABLES[name])}")
        table = parquet.read()
        if name in TABLES:
            table = table.cast(_schema(name))
    except (pa.ArrowException, OSError) as error:
        raise refusal(file, f"damaged: {shown(error)}", WHOLE) from None
    frame = table.to_pandas()
    numbers = [column for column, what in TABLES.get(name, {}).items() if what.kind == NUMBER]
    return frame.astype(dict.fromkeys(numbers, "float64"))


def whole(file: Path, expected: str) -> bytes:
    """The content of ``file``; BadInput unless its SHA-256 is ``expected``."""
    try:
        content = file.read_bytes()
    except OSError as error:
        raise refusal(file, error.strerror or str(error), WHOLE) from None
    if digest(content) != expected:
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
    """Why a file or folder is not taken for a result, or not written to."""
    fix = "run it again with --out, or name another folder."
    return BadInput([Problem(shown(path, 200), 0, "", found, allowed, fix)])


WHOLE = "the file as it was written"


def _schema(name: str) -> Any:
    import pyarrow as pa

    types = {TEXT: pa.string(), NUMBER: pa.float64()}
    return pa.schema([(column, types.get(what.kind, pa.int64())) for column, what in TABLES[name].items()])
