"""The cells of a file, column by column, each row with its line; and the lines that are no rows."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute
import pyarrow.csv
import pyarrow.parquet
from numpy.typing import NDArray

from calibration.faults import nearest
from calibration.profile import Profile
from calibration.reading.layout import Layout, blocks, kind_of, layout_of
from calibration.reading.lines import Scan, Scanner
from scenarios.memory import limit
from sim.problems import BadInput, Problem, shown

MOST_ROWS = 50_000_000
ROW = 500
"""Bytes that a row takes while it is read and fitted to, its text apart."""
MOST_COLUMNS = 2000
FEW = 60  # distinct values up to which an unmapped column is read as well, as it may be a status
WORDS = pa.dictionary(pa.int32(), pa.string())


@dataclass
class Column:
    """Texts of a column: distinct ``values`` (ends trimmed) by ``codes``; ``typed`` where the file has types.

    ``padded``: which of the values had spaces at their ends; the same value may stand there without them.
    """

    codes: NDArray[np.int32]
    values: NDArray[np.object_]
    typed: NDArray[Any] | None = None
    padded: NDArray[np.bool_] = field(default_factory=lambda: np.zeros(0, bool))

    def text(self, row: int) -> str:
        return str(self.values[self.codes[row]])

    def spread(self, of_values: NDArray[Any]) -> NDArray[Any]:
        """What holds for the distinct values, row by row."""
        return np.asarray(of_values)[self.codes]


@dataclass
class Cells:
    """``columns`` by the file's names: mapped, filtered and, of the others, those with few values.

    ``lines`` (rows,) is the line of each row (in Parquet its number), ``marks`` (rows,) a hash of all its cells;
    ``header`` the number of lines above the first row. ``lines_read`` = header + rows + lines that are no rows +
    blank lines + further lines of rows that span several.
    """

    columns: dict[str, Column]
    names: tuple[str, ...]
    lines: NDArray[np.int64]
    marks: NDArray[np.int64]
    scan: Scan
    header: int
    lines_read: int
    layout: Layout | None

    def __len__(self) -> int:
        return len(self.lines)


def cells_of(profile: Profile, more: tuple[str, ...] = ()) -> Cells:
    """The cells of the profile's file; those of columns ``more`` too, whatever they hold. BadInput when the file is
    missing, empty, of another kind, without a column that is wanted, or with a column twice."""
    if kind_of(profile.file) == "Parquet":
        return _parquet(profile, more)
    keys = profile.orders
    layout = layout_of(profile.file, keys.format, tuple(_wanted(profile)))
    names = layout.header
    _check_columns(profile, names)
    date, amount = (names.index(keys.columns[ours]) for ours in ("ordered_at", "amount"))
    header = 0
    scanner: Scanner | None = None
    found: list[pa.Table] = []
    lines: list[NDArray[np.int64]] = []
    marks: list[NDArray[np.int64]] = []
    few: list[str] | None = None
    asked = list(dict.fromkeys([*_wanted(profile), *more]))
    read = 0
    for block in _then_end(blocks(profile.file, layout)):
        read += block.count(b"\n")
        if scanner is None:
            while block and header < layout.above:
                _, _, block = block.partition(b"\n")
                header += 1
            if header < layout.above:
                continue
            needed = tuple(names.index(name) for name in _wanted(profile))
            scanner = Scanner(layout.delimiter, len(names), _plausible(date, amount), header + 1, needed)
        clean, numbers, hashes = scanner.feed(block, final=not block)
        if not numbers:
            continue
        columns = None if few is None else [*asked, *few]
        table = _table(clean, layout.delimiter, names, columns)
        if table.num_rows != len(numbers):
            raise AssertionError(f"{len(numbers)} records, {table.num_rows} rows read")
        few = [name for name in (few if few is not None else names) if name not in asked and _is_few(table, name)]
        found.append(table.select([*asked, *few]))
        lines.append(np.array(numbers, np.int64))
        marks.append(np.array(hashes, np.int64))
    scan = scanner.scan if scanner else Scan()
    whole = _together(found, [*asked, *(few or [])])
    cells = Cells(whole, names, _joined(lines), _joined(marks), scan, header, read, layout)
    parts = header + scan.records + len(scan.no_records) + scan.blank + scan.extra
    if parts != read or scan.records != len(cells):
        raise AssertionError(f"{read} lines read, {parts} accounted for")
    return cells


def _then_end(parts: Any) -> Any:
    yield from parts
    yield b""


def _wanted(profile: Profile) -> list[str]:
    """The columns that the profile names, each once."""
    keys = profile.orders
    return list(dict.fromkeys([*keys.columns.values(), *keys.keep, *keys.drop, *keys.refunded]))


def _plausible(date: int, amount: int) -> Callable[[list[str]], bool]:
    """Whether fields could be an order: digits where the day and the amount stand."""

    def could_be(fields: list[str]) -> bool:
        return any(map(str.isdigit, fields[date])) and any(map(str.isdigit, fields[amount]))

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


def _together(tables: list[pa.Table], names: list[str]) -> dict[str, Column]:
    if not tables:
        return {name: Column(np.zeros(0, np.int32), np.zeros(0, object)) for name in names}
    columns = {}
    for name in names:
        chunks = [chunk for table in tables for chunk in table[name].chunks]
        columns[name] = _column(pa.chunked_array(chunks, WORDS))
    return columns


def _column(words: pa.ChunkedArray) -> Column:
    whole = words.unify_dictionaries().combine_chunks()
    whole = whole.chunk(0) if isinstance(whole, pa.ChunkedArray) else whole
    written = np.array(whole.dictionary.to_pylist(), object)
    texts = np.array([text.strip(" ") for text in written], object)
    codes = whole.indices.to_numpy(zero_copy_only=False).astype(np.int32, copy=False)
    return Column(codes, texts, padded=np.asarray(texts != written, bool))


def _joined(parts: list[NDArray[np.int64]]) -> NDArray[np.int64]:
    return np.concatenate(parts) if parts else np.zeros(0, np.int64)


def _check_columns(profile: Profile, names: tuple[str, ...]) -> None:
    file, problems = profile.file.name, []
    lower = [name.lower() for name in names]
    for k, name in enumerate(names):
        if name and name.lower() in lower[:k]:
            found = f"column '{shown(name)}' twice (columns {lower.index(name.lower()) + 1} and {k + 1})"
            problems.append(Problem(file, 1, "", found, "every column once"))
    if len(names) > MOST_COLUMNS:
        problems.append(Problem(file, 1, "", f"{len(names)} columns", f"at most {MOST_COLUMNS}"))
    missing = [(ours, theirs) for ours, theirs in profile.orders.columns.items() if theirs not in names]
    if sign := _other_delimiter(profile, names) if missing else "":
        fix = f'state `format: {{delimiter: "{sign}"}}` under orders'
        found = f"names of columns with '{sign}' between them"
        raise BadInput([Problem(file, 1, "orders.format.delimiter", found, "the delimiter of the file", fix)])
    headless = bool(missing) and any(name[:1].isdigit() for name in names)
    named = len(names) > 1 and all(re.fullmatch(r"[\w .()/#%&+-]*", name) for name in names)  # no line of another file
    listed = ", ".join(shown(name, 30) for name in names[:20]) if named else "the names in the first line"
    for ours, theirs in missing:
        fix = "the first line looks like data; put the names of the columns above it" if headless else ""
        fix = fix or nearest(theirs, names) or f"name it in the profile: orders: {{columns: {{{ours}: ...}}}}"
        problems.append(Problem(file, 1, ours, f"no column '{shown(theirs)}'", f"one of {listed}", fix))
    keys = profile.orders
    for key, stated in (("keep", keys.keep), ("drop", keys.drop), ("refunds", keys.refunded)):
        for column in stated:
            if column not in names:
                found = f"no column '{shown(column)}'"
                problems.append(Problem(file, 1, f"orders.{key}", found, f"one of {listed}", nearest(column, names)))
    if problems:
        raise BadInput(problems)


def _other_delimiter(profile: Profile, names: tuple[str, ...]) -> str:
    """The sign that parts the first line into all names that the profile maps, "" where none does."""
    line, mapped = "\n".join(names), set(profile.orders.columns.values())
    for sign in sorted(set(re.findall(r"[^\w\s\"]", line))):
        if mapped <= {part.strip().strip('"') for part in re.split(rf"\n|{re.escape(sign)}", line)}:
            return sign
    return ""


def _parquet(profile: Profile, more: tuple[str, ...]) -> Cells:
    """The cells of a Parquet file; numbers and times keep their types."""
    path: Path = profile.file
    try:
        file = pyarrow.parquet.ParquetFile(path)
        names = tuple(file.schema_arrow.names)
        _check_columns(profile, names)
        _check_size(path, file)
        table = file.read()
    except (pa.ArrowException, OSError) as error:
        found = shown(str(error).splitlines()[0].replace(str(path), path.name))
        raise BadInput([Problem(path.name, 0, "", found, "a readable Parquet file")]) from None
    rows = table.num_rows
    columns, marks = {}, np.zeros(rows, np.uint64)
    for name in names:
        try:
            words = table[name].cast(pa.string()).fill_null("").dictionary_encode()
        except (pa.ArrowInvalid, pa.ArrowNotImplementedError):
            continue  # nested: no column of orders
        column = _column(words) if rows else Column(np.zeros(0, np.int32), np.zeros(0, object))
        hashes = pd.util.hash_array(column.values)
        marks = marks * np.uint64(31) + column.spread(hashes)
        if name in _wanted(profile) or name in more or len(column.values) <= FEW:
            column.typed = _typed(table[name])
            columns[name] = column
    for name in _wanted(profile):
        if name not in columns:
            raise BadInput([Problem(path.name, 0, "", f"column '{shown(name)}' nested", "texts, numbers or times")])
    numbers = np.arange(1, rows + 1)
    return Cells(columns, names, numbers, marks.view(np.int64), Scan(records=rows), 0, rows, None)


def _check_size(path: Path, file: pyarrow.parquet.ParquetFile) -> None:
    """BadInput where the rows do not fit into memory: a Parquet file of a megabyte may hold a hundred million."""
    rows, letters = int(file.metadata.num_rows), 0
    if rows <= MOST_ROWS and rows * ROW <= limit():
        kinds = (pa.string(), pa.large_string())
        texts = [one.name for one in file.schema_arrow if getattr(one.type, "value_type", one.type) in kinds]
        with pyarrow.parquet.ParquetFile(path, read_dictionary=texts) as coded:
            for name in texts:
                for chunk in coded.read([name])[name].chunks:
                    lengths = np.asarray(pyarrow.compute.binary_length(chunk.dictionary).fill_null(0), np.int64)
                    used = chunk.indices.drop_null().to_numpy(zero_copy_only=False)
                    letters += int(np.bincount(used, minlength=len(lengths)) @ lengths)
    if rows > MOST_ROWS or rows * ROW + 2 * letters > limit():
        found, most = f"{rows:,} rows with {letters / 1e9:,.1f} GB of text", f"{min(MOST_ROWS, limit() // ROW):,} rows"
        fix = "leave out the orders of some customers, or of all before a day"
        raise BadInput([Problem(path.name, 0, "", found, f"about {most} on this machine now", fix)])


def _typed(column: pa.ChunkedArray) -> NDArray[Any] | None:
    """Numbers as float, times as datetime64[s] in UTC or as they stand, None for texts."""
    if pa.types.is_integer(column.type) or pa.types.is_floating(column.type) or pa.types.is_decimal(column.type):
        return np.asarray(column.cast(pa.float64()).to_pandas(), float)
    if (
        pa.types.is_temporal(column.type)
        and not pa.types.is_time(column.type)
        and not pa.types.is_duration(column.type)
    ):
        kind = column.cast(pa.timestamp("s", getattr(column.type, "tz", None)), safe=False)
        return np.asarray(kind.cast(pa.timestamp("s")).to_numpy(), "datetime64[s]")
    return None
