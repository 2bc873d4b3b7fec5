"""Rows that add up others: set aside, with what shows that they are no orders."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from calibration.reading.account import FAULT, TOTAL, Account, Kind
from calibration.reading.cells import Cells, Column
from calibration.reading.texts import TOTALS, matches

LOOKS = "looks like a row of totals"
ABOVE, SINCE, EVERY = "the rows above", "the rows above since the last one", "all rows"
FIX = "leave it out of the file"
FEWEST = 5  # rows of which a sum shows a row of totals that no word calls so
CENT = 0.005  # an amount is rounded by so much


def set_totals_aside(
    cells: Cells,
    columns: Mapping[str, str],
    blank: Mapping[str, NDArray[np.bool_]],
    amount: NDArray[np.float64],
    pieces: NDArray[np.float64] | None,
    account: Account,
) -> NDArray[np.bool_]:
    """The rows that are taken for totals, set aside: (rows,).

    ``columns`` of the file and ``blank`` cells by column of the orders table; ``amount`` and ``pieces`` (the quantity)
    as far as they can be read. A row is one of totals where a cell calls it so and it has neither customer nor day, or
    its amount is a sum of rows; without such a word, where it has nothing but the sum of all rows above. One that has
    nothing but an amount larger than any order is a fault of that name.
    """
    words = {name: _called(column) for name, column in cells.columns.items() if name != columns["amount"]}
    called = np.logical_or.reduce(list(words.values()))
    no = {ours: blank[ours] | words[columns[ours]] for ours in blank if ours != "amount"}
    bare = no["customer_id"] & no["ordered_at"] & no.get("order_id", np.ones(len(cells), bool))
    asked = account.used & np.nan_to_num(amount).astype(bool) & (called | bare)
    found = np.zeros(len(cells), bool)
    at = np.flatnonzero(asked)
    if not len(at):
        return found
    sums = _sums(at, amount, pieces, (~asked, ~asked & account.used, ~called & account.used))
    above, every = np.cumsum(~asked)[at], int((~asked).sum())
    shown = bare[at] & (((sums == ABOVE) & (above >= FEWEST)) | ((sums == EVERY) & (every >= FEWEST)))
    sure = (called[at] & ((sums != "") | (no["customer_id"] & no["ordered_at"])[at])) | shown
    for of in np.unique(sums[sure].astype(str)):
        reason = f"{LOOKS}: its amount is the sum of {of}" if of else LOOKS
        rows = np.isin(np.arange(len(cells)), at[sure & (sums == of)])
        account.aside(rows, Kind(TOTAL, "amount", reason, FIX))
        found |= rows
    if "order_id" not in blank:
        largest = float(np.nan_to_num(amount[account.used & ~asked]).max(initial=0.0))
        rows = bare & asked & ~found & (amount > largest)
        account.aside(rows, Kind(FAULT, "amount", LOOKS, FIX))
        found |= rows
    return found


def _called(column: Column) -> NDArray[np.bool_]:
    """Whether the cells of a column call their row one of totals."""
    return column.spread(matches(column.words, f"(?i){TOTALS.pattern}"))


def _sums(
    at: NDArray[np.int64],
    amount: NDArray[np.float64],
    pieces: NDArray[np.float64] | None,
    addends: tuple[NDArray[np.bool_], ...],
) -> NDArray[np.object_]:
    """Of which other rows the amounts of the rows ``at`` are the sum within rounding, "" of none: (rows at,).

    ``addends``: the rows that may be added up, one choice after the other.
    """
    found = np.full(len(at), "", object)
    plain = np.nan_to_num(amount)
    for money in (plain,) if pieces is None else (plain, plain * np.nan_to_num(pieces, nan=1.0)):
        for rows in addends:
            part, one = np.where(rows, money, 0.0), rows.astype(np.int64)
            above, number = np.cumsum(part)[at] - part[at], np.cumsum(one)[at] - one[at]
            for name, total, many in (
                (SINCE, np.diff(above, prepend=0.0), np.diff(number, prepend=0)),
                (EVERY, part.sum() - part[at], one.sum() - one[at]),
                (ABOVE, above, number),
            ):
                same = np.abs(plain[at] - total) <= CENT * many + 2 * CENT
                found[same & (many >= 2)] = name
    return found
