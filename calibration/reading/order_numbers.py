"""Rows that repeat the total of an order whose number is not mapped: told, with the column that looks like it."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from calibration.profile import Profile
from calibration.reading.account import Account
from calibration.reading.cells import Cells, Column
from calibration.reading.columns import Rows
from calibration.reading.unmapped import mapping_of, unmapped
from sim.problems import shown

REPEATED = 0.02  # share of the rows from which repeated totals are told; chance gives far fewer on a clock of seconds
EXACT = 0.98  # share of the rows in which a number of orders goes with customer and time


def say_repeated_totals(profile: Profile, cells: Cells, rows: Rows, account: Account) -> None:
    """Tell rows with the customer, second and amount of an earlier one, where no order number is mapped.

    Rows alike in every cell are left to ``duplicates``; days without a time tell nothing.
    """
    if "order_id" in profile.orders.columns or not rows.timed:
        return
    used = np.flatnonzero(account.used & (rows.amount > 0) & (rows.customer >= 0))
    used = used[~pd.Series(cells.marks[used]).duplicated().to_numpy()]
    clock = rows.moment[used].astype("datetime64[s]").astype(np.int64)
    keys = {"customer": rows.customer[used], "moment": clock}
    again = pd.DataFrame({**keys, "amount": rows.amount[used]}).duplicated().to_numpy()
    again = again & (clock % 86_400 != 0)
    share = again.mean() if len(used) else 0.0
    if share < REPEATED:
        return
    money = float(rows.amount[used[again]].sum())
    total = float(rows.amount[used].sum())
    group = np.asarray(pd.DataFrame(keys).groupby(["customer", "moment"]).ngroup(), np.int64)
    column = _order_number(profile, cells, used.astype(np.int64), group, again)
    line = mapping_of(column) if column else ""
    fix = (
        f"add `{line}` to the columns, as {shown(column)} looks like the order's number"
        if column
        else "name the column of the order's number in the columns, as `order_id: ...`, or leave them out of the file"
    )
    text = (
        f"{int(again.sum()):,} rows ({share:.1%}) have the customer, the second and the amount of an earlier row, with"
        f" {money:,.2f} ({money / total:.1%} of the money), and are ADDED to it. If they are lines that repeat the"
        f" total of one order, {fix}."
    )
    account.say("totals_repeated", text, rows=int(again.sum()), money=money, column=column, line=line)


def _order_number(
    profile: Profile, cells: Cells, used: NDArray[np.int64], group: NDArray[np.int64], again: NDArray[np.bool_]
) -> str:
    """The unmapped column that is the same within customer and time and another elsewhere, "" where there is none."""
    columns = unmapped(profile, cells)
    return next((name for name, one in columns.items() if _goes_with(one, used, group, again)), "")


def _goes_with(column: Column, used: NDArray[np.int64], group: NDArray[np.int64], again: NDArray[np.bool_]) -> bool:
    codes = column.codes[used]
    table = pd.DataFrame({"code": codes, "group": group})
    groups_of_code = table.groupby("code")["group"].nunique()
    codes_of_group = table[np.isin(group, group[again])].groupby("group")["code"].nunique()
    return bool((groups_of_code == 1).mean() >= EXACT and (codes_of_group == 1).mean() >= EXACT)
