"""Rows that cannot be used: how to mend them, and the file that lists them."""

from __future__ import annotations

import re
from pathlib import Path

import pandas as pd

from calibration.readers import NO_DATE, NO_NUMBER
from scenarios.places import Kind, check_file, write_file

AGAIN = "an order_id that an earlier row has"
COLUMNS = b"line,column,found,reason,fix"
ENDING = ".rejects.csv"  # behind the whole name of the market file
FIXES = {
    "negative": "leave refunds out, or take them off their orders",
    AGAIN: "give one row for each order: add up the lines of an order",
}
DAY = r"(\d{1,4})([./-])\d{1,2}\2(\d{1,4})(?:[ T]\d{1,2}:\d{2}(:\d{2})?)?"
NUMBER = r"[-+]?[\d.,]*\d[\d.,]*(e[-+]?\d+)?"


def check_rejects(market: Path) -> None:
    """BadInput where ``<market>.rejects.csv`` could not be written."""
    check_file(market.with_name(market.name + ENDING), KIND)


def write_rejects(rejects: pd.DataFrame, market: Path) -> None:
    """Write ``<market>.rejects.csv`` (line, column, found, reason, fix); BadInput when it is not writable."""
    safe = rejects.assign(found=[_harmless(str(text)) for text in rejects["found"]])
    write_file(market.with_name(market.name + ENDING), KIND, lambda out: safe.to_csv(out, index=False))


def _is_list(path: Path) -> bool:
    """Whether the file at ``path`` begins like a list of rejected rows."""
    with path.open("rb") as stream:
        return stream.read(len(COLUMNS) + 3).removeprefix(b"\xef\xbb\xbf").startswith(COLUMNS)


KIND = Kind("a file for the rows that cannot be used", "name another market file", 1_000_000, _is_list)


def fix_of(column: str, reason: str, found: str) -> str:
    """How to mend a cell that was ``found`` in a column of the orders table; empty where nothing is known."""
    if reason == NO_DATE:
        return _date_fix(found)
    if reason == NO_NUMBER:
        return _number_fix(found)
    if not column and reason.startswith("Expected Number of Columns"):
        return "quote texts that hold the delimiter; export amounts with a decimal point, not a comma"
    return FIXES.get(reason, "")


def _date_fix(text: str) -> str:
    if text.isdigit() and len(text) == 5:
        return "these look like day numbers of a spreadsheet; export the column as a date"
    if text.isdigit() and len(text) == 8:
        return "state date_format: '%Y%m%d'"
    day = re.fullmatch(DAY, text)
    if day is None:
        return "state date_format, for example '%d.%m.%Y', '%d/%m/%Y' or '%m/%d/%Y'"
    first, between, last, seconds = day.groups()
    time = "" if ":" not in text else " %H:%M:%S" if seconds else " %H:%M"
    time = time.replace(" ", "T") if "T" in text else time
    year = "%Y" if len(last) == 4 else "%y"
    orders = [("%d", "%m", year)] if between == "." else [("%d", "%m", year), ("%m", "%d", year)]
    if len(first) == 4:
        orders = [("%Y", "%m", "%d")]
    return "state date_format: " + " or ".join(f"'{between.join(parts)}{time}'" for parts in orders)


def _number_fix(text: str) -> str:
    fixes = []
    if not re.fullmatch(r"[-+\d.,\s]*", text):
        fixes.append("numbers only: leave currency signs and letters out")
    if re.search(r",\d+\D*$", text) and "." not in text[text.rindex(",") :]:
        fixes.append("decimal comma: export the amounts with a decimal point (33.09)")
    elif "," in text:
        fixes.append("leave thousands separators out")
    return "; ".join(fixes) or "write amounts as 1234.50"


def _harmless(text: str) -> str:
    """Text that a spreadsheet will not run as a formula; numbers stay as they are."""
    formula = text[:1] in {"=", "+", "-", "@"} and not re.fullmatch(NUMBER, text, re.IGNORECASE)
    return f"'{text}" if formula else text
