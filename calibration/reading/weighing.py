"""Whether what was rejected may be left out: weighed by rows, by money and by whom and what it takes away."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from calibration.reading.cells import Column

MOST_REJECTED = 0.05  # share of the rows, of their money and of the customers; beyond it the file is refused
WIPED = 0.8  # share of the rows of a range of amounts that are rejected, from which the range is lost
WIPED_GROUP = 0.5  # the same of a month or of the rows with one value in a column
FEWEST = 5  # rejected rows in a range; at a rejection rate of 5 % chance alone wipes one out in < 1 of 300,000
FEWEST_OF_GROUP = 20  # rows of a month or a group


@dataclass(frozen=True)
class Loss:
    """What rejecting rows would take away, in words; ``rows`` those that tell it."""

    text: str
    rows: NDArray[np.bool_]


def losses(
    bad: NDArray[np.bool_],
    amount: NDArray[np.float64],
    month: NDArray[np.datetime64],
    customer: NDArray[np.int64],
    ids: NDArray[np.object_],
    columns: dict[str, Column],
) -> list[Loss]:
    """What the rows that are ``bad`` would take away beyond their number; NaN, NaT and -1 where unreadable."""
    money = np.nan_to_num(np.abs(amount))
    total = float(money.sum())
    found = []
    if bad.any() and total > 0 and money[bad].sum() > MOST_REJECTED * total:
        found.append(Loss(f"{money[bad].sum() / total:.1%} of the money", bad))
    found += _ranges(bad, amount)
    found += _months(bad, month)
    found += _people(bad, customer, ids)
    for name, column in columns.items():
        lost = _group(bad, column.codes, column.values.tolist())
        found += [Loss(f"{text} with '{value or 'nothing'}' in {name}", rows) for value, text, rows in lost]
    return found


def _ranges(bad: NDArray[np.bool_], amount: NDArray[np.float64]) -> list[Loss]:
    """Amounts above (or below) which nearly all is rejected."""
    known = ~np.isnan(amount)
    mine = np.sort(np.abs(amount[bad & known]))
    if len(mine) < FEWEST:
        return []
    size = np.abs(amount)
    found = []
    for sign, word, end in ((1, "above", mine[-FEWEST]), (-1, "below", mine[FEWEST - 1])):
        best = None
        for edge in {float(end), *(float(np.quantile(mine, q)) for q in (0, 0.1, 0.25, 0.5, 0.75, 0.9, 1))}:
            beyond = known & (sign * size >= sign * edge)
            lost = int((bad & beyond).sum())
            least = FEWEST if sign > 0 else FEWEST_OF_GROUP  # little money is lost below
            if lost >= least and lost >= WIPED * beyond.sum() and beyond.sum() < 0.5 * known.sum():
                best = (lost, int(beyond.sum()), edge, beyond) if best is None or lost > best[0] else best
        if best is not None:
            lost, of, edge, beyond = best
            found.append(Loss(f"{lost:,} of the {of:,} rows with amounts {word} {edge:,.2f}", bad & beyond))
    return found


def _months(bad: NDArray[np.bool_], month: NDArray[np.datetime64]) -> list[Loss]:
    known = ~np.isnat(month)
    codes, names = pd.factorize(month[known].astype("datetime64[M]").astype(str))
    at = np.flatnonzero(known)
    return [
        Loss(f"{text} of {value}", _at(rows, at, len(bad)))
        for value, text, rows in _group(bad[known], codes, [str(name) for name in names])
    ]


def _people(bad: NDArray[np.bool_], customer: NDArray[np.int64], ids: NDArray[np.object_]) -> list[Loss]:
    """Customers of whom no row is left, and groups of them that one beginning of the id tells apart."""
    known = customer >= 0
    kept, lost = np.zeros(len(ids), bool), np.zeros(len(ids), bool)
    kept[customer[known & ~bad]] = True
    lost[customer[known & bad]] = True
    gone, people = int((lost & ~kept).sum()), int((lost | kept).sum())
    found = []
    if gone > max(MOST_REJECTED * people, FEWEST):
        found.append(Loss(f"every row of {gone:,} of {people:,} customers", bad))
    starts = pd.Series(ids, dtype="str").str.extract(r"^([^0-9]{1,12})")[0].fillna("")
    codes, names = pd.factorize(starts)
    if 2 <= len(names) <= 50:
        at = np.flatnonzero(known)
        for value, text, rows in _group(bad[known], codes[customer[known]], [str(name) for name in names]):
            found.append(Loss(f"{text} of customers whose id begins with '{value}'", _at(rows, at, len(bad))))
    return found


def _group(
    bad: NDArray[np.bool_], codes: NDArray[np.signedinteger], names: list[str | None]
) -> list[tuple[str, str, NDArray[np.bool_]]]:
    """The groups of which half or more is rejected, although little of the whole is; None names no group."""
    rows = np.bincount(codes, minlength=len(names))
    lost = np.bincount(codes[bad], minlength=len(names))
    wiped = (rows >= FEWEST_OF_GROUP) & (lost >= WIPED_GROUP * rows) & (rows < 0.5 * len(codes))
    found = ((names[k], k) for k in np.flatnonzero(wiped))
    return [(name, f"{lost[k]:,} of the {rows[k]:,} rows", bad & (codes == k)) for name, k in found if name is not None]


def _at(rows: NDArray[np.bool_], at: NDArray[np.int64], size: int) -> NDArray[np.bool_]:
    whole = np.zeros(size, bool)
    whole[at[rows]] = True
    return whole
