"""The cells of a Parquet file."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute
import pyarrow.parquet

from calibration.reading import cells
from calibration.reading.cells import ROW, Cells, check_columns
from calibration.reading.typed_cells import typed_cells
from calibration.table_keys import TableKeys
from scenarios.ground.machine import limit
from sim.problems import BadInput, Problem, shown


@dataclass(frozen=True)
class ParquetColumns:
    """The columns of an open file, each read when it is asked for."""

    path: Path
    file: pyarrow.parquet.ParquetFile

    @property
    def column_names(self) -> list[str]:
        """All of them, in the file's order."""
        return list(self.file.schema_arrow.names)

    @property
    def num_rows(self) -> int:
        """Rows of the file."""
        return int(self.file.metadata.num_rows)

    def column(self, i: str) -> pa.ChunkedArray:
        """The column of that name; BadInput where the file is damaged."""
        with _told(self.path):
            return self.file.read([i]).column(i)


def parquet_cells(keys: TableKeys, path: Path, perhaps: tuple[str, ...] = ()) -> Cells:
    """See ``opening.cells_of``."""
    with _told(path):
        file = pyarrow.parquet.ParquetFile(path)
        check_columns(keys, tuple(file.schema_arrow.names))
        _check_size(path, file)
    return typed_cells(keys, ParquetColumns(path, file), perhaps)


@contextmanager
def _told(path: Path) -> Iterator[None]:
    """What Arrow says of a file that it cannot read, as BadInput."""
    try:
        yield
    except (pa.ArrowException, OSError) as error:
        found = shown(str(error).splitlines()[0].replace(str(path), path.name))
        raise BadInput([Problem(path.name, 0, "", found, "a readable Parquet file")]) from None


def _check_size(path: Path, file: pyarrow.parquet.ParquetFile) -> None:
    """BadInput where the rows do not fit into memory: a Parquet file of a megabyte may hold a hundred million."""
    rows, letters = int(file.metadata.num_rows), 0
    if rows <= cells.MOST_ROWS and rows * ROW <= limit():
        kinds = (pa.string(), pa.large_string())
        texts = [one.name for one in file.schema_arrow if getattr(one.type, "value_type", one.type) in kinds]
        with pyarrow.parquet.ParquetFile(path, read_dictionary=texts) as coded:
            for name in texts:
                for chunk in coded.read([name])[name].chunks:
                    lengths = np.asarray(pyarrow.compute.binary_length(chunk.dictionary).fill_null(0), np.int64)
                    used = chunk.indices.drop_null().to_numpy(zero_copy_only=False)
                    letters += int(np.bincount(used, minlength=len(lengths)) @ lengths)
    if rows > cells.MOST_ROWS or rows * ROW + 2 * letters > limit():
        found, most = (
            f"{rows:,} rows with {letters / 1e9:,.1f} GB of text",
            f"{min(cells.MOST_ROWS, limit() // ROW):,} rows",
        )
        fix = "leave out the orders of some customers, or of all before a day"
        raise BadInput([Problem(path.name, 0, "", found, f"about {most} on this machine now", fix)])
