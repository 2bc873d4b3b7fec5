"""The file that lists the rows which were set aside."""

from __future__ import annotations

import re
from pathlib import Path

import pandas as pd

from scenarios.places import Kind, check_file, write_file

COLUMNS = b"line,column,found,reason,fix"
ENDING = ".rejects.csv"  # behind the whole name of the market file
MARK = "\ufeff"  # tells a spreadsheet that the file is UTF-8
NUMBER = r"[-+]?[\d.,]*\d[\d.,]*(e[-+]?\d+)?"


def check_rejects(market: Path) -> None:
    """BadInput where ``<market>.rejects.csv`` could not be written."""
    check_file(market.with_name(market.name + ENDING), KIND)


def write_rejects(rejects: pd.DataFrame, market: Path) -> None:
    """Write ``<market>.rejects.csv`` (line, column, found, reason, fix); BadInput when it is not writable."""
    safe = rejects.assign(found=[_harmless(str(text)) for text in rejects["found"]])
    text = safe.to_csv(index=False)
    write_file(market.with_name(market.name + ENDING), KIND, lambda out: out.write(MARK + text))


def _is_list(path: Path) -> bool:
    """Whether the file at ``path`` begins like a list of rejected rows."""
    with path.open("rb") as stream:
        return stream.read(len(COLUMNS) + 3).removeprefix(b"\xef\xbb\xbf").startswith(COLUMNS)


KIND = Kind("a file for the rows that cannot be used", "name another market file", 1_000_000, _is_list)


def _harmless(text: str) -> str:
    """Text that a spreadsheet will not run as a formula; numbers stay as they are."""
    formula = text[:1] in {"=", "+", "-", "@"} and not re.fullmatch(NUMBER, text, re.IGNORECASE)
    return f"'{text}" if formula else text
