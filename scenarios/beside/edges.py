"""A network from a file: two columns of people's numbers, one tie in a row, as CSV or Parquet."""

from __future__ import annotations

import hashlib
import io
import os
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from scenarios.beside import files_of_market
from scenarios.ground.machine import limit
from scenarios.ground.parquet import rows_of
from scenarios.tree.reading import at, number
from scenarios.tree.source import Node
from sim.problems import BadInput, Problem, shown

if TYPE_CHECKING:
    from sim.graphs import Graph

PLACE = "market.referral.network"
MOST_BYTES = 8_000_000_000
MOST_ROWS = 1_000_000_000
MOST_TIES = 1_000
"""Rows of a Parquet file for each person: a file of a few kilobytes may hold a tie a billion times."""
TIE = 100
"""Bytes that a row takes while it is read."""
MOST_PROBLEMS = 50
TWO_COLUMNS = "two people's numbers, separated by a comma"


@dataclass(frozen=True)
class Edges:
    """The network of a file, how many of its rows say a tie again, and the checksum of its content."""

    graph: Graph
    merged: int
    sha256: str


def edges(place: str, people: int) -> Edges:
    """The network in the file at ``place`` among ``people`` people, numbered from 0.

    A tie is said once or more often, in either direction; a CSV file may have a header. BadInput with every row
    that is no tie: not two whole numbers, a number that nobody has, or a person tied to that same person. Read once.
    """
    try:
        status = Path(place).stat()
        return _edges(place, people, status.st_mtime_ns, status.st_size)
    except (OSError, ValueError) as error:
        if isinstance(error, BadInput):
            raise
        reason = getattr(error, "strerror", None) or "a name that no file can have"
        raise BadInput([Problem(_name(place), 0, "", f"unreadable ({reason.lower()})", "a file")]) from None


def sealed(tree: Node) -> tuple[Node, tuple[str, ...], list[Problem]]:
    """``tree`` with the checksum of its network's file, what is to be noticed about the file, and its faults.

    A tree that holds a checksum already, as written into a result, asks for the same content.
    """
    network, people = at(tree, PLACE), number(tree, "people")
    kind, file = (at(tree, f"{PLACE}.{key}") for key in ("kind", "file"))
    if network is None or kind is None or kind.value != "edges" or people is None or not 1 <= people <= 2e8:
        return tree, (), []
    if file is None or not isinstance(file.value, str):
        return tree, (), []
    if not file.value:
        node, allowed = kind if kind.file != file.file else file, "a CSV or Parquet file with two columns of numbers"
        return tree, (), [Problem(node.file, node.line, f"{PLACE}.file", "no file", allowed)]
    place = os.path.abspath(file.value)
    try:
        found = edges(place, int(people))
    except BadInput as error:
        return tree, (), list(error.problems)
    fix = "leave sha256 out to take the file as it is now"
    checksum = f"{PLACE}.sha256"
    tree, faults = files_of_market.sealed(tree, f"{PLACE}.file", place, checksum, found.sha256, "file", fix)
    again = f"{PLACE}.file: {found.merged:,} of the rows say a tie again; every tie counts once."
    return tree, (again,) if found.merged and not faults else (), faults


