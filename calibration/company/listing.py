"""The list of customers on a screen, in a file, as plain data."""

from __future__ import annotations

import math
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd
from rich.cells import cell_len

from calibration.company.customers import Customers
from scenarios.ground.places import Kind, check_file, draft_file, told, write_file
from scenarios.results.sentences import number
from sim.problems import BadInput, Problem, shown

ENDINGS = (".csv", ".parquet")
HEADINGS = ("customer", "since", "latest", "orders", "alive", "to come", "5-95 %", "value", "5-95 %", "RFM", "ABC")
HEADS = (b"\xef\xbb\xbfcustomer,since,latest,", b"PAR1")
KIND = Kind(
    "a file for the list of customers",
    "name a new file, or an older list of customers",
    1_000_000,
    lambda path: path.open("rb").read(64).startswith(HEADS),
)


def write(found: Customers, place: str | os.PathLike[str]) -> None:
    """Write the whole list as CSV or Parquet, by the ending of ``place``; BadInput where it cannot be."""
    path = Path(place)
    ending = path.suffix.lower()
    if ending not in ENDINGS:
        raise BadInput(
            [Problem(f"--out {shown(path, 200)}", 0, "", f"the ending {shown(ending)}", " or ".join(ENDINGS))]
        )
    if ending == ".csv":
        write_file(place, KIND, lambda out: out.write(csv(found.table)))
        return
    target = check_file(place, KIND)
    with told(place, KIND), draft_file(target.parent) as draft:
        found.table.to_parquet(draft, index=False)
        os.replace(draft, target)


def csv(table: pd.DataFrame) -> str:
    """The ``table`` of customers as CSV that a spreadsheet takes for UTF-8."""
    days = {name: table[name].dt.strftime("%Y-%m-%d") for name in ("since", "latest")}
    return "\ufeff" + table.assign(**days).to_csv(index=False, float_format="%.6g")


def lines(found: Customers, top: int, head: Callable[[str], str] = str) -> list[str]:
    """The most valuable ``top`` customers, a line each, below their heads in the words of ``head``."""
    rows = [tuple(map(head, HEADINGS))]
    for row in found.table.head(top).to_dict("records"):
        rows.append(
            (
                shown(row["customer"], 24),
                f"{row['since']:%Y-%m-%d}",
                f"{row['latest']:%Y-%m-%d}",
                f"{row['orders']:,}",
                f"{row['p_alive']:.0%}",
                f"{row['expected_orders']:,.1f}",
                f"{row['orders_low']:,.0f}-{row['orders_high']:,.0f}",
                number(row["value"], 4),
                f"{row['value_low']:,.0f}-{row['value_high']:,.0f}",
                row["rfm"],
                row["abc"],
            )
        )
    widths = [max(cell_len(row[k]) for row in rows) for k in range(len(HEADINGS))]
    return ["  ".join(map(_to_the_right, row, widths)) for row in rows]


def _to_the_right(cell: str, width: int) -> str:
    """``cell`` behind spaces, ``width`` columns of a terminal wide."""
    return " " * (width - cell_len(cell)) + cell


def plain(document: dict[str, Any]) -> dict[str, Any]:
    """``document`` with days as texts and None in the place of numbers that are none."""

    def told_plainly(value: Any) -> Any:
        if isinstance(value, dict):
            return {key: told_plainly(one) for key, one in value.items()}
        if isinstance(value, list):
            return [told_plainly(one) for one in value]
        if isinstance(value, pd.Timestamp):
            return f"{value:%Y-%m-%d}"
        if isinstance(value, float) and not math.isfinite(value):
            return None
        return value

    found: dict[str, Any] = told_plainly(document)
    return found
