"""What became of every line of a file: used, or set aside for a reason, with its money; and what has to be said."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from calibration.reading.cells import Cells
from calibration.reading.lines import MOST_LINES, NoRecord
from calibration.reading.texts import TOTALS
from sim.problems import shown

FAULT, FILTER, GUEST, DOUBLE, RETURN = "fault", "filter", "guest", "duplicate", "return"
TOTAL = "total"  # rows that add up others
REJECTS = ("line", "column", "found", "reason", "fix")


def many(number: int, one: str, more: str) -> str:
    """``number`` with the word for one or for more."""
    return f"{number:,} {one if number == 1 else more}"


@dataclass(frozen=True)
class Kind:
    """A reason to set rows aside: ``column`` of the orders table (or of the file, for a filter)."""

    group: str
    column: str
    reason: str
    fix: str = ""


@dataclass(frozen=True)
class Note:
    """Something that was seen or decided in reading: ``code`` for programs, ``text`` for people."""

    code: str
    text: str
    facts: dict[str, Any] = field(default_factory=dict)

    def to_json(self) -> dict[str, Any]:
        return {"code": self.code, "text": self.text, **self.facts}


class Account:
    """The fate of each row: 0 while it is in use, else the number of a kind; what comes first stays."""

    def __init__(self, rows: int) -> None:
        self.fate = np.zeros(rows, np.int16)
        self.kinds: list[Kind] = []
        self.notes: list[Note] = []

    @property
    def used(self) -> NDArray[np.bool_]:
        return np.asarray(self.fate == 0)

    def aside(self, rows: NDArray[np.bool_], kind: Kind) -> int:
        """Set those of ``rows`` aside that are still in use; their number."""
        rows = rows & self.used
        number = int(rows.sum())
        if number:
            if kind not in self.kinds:
                self.kinds.append(kind)
            self.fate[rows] = self.kinds.index(kind) + 1
        return number

    def of_group(self, group: str) -> NDArray[np.bool_]:
        numbers = [k for k, kind in enumerate(self.kinds, 1) if kind.group == group]
        return np.isin(self.fate, numbers)

    def say(self, code: str, text: str, **facts: Any) -> None:
        note = Note(code, text, facts)
        if note not in self.notes:  # two columns may be written alike
            self.notes.append(note)


@dataclass(frozen=True)
class Reading:
    """How a file was read, as plain data; ``rejects`` lists every row and line that was set aside.

    ``rows`` = ``used`` + rows of ``rejects``; ``merged`` of the used rows are no orders of their own (further lines
    of an order, refunds and what they undid). Money is in the currency of the orders.
    """

    file: str
    rows: int
    used: int
    merged: int
    lines: dict[str, int]
    money: dict[str, float]
    aside: list[dict[str, Any]]
    notes: list[Note]
    rejects: pd.DataFrame

    def to_json(self) -> dict[str, Any]:
        return {
            "file": self.file,
            "lines": self.lines,
            "rows": self.rows,
            "rows_read": self.used,
            "rows_merged": self.merged,
            "rows_set_aside": len(self.rejects),
            "money": self.money,
            "set_aside": self.aside,
            "notes": [note.to_json() for note in self.notes],
        }


def rejects_of(
    account: Account,
    cells: Cells,
    names: dict[str, str],
    money: NDArray[np.float64],
    of_lines: NDArray[np.float64],
) -> pd.DataFrame:
    """The rows and lines that were set aside: REJECTS, and group, money (NaN where it cannot be read), row.

    ``names``: columns of the file by those of the orders table; ``money`` of the rows, ``of_lines`` of the lines that
    are no rows.
    """
    tables = []
    for number, kind in enumerate(account.kinds, 1):
        rows = np.flatnonzero(account.fate == number)
        column = cells.columns.get(names.get(kind.column, kind.column))
        found = np.full(len(rows), "", object)
        if column is not None:
            texts = np.array([shown(text) for text in column.values], object)
            found = texts[column.codes[rows]]
        if kind.group == DOUBLE:
            first = pd.Series(cells.lines).groupby(cells.marks).transform("min").to_numpy()[rows]
            found = np.array([f"as line {line}" for line in first], object)
        facts = {"column": kind.column, "reason": kind.reason, "fix": kind.fix, "group": kind.group}
        tables.append(
            pd.DataFrame({"line": cells.lines[rows], "found": found, "money": money[rows], "row": rows, **facts})
        )
    broken = [
        (bad.line, bad.found, amount, -1, "", *_told(bad, len(cells.names)))
        for bad, amount in zip(cells.scan.no_records, of_lines, strict=True)
    ]
    if broken:
        tables.append(
            pd.DataFrame(broken, columns=["line", "found", "money", "row", "column", "reason", "fix", "group"])
        )
    columns = [*REJECTS, "group", "money", "row"]
    if not tables:
        return pd.DataFrame({name: [] for name in columns})
    return pd.concat(tables)[columns].sort_values("line", kind="stable", ignore_index=True)


def of_totals(bad: NoRecord) -> bool:
    """Whether a cell of a line that is no record calls it one of totals."""
    return any(TOTALS.fullmatch(cell.strip()) for cell in bad.fields)


def _told(bad: NoRecord, columns: int) -> tuple[str, str, str]:
    """Reason, fix and group of a line that is no record."""
    if of_totals(bad):
        return "looks like a row of totals", "leave it out of the file", TOTAL
    return bad.reason, _line_fix(bad, columns), FAULT


def _line_fix(bad: NoRecord, columns: int) -> str:
    reason, fields = bad.reason, bad.fields
    if len(fields) > columns and not any(field.strip() for field in fields[columns:]):
        return "a cell seems to be cut in two: quote texts and numbers that hold the delimiter"
    if reason.startswith("a quote"):
        return f"put the text on at most {MOST_LINES} lines, or close its quote (one within a text is written twice)"
    if "NUL" in reason:
        return "export the file anew: it is damaged here"
    return "quote texts and numbers that hold the delimiter; export amounts with a decimal point, not a comma"


def summed(rejects: pd.DataFrame, rows: int, total: float) -> list[dict[str, Any]]:
    """The kinds of ``rejects``, the most frequent first: how many, which money, where the first is.

    ``rows`` and ``total`` are those of the whole file, to give shares.
    """
    found = []
    groups = rejects.groupby(["group", "column", "reason"], sort=False)
    for (group, column, reason), part in sorted(groups, key=lambda item: -len(item[1])):
        money = float(part["money"].sum())
        first = part.iloc[0]
        found.append(
            {
                "kind": group,
                "column": column,
                "reason": reason,
                "rows": len(part),
                "share_of_rows": len(part) / max(rows, 1),
                "money": money,
                "share_of_money": abs(money) / total if total > 0 else 0.0,
                "rows_without_readable_money": int(part["money"].isna().sum()),
                "first_line": int(first["line"]),
                "example": str(first["found"]),
                "fix": str(first["fix"]),
            }
        )
    return found
