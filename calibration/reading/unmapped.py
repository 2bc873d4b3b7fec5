"""Columns that the profile does not map, and which of them looks like the number of an order."""

from __future__ import annotations

import re

import numpy as np
from numpy.typing import NDArray

from calibration.profile import Profile
from calibration.reading.cells import Cells, Column

NUMBER = re.compile(
    r"order|invoice|receipt|bestell|auftrag|rechnung|commande|pedido|ordine|订单|單號|单号", re.IGNORECASE
)
TIME = re.compile(r"time|date|day|_at$|时间|日期|時間", re.IGNORECASE)
FURTHER = 0.9  # share of the rows without a customer that must be further lines of the row above, and of numbers
FEWEST = 0.01  # share of the rows without a customer, from which the file is read again for it


def unmapped(profile: Profile, cells: Cells) -> dict[str, Column]:
    """The columns that may hold an order's number, those named so first; they are read at once."""
    keys = profile.orders
    names = [name for name in cells.names if name not in keys.columns.values() and not TIME.search(name)]
    others = tuple(name for name in names if name not in cells.columns)
    cells.read_too(others)
    known = [name for name in names if name in cells.columns]
    return {name: cells.columns[name] for name in sorted(known, key=lambda name: not NUMBER.search(name))}


def number_of_lines(profile: Profile, cells: Cells, blank: NDArray[np.bool_], undated: NDArray[np.bool_]) -> str:
    """The unmapped column that would join rows with a ``blank`` customer to the order above, "" where there is none.

    They hold what the row above holds, or, ``undated`` as well, nothing below a number; other rows have one each.
    """
    at = np.flatnonzero(blank[1:]) + 1
    if len(at) < FEWEST * len(blank):
        return ""
    for name, column in unmapped(profile, cells).items():
        empty = column.values == ""
        codes, nothing = column.codes, column.spread(empty)
        same = (codes[at] == codes[at - 1]) & ~nothing[at]
        further = same.mean() >= FURTHER or ((nothing & undated)[at].mean() >= FURTHER and NUMBER.search(name))
        heads = codes[~blank & ~nothing]
        if further and len(heads) and len(np.unique(heads)) >= FURTHER * (~blank).sum():
            return name
    return ""


def mapping_of(name: str) -> str:
    """The line of a profile that maps the column ``name`` as the order's number."""
    return f"order_id: {_quoted(name)}"


def _quoted(name: str) -> str:
    return name if re.fullmatch(r"[^\W\d_][\w .-]*", name) else "'" + name.replace("'", "''") + "'"
