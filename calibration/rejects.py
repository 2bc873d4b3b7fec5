"""The file that lists the rows which were set aside."""

from __future__ import annotations

import re
from pathlib import Path

import pandas as pd

from calibration.market_file import write_whole

ENDING = ".rejects.csv"  # behind the whole name of the market file
MARK = "\ufeff"  # tells a spreadsheet that the file is UTF-8
NUMBER = r"[-+]?[\d.,]*\d[\d.,]*(e[-+]?\d+)?"


def write_rejects(rejects: pd.DataFrame, market: Path) -> None:
    """Write ``<market>.rejects.csv`` (line, column, found, reason, fix); BadInput when it is not writable."""
    safe = rejects.assign(found=[_harmless(str(text)) for text in rejects["found"]])
    text = safe.to_csv(index=False)
    write_whole(market.with_name(market.name + ENDING), lambda out: out.write(MARK + text))


def _harmless(text: str) -> str:
    """Text that a spreadsheet will not run as a formula; numbers stay as they are."""
    formula = text[:1] in {"=", "+", "-", "@"} and not re.fullmatch(NUMBER, text, re.IGNORECASE)
    return f"'{text}" if formula else text
