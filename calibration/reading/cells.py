"""The cells of a table, column by column, each row with its line; and the lines that are no rows."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute
from numpy.typing import NDArray

from calibration.faults import nearest
from calibration.reading.layout import Layout
from calibration.reading.lines import Scan
from calibration.table_keys import TableKeys
from sim.problems import BadInput, Problem, shown

MOST_ROWS = 50_000_000
ROW = 500
"""Bytes that a row takes while it is read and fitted to, its text apart."""
MOST_COLUMNS = 2000
FEW = 60  # distinct values up to which an unmapped column is read as well, as it may be a status
WORDS = pa.dictionary(pa.int32(), pa.string())


@dataclass
class Column:
    """Distinct ``texts`` of a column (ends trimmed) by ``codes``; ``typed`` where the source has types.

    Texts lie in Arrow's memory until they are asked for as ``values``. ``padded``: which of them had spaces at their
    ends; the same text may stand there without them. ``zoned``: the typed moments are those of UTC, not of some clock
    that is not told.
    """

    codes: NDArray[np.int32]
    texts: NDArray[np.object_] | pa.StringArray
    typed: NDArray[Any] | None = None
    padded: NDArray[np.bool_] = field(default_factory=lambda: np.zeros(0, bool))
    zoned: bool = False

    @property
    def values(self) -> NDArray[np.object_]:
        """The texts as objects."""
        if isinstance(self.texts, pa.Array):
            self.texts = np.array(self.texts.to_pylist(), object)
        return self.texts

    @property
    def words(self) -> pa.StringArray:
        """The texts in Arrow's memory."""
        return pa.array(self.texts, pa.string()) if isinstance(self.texts, np.ndarray) else self.texts

    def text(self, row: int) -> str:
        return str(self.values[self.codes[row]])

    def spread(self, of_values: NDArray[Any]) -> NDArray[Any]:
        """What holds for the distinct values, row by row."""
        return np.asarray(of_values)[self.codes]


@dataclass
class Cells:
    """``columns`` by the source's names: mapped, filtered and, of the others, those with few values.

    ``lines`` (rows,) is the line of each row (its number where there are no lines), ``marks`` (rows,) a hash of all
    its cells; ``header`` the number of lines above the first row. ``lines_read`` = header + rows + lines that are no
    rows + blank lines + further lines of rows that span several. ``others`` reads columns that are not in ``columns``.
    """

    columns: dict[str, Column]
    names: tuple[str, ...]
    lines: NDArray[np.int64]
    marks: NDArray[np.int64]
    scan: Scan
    header: int
    lines_read: int
    layout: Layout | None
    others: Callable[[tuple[str, ...]], dict[str, Column]]

    def __len__(self) -> int:
        return len(self.lines)

    def read_too(self, names: tuple[str, ...]) -> None:
        """Read columns that are not in ``columns`` as yet, those that are nested apart; all at once."""
        if names:
            found = self.others(names)
            self.columns |= {name: found[name] for name in names if name in found}


def column_of(words: pa.ChunkedArray) -> Column:
    """A column of dictionary-coded texts."""
    chunks = words.unify_dictionaries().chunks
    codes = np.empty(len(words), np.int32)
    done = 0
    for chunk in chunks:
        codes[done : done + len(chunk)] = chunk.indices.to_numpy(zero_copy_only=False)
        done += len(chunk)
    written = chunks[0].dictionary if chunks else pa.array([], pa.string())
    texts = pyarrow.compute.utf8_trim(written, " ")
    padded = pyarrow.compute.not_equal(texts, written)
    return Column(codes, texts, padded=np.asarray(padded.to_numpy(zero_copy_only=False), bool))


def check_columns(keys: TableKeys, names: tuple[str, ...]) -> None:
    """BadInput where a column that is wanted is missing, or one stands there twice."""
    file, problems = keys.name, []
    lower = [name.lower() for name in names]
    for k, name in enumerate(names):
        if name and name.lower() in lower[:k]:
            found = f"column '{shown(name)}' twice (columns {lower.index(name.lower()) + 1} and {k + 1})"
            problems.append(Problem(file, 1, "", found, "every column once"))
    if len(names) > MOST_COLUMNS:
        problems.append(Problem(file, 1, "", f"{len(names)} columns", f"at most {MOST_COLUMNS}"))
    missing = [(ours, theirs) for ours, theirs in keys.columns.items() if theirs not in names]
    if sign := _other_delimiter(keys, names) if missing else "":
        fix = f'state `format: {{delimiter: "{sign}"}}` under {keys.section}'
        found = f"names of columns with '{sign}' between them"
        raise BadInput([Problem(file, 1, f"{keys.section}.format.delimiter", found, "the delimiter of the file", fix)])
    headless = bool(missing) and any(name[:1].isdigit() for name in names)
    named = len(names) > 1 and all(re.fullmatch(r"[\w .()/#%&+-]*", name) for name in names)  # no line of another file
    listed = ", ".join(shown(name, 30) for name in names[:20]) if named else "the names in the first line"
    for ours, theirs in missing:
        fix = "the first line looks like data; put the names of the columns above it" if headless else ""
        fix = fix or nearest(theirs, names) or f"name it in the profile: {keys.section}: {{columns: {{{ours}: ...}}}}"
        problems.append(Problem(file, 1, ours, f"no column '{shown(theirs)}'", f"one of {listed}", fix))
    for key, stated in keys.filters().items():
        for column in stated:
            if column not in names:
                found, path = f"no column '{shown(column)}'", f"{keys.section}.{key}"
                problems.append(Problem(file, 1, path, found, f"one of {listed}", nearest(column, names)))
    if problems:
        raise BadInput(problems)


def _other_delimiter(keys: TableKeys, names: tuple[str, ...]) -> str:
    """The sign that parts the first line into all names that the profile maps, "" where none does."""
    line, mapped = "\n".join(names), set(keys.columns.values())
    for sign in sorted(set(re.findall(r"[^\w\s\"]", line))):
        if mapped <= {part.strip().strip('"') for part in re.split(rf"\n|{re.escape(sign)}", line)}:
            return str(sign)
    return ""
