"""Rows that stand in a file twice, cell by cell: an export that was doubled, or two orders that look alike."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from calibration.reading.account import DOUBLE, Account, Kind
from calibration.reading.columns import Rows
from calibration.reading.repeats import again as like_earlier
from calibration.reading.repeats import repeated

DOUBLED = 0.5  # share of distinct rows that stand twice, from which the whole file was doubled
DOUBLED_DAYS = 0.9  # the same on the days with doubles, from which an overlap of two exports is taken
FEWEST = 20  # distinct rows that stand twice, from which a system is seen
KEEP = "add `duplicates: keep` under orders if they are orders of their own"
PER_DAY = 3.0  # distinct rows a day, on average, from which an overlap can be told from chance


@dataclass(frozen=True)
class Duplicates:
    """``again`` (rows,): rows like an earlier one in every cell. ``system``: why they are taken for the same rows
    (every row, or days), "" where they may be orders of their own."""

    again: NDArray[np.bool_]
    system: str
    first_day: str = ""
    last_day: str = ""


def duplicates(marks: NDArray[np.int64], days: NDArray[np.datetime64], used: NDArray[np.bool_]) -> Duplicates:
    """Doubles among the ``used`` rows, by the hash of all cells and the day of each."""
    again = np.zeros(len(marks), bool)
    again[used] = like_earlier(marks[used])
    if not again.any():
        return Duplicates(again, "")
    twice = repeated(marks[used]) & ~again[used]  # firsts of those that come again
    firsts = int((~again[used]).sum())
    if twice.sum() >= FEWEST and twice.sum() >= DOUBLED * firsts:
        return Duplicates(again, "every row")
    of_day = days[used].astype("datetime64[D]").astype(np.int64)
    touched = np.unique(of_day[twice])
    there = np.isin(of_day, touched) & ~again[used]
    dense = len(touched) and there.sum() >= PER_DAY * len(touched)
    if twice.sum() >= FEWEST and dense and twice.sum() >= DOUBLED_DAYS * there.sum():
        return Duplicates(again, "days", *touched[[0, -1]].astype("datetime64[D]").astype(str).tolist())
    return Duplicates(again, "")


def set_doubles_aside(stated: str | None, marks: NDArray[np.int64], rows: Rows, account: Account) -> None:
    """Drop rows like an earlier one in every cell where the export was doubled or it is ``stated``; else say so."""
    found = duplicates(marks, rows.moment, account.used & ~rows.further)
    number = int(found.again.sum())
    if not number:
        return
    money = float(np.nansum(np.abs(rows.likely[found.again])))
    total = float(np.nansum(np.abs(rows.likely[account.used])))
    much = f"{number:,} rows ({money / total if total else 0:.1%} of the money) are like an earlier one in every cell"
    facts = {"rows": number, "money": money, "system": found.system}
    if stated == "drop" or (stated is None and found.system):
        account.aside(found.again, Kind(DOUBLE, "every column", "like that of an earlier row", KEEP))
        times = round(1 + number / max(int((account.used & ~rows.further).sum()), 1))
        often = "twice" if times <= 2 else f"{times} times"
        where = {"every row": f"most rows stand in the file {often}", "": "as the profile says"}.get(
            found.system,
            f"all rows of {found.first_day} to {found.last_day} stand in it twice, as when exports overlap",
        )
        text = (
            f"{much}: {where}. They are dropped; if they are orders of their own, add `duplicates: keep` under orders."
        )
        account.say("duplicates_dropped", text, **facts)
    elif stated is None and len(rows.order) and np.any(rows.order[found.again] >= 0):
        text = (
            f"{much}; with an order id they are further rows of one order, and count as is said of orders with several"
            " rows. If they are the same, add `duplicates: drop` under orders."
        )
        account.say("duplicates_in_orders", text, **facts)
    elif stated is None:
        text = (
            f"{much}; they are kept as orders of their own. If they are the same, add `duplicates: drop` under orders."
        )
        account.say("duplicates_kept", text, **facts)
