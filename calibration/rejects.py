"""The file that lists the rows which were set aside."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable
from pathlib import Path

import pandas as pd

from scenarios.ground.places import Kind, check_file, write_file
from sim.problems import BadInput, Problem

COLUMNS = b"line,column,found,reason,fix"
ENDING = ".rejects.csv"  # behind the whole name of the market file
MARK = "\ufeff"  # tells a spreadsheet that the file is UTF-8
NUMBER = r"[-+]?[\d.,]*\d[\d.,]*(e[-+]?\d+)?"


class Refused(BadInput):
    """A file of orders of which too much would have to be left out; ``rejects`` lists it as ``write_rejects`` does."""

    def __init__(self, problems: Iterable[Problem], rejects: pd.DataFrame) -> None:
        super().__init__(problems)
        self.rejects = rejects

    def listed(self, market: str | os.PathLike[str]) -> BadInput:
        """The same refusal once the rows are written beside the place of the market file, where they may be."""
        place = Path(market)
        try:
            write_rejects(self.rejects, place)
        except BadInput as why:
            return BadInput([*self.problems, *why.problems])
        found = f"{len(self.rejects):,} rejected rows, written there with line, reason and fix"
        fix = "look at them, and mend the file or the profile"
        told = Problem(os.fspath(market) + ENDING, 0, "", found, "few rejected rows, and of no kind", fix)
        return BadInput([*self.problems[:49], told])


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
