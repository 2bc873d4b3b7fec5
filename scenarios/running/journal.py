"""The journal on the disk: a Parquet file that grows while the run goes on, and is there once it is whole."""

from __future__ import annotations

import os
import secrets
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from sim.journal import PIECE
from sim.problems import shown
from sim.vocabulary import Event, columns

if TYPE_CHECKING:
    import pyarrow as pa

    from sim.journal import Keep

FORM: dict[str, Any] = {
    "compression": "zstd",
    "write_page_checksum": True,
    "use_dictionary": ["scenario", "replication", "event"],
    "column_encoding": {"time": "BYTE_STREAM_SPLIT", "who": "DELTA_BINARY_PACKED", "amount": "BYTE_STREAM_SPLIT"},
}
"""How the file is written: 9 bytes a line in a market with everything on."""


class Unwritten(RuntimeError):
    """The disk does not take the journal: it is full, say. There is no use in running further worlds."""


@contextmanager
def journal_file(place: Path, scenario: str, replication: int) -> Iterator[Keep]:
    """What takes the journal of a world, piece by piece, and makes the file ``place`` of it.

    The file appears when all has been written; if the run fails or is stopped, nothing is left. Unwritten where the
    disk does not take it.
    """
    with _parquet(place) as write:

        def keep(lines: np.ndarray) -> None:
            if len(lines):
                write(table(scenario, replication, lines))

        yield keep


def join(parts: Sequence[Path], place: Path) -> None:
    """One file ``place`` of the journals in ``parts``, in their order; each part is removed once it is in it."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    if len(parts) == 1:
        os.replace(parts[0], place)
        return
    with _parquet(place) as write:
        waiting: list[pa.Table] = []
        for part in parts:
            with pq.ParquetFile(part, page_checksum_verification=True) as file:
                for group in range(file.num_row_groups):
                    waiting.append(file.read_row_group(group))
                    if sum(map(len, waiting)) >= PIECE:
                        write(pa.concat_tables(waiting).unify_dictionaries())
                        waiting = []
            part.unlink()
        if waiting:
            write(pa.concat_tables(waiting).unify_dictionaries())


def table(scenario: str, replication: int, lines: np.ndarray) -> pa.Table:
    """Lines of a world's journal with the columns of the table ``journal``.

    scenario, replication, time (days), who, event, amount as said in sim.vocabulary.Event.
    """
    import pyarrow as pa

    n = len(lines)
    same = np.zeros(n, np.int32)
    columns = [
        pa.DictionaryArray.from_arrays(same, [scenario]),
        pa.array(same + np.int32(replication)),
        pa.array(np.ascontiguousarray(lines["time"])),
        pa.array(np.ascontiguousarray(lines["who"])),
        pa.DictionaryArray.from_arrays(lines["kind"].astype(np.int8), _events()),
        pa.array(np.ascontiguousarray(lines["amount"])),
    ]
    return pa.Table.from_arrays(columns, schema=_schema())


def _events() -> list[str]:
    """The names of events by their numbers."""
    names = [""] * columns(Event)
    for event in Event:
        names[event] = event.name.lower()
    return names


def _schema() -> pa.Schema:
    import pyarrow as pa

    columns = {
        "scenario": pa.dictionary(pa.int32(), pa.string()),
        "replication": pa.int32(),
        "time": pa.float64(),
        "who": pa.int32(),
        "event": pa.dictionary(pa.int8(), pa.string()),
        "amount": pa.int64(),
    }
    return pa.schema(list(columns.items()))


@contextmanager
def _parquet(place: Path) -> Iterator[Callable[[pa.Table], None]]:
    """What appends a table to the file that becomes ``place``; row groups are of about PIECE lines."""
    import pyarrow.parquet as pq

    draft = place.with_name(f".{place.name}.{secrets.token_hex(8)}.tmp")
    written = 0

    def write(lines: pa.Table) -> None:
        nonlocal written
        groups = max(1, round(len(lines) / PIECE))
        with _disk(place, written):
            writer.write_table(lines, row_group_size=-(-len(lines) // groups))
        written += len(lines)

    try:
        with _disk(place, 0):
            writer = pq.ParquetWriter(draft, _schema(), **FORM)
        try:
            yield write
        except BaseException:
            with suppress(OSError):
                writer.close()
            raise
        with _disk(place, written):
            writer.close()
            os.replace(draft, place)
    finally:
        draft.unlink(missing_ok=True)


@contextmanager
def _disk(place: Path, written: int) -> Iterator[None]:
    """What the disk refuses, in one sentence."""
    try:
        yield
    except OSError as error:
        reason = os.strerror(error.errno).lower() if error.errno else shown(error)
        raise Unwritten(f"{reason} after {written:,} lines of the journal") from error
