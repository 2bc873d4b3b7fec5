"""Rows of single values, each of a type of its own, gathered into columns that have one type where they can."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

import pyarrow as pa

FAR = 2**53  # whole numbers up to here are exact as floats


class Gathered:
    """Columns ``names``, filled block by block."""

    def __init__(self, names: Sequence[str]) -> None:
        self._names = list(names)
        self._parts: list[list[pa.Array]] = [[] for _ in names]

    def add(self, rows: Sequence[Sequence[Any]]) -> None:
        """Add ``rows``, each as long as ``names``; None and "" are empty cells."""
        for part, values in zip(self._parts, zip(*rows, strict=True), strict=True):
            part.append(array_of(values))

    def table(self) -> pa.Table:
        """All rows; a column whose blocks are of several types holds texts."""
        return pa.table([_joined(part) for part in self._parts], names=self._names)


def array_of(values: Sequence[Any]) -> pa.Array:
    """Numbers, moments (seconds) or texts, as all of the filled ``values`` are."""
    kinds = {type(value) for value in values if value is not None and value != ""}
    filled = [None if value is None or value == "" else value for value in values]
    if not kinds:
        return pa.nulls(len(filled), pa.null())
    if kinds == {int} or kinds <= {int, float}:
        if all(value is None or (value == value // 1 and abs(value) < FAR) for value in filled):
            return pa.array([None if value is None else int(value) for value in filled], pa.int64())
        if kinds == {int} and any(value is not None and abs(value) >= FAR for value in filled):
            return pa.array([_text(value) for value in filled], pa.string())  # ids beyond what a float holds
        return pa.array(filled, pa.float64())
    if kinds <= {datetime, date} and not any(getattr(value, "tzinfo", None) for value in filled):
        return pa.array([None if value is None else _second(value) for value in filled], pa.timestamp("s"))
    return pa.array([_text(value) for value in filled], pa.string())


def _joined(parts: list[pa.Array]) -> pa.ChunkedArray:
    kinds = {part.type for part in parts} - {pa.null()}
    if len(kinds) > 1:
        kind = pa.float64() if kinds == {pa.int64(), pa.float64()} else pa.string()
    else:
        kind = next(iter(kinds), pa.string())
    return pa.chunked_array([part.cast(kind) for part in parts], kind)


def _second(value: date) -> datetime:
    """The nearest whole second: a sheet holds days as fractions, one second may be 59.9999996."""
    if not isinstance(value, datetime):
        return datetime(value.year, value.month, value.day)
    return (value + timedelta(milliseconds=500)).replace(microsecond=0)


def _text(value: Any) -> str | None:
    """A cell as it would stand in a CSV file."""
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float) and value == value // 1 and abs(value) < FAR:
        return str(int(value))
    if isinstance(value, datetime):
        return _second(value).isoformat(" ")
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, bytes):
        return value.decode("utf-8", "replace")
    return str(value)
