"""Whether the tables of a result are those of its manifest: every scenario, every world, every row once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from scenarios.ground.parquet import WHOLE, refusal

if TYPE_CHECKING:
    import pandas as pd

ROWS = {
    "measures": ("scenario", "replication", "measure", "by", "key"),
    "comparison": ("scenario", "measure", "by", "key"),
    "daily": ("scenario", "day", "series"),
    "curves": ("scenario", "age_days", "series"),
    "accounts": ("scenario", "account"),
    "parameters": ("path",),
    "referrals": ("scenario", "replication", "measure", "by", "key"),
}
"""What tells the rows of a table apart."""
KNOWN = ("daily", "accounts", "parameters")
"""Tables in which every value is a number, whatever happened in the market."""
ALWAYS = "profit"
"""The measure that has a value for every scenario: what decides."""
RANGES = {"replication": "worlds", "day": "days"}
"""Columns that count from 0, and the entry of the manifest that they stay below."""


def check(folder: Path, manifest: Mapping[str, Any], tables: Mapping[str, pd.DataFrame]) -> None:
    """BadInput where one of ``tables`` is not of the result that ``manifest`` tells of."""
    names = [ran["name"] for ran in manifest["scenarios"]]
    for name, table in tables.items():
        found = _fault(name, table, names, manifest)
        if found:
            raise refusal(folder / "tables" / f"{name}.parquet", found, WHOLE)


def _fault(name: str, table: pd.DataFrame, names: Sequence[str], manifest: Mapping[str, Any]) -> str:
    """What is wrong with a table; empty where nothing is."""
    import numpy as np

    if "scenario" in table and not set(table["scenario"].unique()) <= set(names):
        return "rows of a scenario that the manifest does not name"
    for column, size in RANGES.items():
        if column in table and len(table) and not 0 <= table[column].min() <= table[column].max() < manifest[size]:
            return f"a {column} outside the run"
    if name not in ROWS:
        return ""
    if name not in ("curves", "referrals"):
        if table.empty:
            return "a table without rows"
        if "scenario" in table and set(table["scenario"].unique()) != set(names):
            return "no row of a scenario that the manifest names"
    if table.duplicated(list(ROWS[name])).any():
        return "a row twice"
    if name in KNOWN and not np.isfinite(table["value"].to_numpy()).all():
        return "rows without a value"
    if name in ("measures", "comparison"):
        rows = table[(table["measure"] == ALWAYS) & (table["by"] == "all") & np.isfinite(table["value"])]
        if set(rows["scenario"]) != set(names):
            return f"a scenario without {ALWAYS}"
    return ""
