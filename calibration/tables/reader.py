"""A table other than the orders: its cells typed as its contract says, bad rows set aside with their reasons."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from calibration.contracts import MONEY, Contract, Field
from calibration.reading.account import (
    DOUBLE,
    FAULT,
    FILTER,
    REJECTS,
    TOTAL,
    Account,
    Kind,
    Reading,
    many,
    rejects_of,
    summed,
)
from calibration.reading.amounts import lenient
from calibration.reading.cells import Cells
from calibration.reading.filters import filter_rows
from calibration.reading.layout_said import say_layout
from calibration.reading.opening import cells_of
from calibration.reading.weighing import MOST_REJECTED
from calibration.rejects import Refused
from calibration.table_keys import TableKeys
from calibration.tables.kinds import ALLOWED, Typed, typed_field
from calibration.tables.traits import traits_of
from sim.problems import BadInput, Problem


@dataclass(frozen=True)
class Table:
    """``frame``: the rows in use, with the contract's columns that the source has (texts and ids NaN where empty,
    times datetime64[s], money and numbers float, flags of pandas' boolean), then traits. ``currency``: the one of its
    money, None where none is told or there are several."""

    frame: pd.DataFrame
    reading: Reading
    currency: str | None


def table_of(keys: TableKeys, contract: Contract, merge_ids: tuple[str, ...] = ()) -> Table:
    """Read the table that ``keys`` name. ``merge_ids``: as the orders have it.

    BadInput when the source cannot be read (see reading.opening), has no rows, lacks a required column, or when more
    than 5 % of its rows, or of a required column of money, cannot be used.
    """
    mapped = {field.name: field.name for field in contract.fields} | dict(keys.columns)
    cells = cells_of(keys, contract.digits(), tuple(mapped.values()))
    if len(cells) + len(cells.scan.no_records) == 0:
        raise BadInput([Problem(keys.name, 0, "", "no rows below the header", "at least one row")])
    _check_either(keys, contract, cells, mapped)
    account = Account(len(cells))
    say_layout(cells, keys.section, account)
    filter_rows(keys, cells, account)
    typed = {
        field.name: typed_field(
            keys, field, contract.ahead, cells.columns[mapped[field.name]], cells.lines, account, merge_ids
        )
        for field in contract.fields
        if mapped[field.name] in cells.columns
    }
    _set_order_aside(contract, typed, account)
    columns = {name: one.values for name, one in typed.items()}
    _set_doubles_aside(contract, typed, account)
    money = _money(contract, typed, cells)
    lost = _lost(keys, contract, cells)
    reading = _reading(keys, mapped, cells, account, money, lost)
    _refuse(keys, contract, reading)
    frame = pd.DataFrame({name: _series(values[account.used]) for name, values in columns.items()})
    if contract.traits:
        for name, values in traits_of(keys, contract, cells, account).items():
            frame[name] = _series(values[account.used])
    if frame.empty:
        fix = "look at keep and drop in the profile"
        raise BadInput([Problem(keys.name, 0, keys.section, f"no row in use among {reading.rows:,}", "some", fix)])
    return Table(frame, reading, _currency(keys, typed, account))


def _series(values: Any) -> Any:
    """Texts with NaN where they are empty, all else as it is."""
    return pd.array(values, dtype="str") if values.dtype.kind == "O" else values


def _check_either(keys: TableKeys, contract: Contract, cells: Cells, mapped: dict[str, str]) -> None:
    if contract.either and not any(mapped[name] in cells.columns for name in contract.either):
        allowed = f"one of {', '.join(contract.either)}"
        fix = f"name it: `columns: {{{contract.either[0]}: ...}}` under {keys.section}"
        raise BadInput([Problem(keys.name, 1, keys.section, "none of these columns", allowed, fix)])


def _set_order_aside(contract: Contract, typed: dict[str, Typed], account: Account) -> None:
    """Set rows aside in which a time lies before the one that it follows."""
    for field in contract.fields:
        if field.not_before and field.name in typed:
            first, then = typed[field.not_before].values, typed[field.name].values
            rows = np.asarray(then < first)
            account.aside(rows, Kind(FAULT, field.name, f"before {field.not_before}", "correct it in the file"))


def _set_doubles_aside(contract: Contract, typed: dict[str, Typed], account: Account) -> None:
    """Set rows aside that have the key of an earlier one."""
    if not contract.key:
        return
    used = np.flatnonzero(account.used)
    table = pd.DataFrame({name: typed[name].values[used] for name in contract.key})
    again = np.zeros(len(account.fate), bool)
    again[used[table.duplicated().to_numpy()]] = True
    number = account.aside(again, Kind(DOUBLE, contract.key[0], "like that of an earlier row"))
    if number:
        what = " and ".join(contract.key)
        text = f"{many(number, 'row has', 'rows have')} the {what} of an earlier one: the first counts."
        account.say("rows_again", text, rows=number)


def _money(contract: Contract, typed: dict[str, Typed], cells: Cells) -> NDArray[np.float64]:
    """The likely money of each row in the first required column of money, NaN where there is no such column."""
    field = next((field for field in contract.fields if field.required and field.kind == MONEY), None)
    return np.full(len(cells), np.nan) if field is None else typed[field.name].likely


def _lost(keys: TableKeys, contract: Contract, cells: Cells) -> NDArray[np.float64]:
    """The same of the lines that are no rows."""
    field = next((field for field in contract.fields if field.required and field.kind == MONEY), None)
    bad = cells.scan.no_records
    if field is None:
        return np.full(len(bad), np.nan)
    at = cells.names.index(keys.columns[field.name])
    return np.array([lenient(one.fields[at]) if at < len(one.fields) else np.nan for one in bad], float)


def _reading(
    keys: TableKeys,
    mapped: dict[str, str],
    cells: Cells,
    account: Account,
    money: NDArray[np.float64],
    lost: NDArray[np.float64],
) -> Reading:
    """The account, checked: every row is used or set aside."""
    rejects = rejects_of(account, cells, mapped, money, lost)
    rows, used = len(cells) + len(cells.scan.no_records), int(account.used.sum())
    lines = {
        "total": cells.lines_read,
        "header": cells.header,
        "read": used,
        "set_aside": len(rejects),
        "blank": cells.scan.blank,
        "further": cells.scan.extra,
    }
    if rows != used + len(rejects) or lines["total"] != sum(lines.values()) - lines["total"]:
        raise AssertionError(f"{rows} rows, {used} used, {len(rejects)} set aside; lines {lines}")
    every = np.concatenate([money, lost])
    has_money = bool(np.isfinite(every).any())
    total = float(np.nansum(np.abs(every))) if has_money else 0.0
    kept = float(np.nansum(money[account.used]))
    sums = {"read": float(np.nansum(every)), "used": kept, "set_aside": float(np.nansum(every)) - kept}
    return Reading(
        file=keys.name,
        rows=rows,
        used=used,
        merged=0,
        lines=lines,
        money=sums if has_money else {},
        aside=summed(rejects, rows, total),
        notes=account.notes,
        rejects=rejects,
    )


def _refuse(keys: TableKeys, contract: Contract, reading: Reading) -> None:
    """Refused where faulty rows are too many or hold too much of the money."""
    table = reading.rejects
    faults = table[table["group"] == FAULT]
    outside = int(table["group"].isin((FILTER, TOTAL)).sum())
    kinds = [kind for kind in reading.aside if kind["kind"] == FAULT]
    money = sum(kind["share_of_money"] for kind in kinds)
    if len(faults) <= MOST_REJECTED * (reading.rows - outside) and money <= MOST_REJECTED:
        return
    kind_of = {field.name: field for field in contract.fields}
    problems = []
    for kind in kinds:
        such = f" ('{kind['example']}')" if kind["example"] else ""
        share = f", with {kind['share_of_money']:.1%} of the money" if kind["money"] else ""
        found = f"{kind['rows']:,} of {reading.rows:,} rows{share}: {kind['reason']}{such}"
        field = kind_of.get(kind["column"])
        allowed = f"{_allowed(field)}, in at least 95 % of the rows"
        path = f"{keys.section}.{kind['column']}" if kind["column"] else keys.section
        problems.append(Problem(keys.name, kind["first_line"], path, found, allowed, kind["fix"]))
    raise Refused(problems, table[list(REJECTS)])


def _allowed(field: Field | None) -> str:
    return "rows with one field for each column" if field is None else ALLOWED[field.kind]


def _currency(keys: TableKeys, typed: dict[str, Typed], account: Account) -> str | None:
    """The one currency of the money in use: stated, in its column, or beside the amounts."""
    column = typed.get("currency")
    if column is not None:
        codes = pd.Series(column.values[account.used]).dropna().str.upper().unique()
        if len(codes) > 1:
            listed = ", ".join(sorted(map(str, codes))[:8])
            text = (
                f"The money is in several currencies ({listed}): convert it, or keep one of them with `keep` under"
                f" {keys.section}."
            )
            account.say("several_currencies", text, currencies=sorted(map(str, codes)))
        return str(codes[0]) if len(codes) == 1 else None
    if keys.currency is not None:
        return keys.currency
    signs = {one.money for one in typed.values() if len(one.money) == 1}
    return signs.pop()[0] if len(signs) == 1 else None