@lru_cache(maxsize=2)
def _edges(place: str, people: int, changed: int, size: int) -> Edges:
    from sim.graphs import listed

    name = _name(place)
    if not Path(place).is_file():
        raise BadInput([Problem(name, 0, "", "not a regular file", "a file")])
    if size > MOST_BYTES:
        raise BadInput([Problem(name, 0, "", f"{size:,} bytes", f"at most {MOST_BYTES:,}")])
    data = Path(place).read_bytes()
    pairs = _of_parquet(data, name, people) if data.startswith(b"PAR1") else _of_csv(data, name, people)
    if not len(pairs):
        raise BadInput([Problem(name, 0, "", "no ties", "at least one tie")])
    graph = listed(people, pairs[:, 0], pairs[:, 1])
    return Edges(graph, len(pairs) - len(graph.links) // 2, hashlib.sha256(data).hexdigest())


def _of_csv(data: bytes, name: str, people: int) -> np.ndarray:
    """The ties, int64 [tie, 2]: read quickly where nothing is wrong, else row by row."""
    first, _, rest = data.partition(b"\n")
    cells = [cell.strip() for cell in first.removeprefix(b"\xef\xbb\xbf").split(b",")]
    header = len(cells) == 2 and all(cells) and not any(cell.lstrip(b"+-")[:1].isdigit() for cell in cells)
    body = rest if header else data.removeprefix(b"\xef\xbb\xbf")
    pairs = _quickly(body)
    if pairs is not None and not _wrong(pairs, people).any():
        return pairs
    rows, problems = [], []
    for line, text in enumerate(body.splitlines(), 2 if header else 1):
        if text.strip():
            row = [
                int(cell) if cell.isdigit() and len(cell) < 18 else cell for cell in map(bytes.strip, text.split(b","))
            ]
            problems += [Problem(name, line, "", *fault) for fault in _faults(row, people)]
            rows.append(row)
        if len(problems) >= MOST_PROBLEMS:
            break
    if problems:
        raise BadInput(problems)
    return np.array(rows, np.int64).reshape(-1, 2)


def _quickly(body: bytes) -> np.ndarray | None:
    """The numbers of a plain table of two columns; None where it is anything else."""
    import pyarrow as pa
    from pyarrow import csv

    if not body.strip() or body.translate(None, b"0123456789,\r\n"):
        return None
    names = ["one", "other"]
    try:
        table = csv.read_csv(
            io.BytesIO(body),
            read_options=csv.ReadOptions(column_names=names),
            convert_options=csv.ConvertOptions(column_types=dict.fromkeys(names, pa.int64())),
        )
    except pa.ArrowInvalid:
        return None
    if any(column.null_count for column in table.columns):
        return None
    return np.column_stack([column.to_numpy() for column in table.columns])


def _of_parquet(data: bytes, name: str, people: int) -> np.ndarray:
    """The ties, int64 [tie, 2]; in messages, a line is the number of the row."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        file = pq.ParquetFile(pa.BufferReader(data))
        schema, rows = file.schema_arrow, rows_of(file.metadata)
        most = min(MOST_ROWS, people * MOST_TIES, limit() // TIE)
        if len(schema) != 2 or not all(pa.types.is_integer(kind) for kind in schema.types) or rows > most:
            kinds = ", ".join(f"{shown(field.name)} ({shown(field.type)})" for field in schema)
            found, allowed = f"{rows:,} rows of: {kinds}", f"up to {most:,} rows of two columns of whole numbers"
            raise BadInput([Problem(name, 0, "", found, allowed, f"give at most {MOST_TIES:,} ties a person")])
        columns = [column.cast(pa.int64()) for column in file.read().columns]
    except (pa.ArrowException, OSError) as error:
        raise BadInput([Problem(name, 0, "", f"damaged: {shown(error)}", "a Parquet file")]) from None
    missing = [column.is_null().to_numpy() for column in columns]
    pairs = np.column_stack([column.fill_null(-1).to_numpy() for column in columns])
    wrong = _wrong(pairs, people)
    if wrong.any():
        problems = []
        for row in np.flatnonzero(wrong)[:MOST_PROBLEMS].tolist():
            cells = [b"" if missing[side][row] else int(pairs[row, side]) for side in (0, 1)]
            problems += [Problem(name, row + 1, "", *fault) for fault in _faults(cells, people)]
        raise BadInput(problems)
    return pairs


def _wrong(pairs: np.ndarray, people: int) -> np.ndarray:
    return ((pairs < 0) | (pairs >= people)).any(axis=1) | (pairs[:, 0] == pairs[:, 1])


def _faults(row: list[int | bytes], people: int) -> Iterator[tuple[str, str]]:
    """What is wrong with one row, and what is allowed."""
    if len(row) != 2:
        yield f"{len(row)} {'value' if len(row) == 1 else 'values'}", TWO_COLUMNS
        return
    for cell in row:
        if isinstance(cell, bytes):
            text = shown(cell.decode("utf-8", "replace"), 40)
            yield (f"{text}, which is no whole number" if text else "nothing in place of a number"), TWO_COLUMNS
        elif not 0 <= cell < people:
            yield f"the number {cell}, which nobody has", f"0 to {people - 1}, the numbers of {people:,} people"
    if row[0] == row[1] and not isinstance(row[0], bytes):
        yield f"person {row[0]} tied to person {row[0]}", "ties between two people"


def _name(place: str) -> str:
    return shown(place, 200)
