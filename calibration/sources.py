"""A company's file becomes the orders table; every row that cannot be used is kept apart, with its reason."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from calibration.profile import Profile
from calibration.reading.account import (
    DOUBLE,
    FAULT,
    GUEST,
    REJECTS,
    RETURN,
    Account,
    Kind,
    Reading,
    rejects_of,
    summed,
)
from calibration.reading.amounts import lenient
from calibration.reading.cells import Cells, cells_of
from calibration.reading.columns import Rows, rows_of
from calibration.reading.duplicates import duplicates
from calibration.reading.filters import filter_rows, say_statuses
from calibration.reading.guests import suspects
from calibration.reading.lines import MOST_LINES
from calibration.reading.order_lines import repeated_totals, say_prices
from calibration.reading.refunds import Netted, net
from calibration.reading.weighing import MOST_REJECTED, losses
from sim.problems import BadInput, Problem, shown


@dataclass(frozen=True)
class Imported:
    """``orders`` (order_id, customer_id, ordered_at, amount, quantity, currency) and how they were read.

    An order has as many rows as it has lines with an amount; refunds are taken off. ``reading`` accounts for every
    line of the file. ``currency_stated`` is False where the file and the profile are silent.
    """

    orders: pd.DataFrame
    reading: Reading
    currency_stated: bool

    @property
    def rejects(self) -> pd.DataFrame:
        """Rows and lines set aside: line, column, found, reason, fix; in Parquet, line is the number of the row."""
        return self.reading.rejects[list(REJECTS)]

    @property
    def rows(self) -> int:
        """Rows of the file, used or set aside, before customers are left out by ``acquired_from``."""
        return self.reading.rows


def orders_of(profile: Profile, otherwise_currency: str) -> Imported:
    """Read the orders that ``profile`` points to; amounts are in ``otherwise_currency`` where none is stated.

    Every bad row is found and kept apart. BadInput when the file cannot be read (see reading.cells), has no rows or
    several currencies, or when what is unusable is more than 5 % of its rows or money, or all of a kind.
    """
    cells = cells_of(profile)
    file = profile.file.name
    if len(cells) + len(cells.scan.no_records) == 0:
        raise BadInput([Problem(file, 0, "", "no rows below the header", "at least one order")])
    account = Account(len(cells))
    _say_layout(cells, account)
    filter_rows(profile.orders, cells, account, file)
    rows = rows_of(profile, cells, account)
    stated = _currency(profile, cells, rows, account)
    days = rows.moment.astype("datetime64[D]")
    _set_doubles_aside(profile, cells, rows, account)
    _refuse_losses(profile, cells, rows, account)
    say_statuses(profile.orders, cells, account, rows.likely)
    say_prices(profile.orders, cells.names, rows.quantity, account)
    again = _join_lines(profile, rows, account)
    _set_guests_aside(profile, rows, again, account)
    netted = _net(rows, days, again, account)
    used = account.used
    orders_rows = used & (netted.amount >= 0) & ~again & ~rows.further & ~netted.undone & ~netted.matched
    free = int((used & orders_rows & (rows.amount == 0)).sum())
    if free:
        text = f"{free:,} rows cost nothing; they are orders, and count in the mean amount."
        account.say("free_orders", text, rows=free)
    orders = _orders(cells, rows, netted.amount, orders_rows, stated or otherwise_currency)
    reading = _reading(profile, cells, rows, account, netted, again, orders_rows)
    if orders.empty:
        raise BadInput([_nothing_left(profile, reading)])
    if profile.acquired_from is not None:
        first_order = orders.groupby("customer_id")["ordered_at"].transform("min")
        orders = orders[first_order >= np.datetime64(profile.acquired_from)].reset_index(drop=True)
    return Imported(orders, reading, stated is not None)


def _say_layout(cells: Cells, account: Account) -> None:
    layout, scan = cells.layout, cells.scan
    if layout is not None and layout.guessed:
        text = (
            f"The file is not UTF-8; it is read as {layout.encoding}, in which the names of the columns are found. Add"
            f" `format: {{encoding: {layout.encoding}}}` under orders to state it."
        )
        account.say("encoding", text, encoding=layout.encoding)
    elif layout is not None and layout.encoding.startswith("utf-16"):
        account.say("encoding", "The file is read as UTF-16.", encoding=layout.encoding)
    if scan.strays:
        listed = ", ".join(f"{line:,}" for line in scan.strays[:8]) + (", ..." if len(scan.strays) > 8 else "")
        text = (
            f"A quote opens on {len(scan.strays):,} lines and is not closed on them ({listed}): it is taken as a sign in the"
            " text, and the lines are read."
        )
        account.say("stray_quotes", text, lines=scan.strays[:1000], number=len(scan.strays))
    if scan.several:
        text = f"{scan.several:,} rows span several lines ({scan.extra:,} further lines, at most {MOST_LINES} a row)."
        account.say("rows_over_lines", text, rows=scan.several, lines=scan.extra)


def _set_doubles_aside(profile: Profile, cells: Cells, rows: Rows, account: Account) -> None:
    """Rows like an earlier one in every cell: dropped where the export was doubled or the profile says so."""
    found = duplicates(cells.marks, rows.moment, account.used)
    number = int(found.again.sum())
    if not number:
        return
    money = float(np.nansum(np.abs(rows.likely[found.again])))
    total = float(np.nansum(np.abs(rows.likely[account.used])))
    much = f"{number:,} rows ({money / total if total else 0:.1%} of the money) are like an earlier one in every cell"
    facts = {"rows": number, "money": money, "system": found.system}
    stated = profile.orders.duplicates
    if stated == "drop" or (stated is None and found.system):
        account.aside(found.again, Kind(DOUBLE, "", "a row like an earlier one in every cell"))
        where = {"every row": "most rows stand in the file twice", "": "as the profile says"}.get(
            found.system,
            f"all rows of {found.first_day} to {found.last_day} stand in it twice, as when exports overlap",
        )
        text = (
            f"{much}: {where}. They are dropped; if they are orders of their own, add `duplicates: keep` under orders."
        )
        account.say("duplicates_dropped", text, **facts)
    elif stated is None:
        text = (
            f"{much}; they are kept as orders of their own. If they are the same, add `duplicates: drop` under orders."
        )
        account.say("duplicates_kept", text, **facts)


def _refuse_losses(profile: Profile, cells: Cells, rows: Rows, account: Account) -> None:
    """BadInput where the faulty rows are too many, hold too much money, or are all of a kind."""
    table = rejects_of(account, cells, dict(profile.orders.columns), rows.likely)
    table = table[table["group"] == FAULT]
    if table.empty:
        return
    broken = cells.scan.no_records
    every = len(cells) + len(broken)
    at = cells.names.index(profile.orders.columns["amount"])
    guessed = np.array([_amount_of(bad.fields, at, len(cells.names)) for bad in broken], float)
    inside = ~account.of_group("filter")
    bad = np.concatenate([account.of_group(FAULT)[inside], np.ones(len(broken), bool)])
    amount = np.concatenate([rows.likely[inside], guessed])
    month = np.concatenate([rows.moment[inside], np.full(len(broken), np.datetime64("NaT", "s"))])
    customer = np.concatenate([rows.customer[inside], np.full(len(broken), -1)])
    mapped = set(profile.orders.columns.values())
    few = {name: one for name, one in cells.columns.items() if name not in mapped and len(one.values) <= 60}
    few = {name: type(one)(np.concatenate([one.codes[inside], np.full(len(broken), len(one.values))]).astype(np.int32),
                           np.append(one.values, "?")) for name, one in few.items()}  # fmt: skip
    lost = losses(bad, amount, month, customer, rows.customers, few)
    many = len(table) > MOST_REJECTED * every
    if many or lost:
        raise BadInput(_refusals(profile, table, every, amount, [loss.text for loss in lost]))


def _amount_of(fields: tuple[str, ...], at: int, expected: int) -> float:
    """The likely amount of a line with too many or too few fields."""
    more = len(fields) - expected
    texts = [",".join(fields[at : at + more + 1]), fields[at + more]] if more > 0 else list(fields[at : at + 1])
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
    }
    total = float(np.nansum(np.abs(amount)))
    problems = []
    for kind in summed(table, rows, total):
        such = f" ('{kind['example']}')" if kind["example"] else ""
        share = f", with {kind['share_of_money']:.1%} of the money" if kind["money"] else ""
        found = f"{kind['rows']:,} of {rows:,} rows{share}: {kind['reason']}{such}"
        limit = f"{allowed.get(kind['column'], 'rows with one field for each column')}, in at least 95 % of the rows and money"
        problems.append(Problem(profile.file.name, kind["first_line"], kind["column"], found, limit, kind["fix"]))
    if lost:
        found = "; ".join(lost[:6])
        text = "leaving the rejected rows out would take away " + found
        fix = "mend what is named above: what is left would not be your customers"
        problems.append(Problem(profile.file.name, 0, "", text, "rejects that are few and of no kind", fix))
    return problems


def _join_lines(profile: Profile, rows: Rows, account: Account) -> NDArray[np.bool_]:
    """Rows that repeat the total of their order; says where order ids are used by several customers."""
    if "order_id" not in profile.orders.columns:
        return np.zeros(len(rows.customer), bool)
    priced = account.used & (rows.amount >= 0) & ~rows.further
    again = repeated_totals(profile.orders, rows.order, rows.customer, rows.amount, priced, account)
    known = account.used & (rows.order >= 0)
    pairs = pd.DataFrame({"order": rows.order[known], "customer": rows.customer[known]}).drop_duplicates()
    shared = int((pairs["order"].value_counts() > 1).sum())
    if shared:
        text = f"{shared:,} order ids are those of several customers; they are taken as an order of each."
        account.say("order_ids_shared", text, orders=shared)
    return again


def _set_guests_aside(profile: Profile, rows: Rows, again: NDArray[np.bool_], account: Account) -> None:
    """Ids that are likely guests, where the profile does not say who they are."""
    if profile.orders.guests is not None:
        return
    used = np.flatnonzero(account.used & (rows.amount >= 0) & ~again & ~rows.further)
    order = rows.order[used] if len(rows.order) else np.full(len(used), -1)
    clock = rows.moment[used].astype("datetime64[s]").astype(np.int64)
    table = pd.DataFrame({"customer": rows.customer[used], "order": np.where(order >= 0, order, clock)})
    lines = ~table.duplicated().to_numpy() if len(rows.order) or rows.timed else np.ones(len(used), bool)
    mine = rows.customer[used][lines]
    for one in suspects(mine, rows.moment[used][lines], rows.customers):
        name = shown(rows.customers[one.customer])
        all_rows = rows.customer == one.customer
        money = float(np.nansum(rows.amount[all_rows & account.used]))
        much = (
            f"customer_id '{name}' has {one.orders:,} orders ({one.share:.1%} of all, {money:,.0f} in money), the next has"
            f" {one.next_orders:,}"
        )
        facts = {"id": name, "orders": one.orders, "share": one.share, "next": one.next_orders, "money": money}
        quoted = "'" + name.replace("'", "''") + "'"
        if one.sure:
            account.aside(
                all_rows, Kind(GUEST, "customer_id", "likely a guest id", "if it is one customer, add `guests: []`")
            )
            text = (
                f"{much}: likely an id for guests, so its rows are set aside. Add `guests: [{quoted}]` under orders to state"
                " it, or `guests: []` if it is one customer."
            )
            account.say("guest_id", text, **facts, set_aside=True)
        else:
            text = f"{much}; if it is an id for guests, add `guests: [{quoted}]` under orders."
            account.say("large_customer", text, **facts, set_aside=False)


def _net(rows: Rows, days: NDArray[np.datetime64], again: NDArray[np.bool_], account: Account) -> Netted:
    """Take refunds off; those that no earlier order explains are set aside."""
    orders = None
    if len(rows.order):
        orders = np.where(rows.order >= 0, rows.orders[np.maximum(rows.order, 0)], "")
    netted = net(rows.amount, rows.customer, days, orders, account.used & ~again)
    matched, unmatched = int(netted.matched.sum()), int(netted.unmatched.sum())
    if matched:
        money = float(-rows.amount[netted.matched].sum()) - netted.beyond
        undone = int(netted.undone.sum())
        text = (
            f"{matched:,} negative rows are refunds of {money:,.2f}, taken off the orders that they undo: of {undone:,} rows"
            f" nothing is left, {netted.partly:,} are smaller."
        )
        account.say("refunds_netted", text, rows=matched, money=money, undone=undone, smaller=netted.partly)
    if unmatched:
        money = float(-rows.amount[netted.unmatched].sum())
        total = float(rows.amount[account.used & (rows.amount > 0)].sum())
        share = money / total if total else 1.0
        account.aside(netted.unmatched, Kind(RETURN, "amount", "a refund without an earlier order that it undoes"))
        text = (
            f"{unmatched:,} negative rows ({money:,.2f}, {share:.1%} of what was sold) undo no earlier order of their"
            " customer in the file; they are set aside, booked as returns."
        )
        account.say("refunds_unmatched", text, rows=unmatched, money=money, share_of_sales=share)
    return netted


def _currency(profile: Profile, cells: Cells, rows: Rows, account: Account) -> str | None:
    """The one currency of the file; None where nothing says it. BadInput where there are several."""
    signs, file = rows.money, profile.file.name
    if profile.currency is not None:
        if signs and profile.currency not in signs:
            found = f"amounts written in {' or '.join(signs[:3])}, but currency: {profile.currency}"
            raise BadInput([Problem(file, 0, "currency", found, "one currency", f"state `currency: {signs[0]}`")])
        return profile.currency
    if "currency" not in profile.orders.columns:
        return signs[0] if len(signs) == 1 else None
    theirs = profile.orders.columns["currency"]
    column = cells.columns[theirs]
    counts = np.bincount(column.codes[account.used], minlength=len(column.values))
    codes: dict[str, int] = {}
    for value, count in zip(column.values, counts, strict=True):
        code = str(value).strip().upper()
        if code and count:
            codes[code] = codes.get(code, 0) + int(count)
    ranked = sorted(codes, key=lambda code: -codes[code])
    if len(ranked) > 1 or any(len(code) != 3 or not code.isalpha() for code in ranked):
        found = shown(", ".join(f"{code} ({codes[code]:,} rows)" for code in ranked[:8]))
        found = (
            shown(", ".join(ranked[:8])) + f": {found}"
            if len(ranked) == 1
            else f"{shown(', '.join(ranked[:8]))} ({found})"
        )
        fix = f"convert the amounts, or add `keep: {{{shown(theirs)}: [{ranked[0]}]}}` under orders"
        raise BadInput([Problem(file, 0, "currency", found, "one ISO 4217 code in the whole file", fix)])
    return ranked[0] if ranked else None


def _orders(
    cells: Cells, rows: Rows, amount: NDArray[np.float64], chosen: NDArray[np.bool_], currency: str
) -> pd.DataFrame:
    at = np.flatnonzero(chosen)
    numbers = "line " + pd.Series(cells.lines[at]).astype(str)
    names = numbers.to_numpy(object)
    if len(rows.order):
        order = rows.order[at]
        names = np.where(order >= 0, rows.orders[np.maximum(order, 0)], names)
    quantity = rows.quantity[at] if rows.quantity is not None else np.full(len(at), np.nan)
    return pd.DataFrame(
        {
            "order_id": names,
            "customer_id": rows.customers[rows.customer[at]],
            "ordered_at": rows.moment[at],
            "amount": amount[at],
            "quantity": quantity,
            "currency": currency,
        }
    )


def _reading(
    profile: Profile,
    cells: Cells,
    rows: Rows,
    account: Account,
    netted: Netted,
    again: NDArray[np.bool_],
    orders_rows: NDArray[np.bool_],
) -> Reading:
    """The account, checked: every row and all readable money is used or set aside."""
    scan, used = cells.scan, account.used
    rejects = rejects_of(account, cells, dict(profile.orders.columns), rows.likely)
    every = len(cells) + len(scan.no_records)
    merged = int((used & ~orders_rows).sum())
    if every != int(used.sum()) + len(rejects) or int(orders_rows.sum()) + merged != int(used.sum()):
        raise AssertionError(f"{every} rows, {int(used.sum())} used, {len(rejects)} set aside")
    money = {
        "read": float(np.nansum(rows.likely)),
        "orders": float(netted.amount[orders_rows].sum()),
        "refunded": float(-rows.amount[netted.matched].sum()) - netted.beyond,
        "refunded_beyond_orders": netted.beyond,
        "repeated_totals": float(rows.amount[again & used].sum()),
        "set_aside": float(np.nansum(rejects["money"])) if len(rejects) else 0.0,
    }
    told = money["orders"] - netted.beyond + money["repeated_totals"] + money["set_aside"]
    scale = float(np.nansum(np.abs(rows.likely[np.isfinite(rows.likely)])))
    if np.isfinite(money["read"]) and abs(money["read"] - told) > 1e-6 * scale + 0.01:
        raise AssertionError(f"{money['read']} of money read, {told} accounted for")
    lines = {
        "total": cells.lines_read,
        "header": cells.header,
        "used": int(used.sum()),
        "set_aside": len(rejects),
        "blank": scan.blank,
        "further": scan.extra,
    }
    if lines["total"] != sum(number for name, number in lines.items() if name != "total"):
        raise AssertionError(f"lines do not add up: {lines}")
    positive = float(np.nansum(np.abs(rows.likely[np.isfinite(rows.likely)])))
    return Reading(
        file=profile.file.name,
        rows=every,
        used=int(used.sum()),
        merged=merged,
        lines=lines,
        money=money,
        aside=summed(rejects, every, positive),
        notes=account.notes,
        rejects=rejects,
    )


def _nothing_left(profile: Profile, reading: Reading) -> Problem:
    found = f"no order among {reading.rows:,} rows"
    if reading.aside:
        first = reading.aside[0]
        found += f": {first['rows']:,} set aside ({first['column']} {first['reason']})".replace("( ", "(")
    negative = any(note.code.startswith("refunds") for note in reading.notes)
    fix = (
        "amounts of sales are positive: turn their sign" if negative else "look at keep, drop and guests in the profile"
    )
    return Problem(profile.file.name, 0, "", found, "at least one order", fix)
