"""The refusal of a file of which too much would have to be left out."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from calibration.profile import Profile
from calibration.reading.account import FAULT, FILTER, REJECTS, TOTAL, Account, of_totals, rejects_of, summed
from calibration.reading.amounts import lenient
from calibration.reading.cells import FEW, Cells, Column
from calibration.reading.columns import Rows
from calibration.reading.lines import NoRecord
from calibration.reading.weighing import MOST_REJECTED, losses
from calibration.rejects import Refused
from sim.problems import Problem


def refuse_losses(profile: Profile, cells: Cells, rows: Rows, account: Account, guessed: NDArray[np.float64]) -> None:
    """Refused where the faulty rows are too many, hold too much money, or are all of a kind."""
    rejects = rejects_of(account, cells, dict(profile.orders.columns), rows.likely, guessed)
    table = rejects[rejects["group"] == FAULT]
    if table.empty:
        return
    every = len(cells) + len(cells.scan.no_records)
    lines = np.array([not of_totals(bad) for bad in cells.scan.no_records], bool)
    broken, guessed = np.flatnonzero(lines), guessed[lines]
    inside = ~account.of_group(FILTER) & ~account.of_group(TOTAL)
    bad = np.concatenate([account.of_group(FAULT)[inside], np.ones(len(broken), bool)])
    amount = np.concatenate([rows.likely[inside], guessed])
    month = np.concatenate([rows.moment[inside], np.full(len(broken), np.datetime64("NaT", "s"))])
    customer = np.concatenate([rows.customer[inside], np.full(len(broken), -1)])
    few = _few(profile, cells, inside, len(broken))
    many = len(table) > MOST_REJECTED * every
    lost = [] if many else losses(bad, amount, month, customer, rows.customers, few)
    if many or lost:
        problems = _refusals(profile, table, every, amount, [loss.text for loss in lost])
        raise Refused(problems, rejects[list(REJECTS)])


def _few(profile: Profile, cells: Cells, inside: NDArray[np.bool_], lines: int) -> dict[str, Column]:
    """The columns that are not mapped and have few values, for the rows ``inside`` and (None) so many lines below."""
    mapped = set(profile.orders.columns.values())
    found = {}
    for name, column in cells.columns.items():
        if name not in mapped and len(column.values) <= FEW:
            codes = np.concatenate([column.codes[inside], np.full(lines, len(column.values), np.int32)])
            found[name] = Column(codes, np.array([*column.values, None], object))
    return found


def amounts_of_lines(profile: Profile, cells: Cells) -> NDArray[np.float64]:
    """The likely amounts of lines that are no rows, NaN where none can be told: (lines,)."""
    at, expected = cells.names.index(profile.orders.columns["amount"]), len(cells.names)
    return np.array([_amount_of(bad, at, expected) for bad in cells.scan.no_records], float)


def _amount_of(bad: NoRecord, at: int, expected: int) -> float:
    fields, more = bad.fields, len(bad.fields) - expected
    texts = list(fields[at : at + 1])
    if more > 0:
        texts = [",".join(fields[at : at + more + 1]), *texts, fields[at + more]]
    values = [lenient(text) for text in texts]
    return next((value for value in values if not np.isnan(value)), float("nan"))


def _refusals(
    profile: Profile, table: pd.DataFrame, rows: int, amount: NDArray[np.float64], lost: list[str]
) -> list[Problem]:
    """One problem for each kind of bad row, the most frequent first."""
    date_format = profile.orders.date_format or "2024-03-31 (the year first)"
    allowed = {
        "customer_id": "a customer key as text",
        "ordered_at": f"days from 1970-01-01 to today as {date_format}",
        "amount": "numbers such as 1234.50",
        "quantity": "numbers such as 3",
        "list_amount": "numbers such as 1234.50",
        "discount": "numbers such as 4.50",
    }
    total = float(np.nansum(np.abs(amount)))
    problems = []
    for kind in summed(table, rows, total):
        such = f" ('{kind['example']}')" if kind["example"] else ""
        share = f", with {kind['share_of_money']:.1%} of the money" if kind["money"] else ""
        found = f"{kind['rows']:,} of {rows:,} rows{share}: {kind['reason']}{such}"
        cells = allowed.get(kind["column"], "rows with one field for each column")
        limit = f"{cells}, in at least 95 % of the rows and money"
        problems.append(Problem(profile.orders.name, kind["first_line"], kind["column"], found, limit, kind["fix"]))
    if lost:
        found = "; ".join(lost[:6])
        text = "leaving the rejected rows out would take away " + found
        fix = "mend what is named above: what is left would not be your customers"
        problems.append(Problem(profile.orders.name, 0, "", text, "rejects that are few and of no kind", fix))
    return problems
