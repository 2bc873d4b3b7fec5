"""A measured figure beside the bar that it must reach, and the tables made of figures."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

README = Path(__file__).parent.parent / "README.md"
BEGIN, END = "<!-- written by python -m benchmarks.run --readme -->", "<!-- end -->"


@dataclass(frozen=True)
class Figure:
    """One row: ``shown`` is the value with its unit; ``must`` and ``aim`` are bars in the same unit, if it has any.

    ``larger``: whether more is better.
    """

    name: str
    value: float
    shown: str
    must: float | None = None
    aim: float | None = None
    larger: bool = False

    @property
    def verdict(self) -> str:
        """How the value stands to its bars."""
        if self.must is None and self.aim is None:
            return ""
        if self.aim is not None and self._reaches(self.aim):
            return "aim reached"
        return "short" if self.must is None or not self._reaches(self.must) else "reached"

    def _reaches(self, bar: float) -> bool:
        return self.value >= bar if self.larger else self.value <= bar


def full_table(figures: Iterable[Figure]) -> str:
    """Every figure with its bars, for who works on the speed."""
    lines = ["| figure | measured | must | aim | |", "|---|---|---|---|---|"]
    for f in figures:
        bars = " | ".join("" if bar is None else f"{bar:g}" for bar in (f.must, f.aim))
        lines.append(f"| {f.name} | {f.shown} | {bars} | {f.verdict} |")
    return "\n".join(lines)


# What users care about: the row of the README and the figure that it quotes.
ROWS = {
    "a year of 1,000,000 customers, everything on": ("1,000,000 customers x 365 days", "memory of 1,000,000"),
    "a year of 10,000,000 customers, everything on": ("10,000,000 customers x 365 days", "memory of 10,000,000"),
    "one event of a customer (an order, a ticket, a word to a friend)": ("time per journal event",),
    "memory of a customer": ("memory per customer",),
    "four policies x 20 worlds x 20,000 people x 2 years": ("4 scenarios x 20 worlds",),
    "two cores instead of one": ("two workers",),
    "compiling, the first time / from then on": ("compile, cold", "compile, from cache"),
    "the same market in SimPy, a process per customer": ("against SimPy",),
    "in Mesa (do / shuffle_do)": ("against Mesa do", "against Mesa shuffle_do"),
    "in Starsim": ("against Starsim",),
    "in AMBER, vectorised": ("against AMBER",),
    "in NumPy, day by day / from event to event": ("against NumPy lists", "against NumPy event-skipping"),
}
UNKNOWN = "not measured"


def readme_rows(figures: Iterable[Figure], before: dict[str, str]) -> dict[str, str]:
    """The rows of the README's table; what was not measured keeps what it said ``before``."""
    known = {f.name: f.shown for f in figures}
    rows = {}
    for row, names in ROWS.items():
        found = [known[name] for name in names if name in known]
        rows[row] = " / ".join(found) if len(found) == len(names) else before.get(row, UNKNOWN)
    return rows


def rows_in(text: str) -> dict[str, str]:
    """The rows between the marks of a README."""
    table = text.partition(BEGIN)[2].partition(END)[0]
    cells = [line.strip("| ").split(" | ") for line in table.splitlines() if line.startswith("|")][2:]
    return {name: value for name, value in cells}


def write_readme(figures: Iterable[Figure], path: Path = README) -> None:
    """Put the table between the marks."""
    text = path.read_text("utf-8")
    head, mark, rest = text.partition(BEGIN)
    end, tail = rest.partition(END)[1:]
    if not mark or not end:
        raise ValueError(f"{path} lacks the marks {BEGIN} and {END}")
    rows = readme_rows(figures, rows_in(text))
    lines = ["| what | figure |", "|---|---|", *(f"| {name} | {value} |" for name, value in rows.items())]
    path.write_text(head + BEGIN + "\n" + "\n".join(lines) + "\n" + END + tail, "utf-8")
