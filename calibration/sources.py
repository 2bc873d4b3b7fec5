"""A company's file becomes the orders table; every row that cannot be used is kept apart, with its reason."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute
from numpy.typing import NDArray

from calibration.profile import Profile
from calibration.reading.account import REJECTS, Account, Reading, many
from calibration.reading.balance import reading_of
from calibration.reading.cells import Cells
from calibration.reading.columns import Rows, rows_of
from calibration.reading.currency import currency_of
from calibration.reading.duplicates import set_doubles_aside
from calibration.reading.filters import filter_rows, say_statuses
from calibration.reading.guests import set_guests_aside
from calibration.reading.items import LIST
from calibration.reading.layout_said import say_layout
from calibration.reading.opening import cells_of
from calibration.reading.order_lines import repeated_totals, say_prices
from calibration.reading.order_numbers import say_repeated_totals
from calibration.reading.refunds import take_refunds_off
from calibration.reading.refusal import amounts_of_lines, refuse_losses
from calibration.reading.repeats import pairs
from sim.problems import BadInput, Problem


@dataclass(frozen=True)
class Imported:
    """``orders`` (order_id, customer_id, ordered_at, amount, quantity, currency) and how they were read.

    Where they are mapped, ``orders`` have ``list_amount`` (the amount without deals, told by a discount as well),
    ``coupon_id``, ``product_id`` and ``category`` ("" = empty). An order has as many rows as it has lines with an
    amount; refunds are taken off, of the list amount in proportion. ``reading`` accounts for every
    line of the file. ``currency_stated`` is False where the file and the profile are silent. ``earlier``: ids of the
    customers that ``acquired_from`` leaves out.
    """

    orders: pd.DataFrame
    reading: Reading
    currency_stated: bool
    earlier: NDArray[np.object_] = field(default_factory=lambda: np.zeros(0, object))

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

    Every bad row is found and kept apart. BadInput when the file cannot be read (see reading.opening), has no rows or
    several currencies, or when what is unusable is more than 5 % of its rows or money, or all of a kind.
    """
    cells = cells_of(profile.orders, ("ordered_at", "amount"))
    file = profile.orders.name
    if len(cells) + len(cells.scan.no_records) == 0:
        raise BadInput([Problem(file, 0, "", "no rows below the header", "at least one order")])
    account = Account(len(cells))
    say_layout(cells, profile.orders.section, account)
    filter_rows(profile.orders, cells, account)
    rows = rows_of(profile, cells, account)
    stated = currency_of(profile, cells, rows, account)
    guessed = amounts_of_lines(profile, cells)
    set_doubles_aside(profile.orders.duplicates, cells.marks, rows, account)
    refuse_losses(profile, cells, rows, account, guessed)
    say_statuses(profile.orders, cells, account, rows.likely)
    say_prices(profile.orders, cells.names, rows.quantity, account)
    say_repeated_totals(profile, cells, rows, account)
    again = _join_lines(profile, rows, account)
    if profile.orders.guests is None:
        set_guests_aside(rows, again, account)
    netted = take_refunds_off(rows, again, account)
    orders_rows = account.used & (netted.amount >= 0) & ~again & ~rows.further & ~netted.undone & ~netted.matched
    _say_free(rows, netted.amount, orders_rows, account)
    reading = reading_of(profile, cells, rows, account, netted, again, orders_rows, guessed)
    cells.columns.clear()  # the largest part, and all told
    orders = _orders(cells, rows, netted.amount, orders_rows, stated or otherwise_currency)
    if orders.empty:
        raise BadInput([_nothing_left(profile, reading)])
    earlier = np.zeros(0, object)
    if profile.acquired_from is not None:
        first_order = orders.groupby("customer_id")["ordered_at"].transform("min")
        born = first_order >= np.datetime64(profile.acquired_from)
        earlier = orders["customer_id"][~born].unique().astype(object)
        orders = orders[born].reset_index(drop=True)
    return Imported(orders, reading, stated is not None, earlier)


def _join_lines(profile: Profile, rows: Rows, account: Account) -> NDArray[np.bool_]:
    """Rows that repeat the total of their order; says where order ids are used by several customers."""
    if "order_id" not in profile.orders.columns:
        return np.zeros(len(rows.customer), bool)
    priced = account.used & (rows.amount >= 0) & ~rows.further
    again = repeated_totals(profile.orders, rows.order, rows.customer, rows.amount, priced, account)
    known = account.used & (rows.order >= 0)
    order, customer = rows.order[known], rows.customer[known]
    shared = len(np.unique(order[pairs(order, customer) != order]))
    if shared:
        text = f"{shared:,} order ids are those of several customers; they are taken as an order of each."
        account.say("order_ids_shared", text, orders=shared)
    return again


def _say_free(rows: Rows, amount: NDArray[np.float64], chosen: NDArray[np.bool_], account: Account) -> None:
    """Count the days on which a customer ordered and paid nothing."""
    zero = np.unique(rows.customer[chosen & (amount == 0)])
    mine = np.flatnonzero(chosen & np.isin(rows.customer, zero)) if len(zero) else zero
    day = rows.moment[mine].astype("datetime64[D]").astype(np.int64)
    key = rows.customer[mine].astype(np.int64) * 1_000_000 + day
    free = np.setdiff1d(key[amount[mine] == 0], key[amount[mine] > 0])
    if len(free):
        text = (
            f"{many(len(free), 'order costs', 'orders cost')} nothing; they are orders, and count in the mean amount."
        )
        account.say("free_orders", text, orders=len(free))


def _orders(
    cells: Cells, rows: Rows, amount: NDArray[np.float64], chosen: NDArray[np.bool_], currency: str
) -> pd.DataFrame:
    at = np.flatnonzero(chosen)
    quantity = rows.quantity[at] if rows.quantity is not None else np.full(len(at), np.nan)
    more = {name: values[at] for name, values in rows.items.items()}
    if LIST in more:
        whole = rows.amount[at]
        more[LIST] = more[LIST] * np.where(whole > 0, amount[at] / np.where(whole > 0, whole, 1.0), 1.0)
    return pd.DataFrame(
        {
            "order_id": _names(cells, rows, at),
            "customer_id": pd.Categorical.from_codes(rows.customer[at], pd.Index(rows.customers, dtype="str")),
            "ordered_at": rows.moment[at],
            "amount": amount[at],
            "quantity": quantity,
            "currency": pd.Categorical.from_codes(np.zeros(len(at), np.int8), pd.Index([currency], dtype="str")),
            **more,
        },
        copy=False,
    )


def _names(cells: Cells, rows: Rows, at: NDArray[np.int64]) -> pd.api.extensions.ExtensionArray:
    """The ids of the orders of the rows ``at``; a row without one is an order of its own, named by its line."""
    order = rows.order[at] if len(rows.order) else np.full(len(at), -1, np.int32)
    named = order >= 0
    names = rows.orders.take(pa.array(order, mask=~named)) if named.any() else pa.nulls(len(at), pa.string())
    if not named.all():
        lines = pyarrow.compute.binary_join_element_wise("line", pa.array(cells.lines[at]).cast(pa.string()), " ")
        names = pyarrow.compute.if_else(pa.array(named), names, lines)
    return pd.array(names, dtype="str")


def _nothing_left(profile: Profile, reading: Reading) -> Problem:
    found = f"no order among {reading.rows:,} rows"
    if reading.aside:
        first = reading.aside[0]
        found += f": {first['rows']:,} set aside ({first['column']} {first['reason']})".replace("( ", "(")
    negative = any(note.code.startswith("refunds") for note in reading.notes)
    fix = (
        "amounts of sales are positive: turn their sign" if negative else "look at keep, drop and guests in the profile"
    )
    return Problem(profile.orders.name, 0, "", found, "at least one order", fix)
