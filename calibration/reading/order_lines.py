"""Several rows of one order: blank cells that stand for those above, and totals that are repeated on every line."""

from __future__ import annotations

import re

import numpy as np
from numpy.typing import NDArray

from calibration.order_keys import OrderKeys
from calibration.reading.account import Account
from calibration.reading.repeats import first, pairs

REPEATED = 0.9  # share of orders of several priced rows with one amount, from which that is the order's total
UNSURE = 0.5  # from here on it is said that it may be
UNIT_PRICE = re.compile(
    r"(unit|item|piece|each|single|stück|stueck|einzel|unitario|unitaire|unitário).*(price|preis|prix|precio|preço|cost)"
    r"|(price|preis|prix|precio|preço).*(unit|item|piece|each|unitario|unitaire|unitário)"
    r"|^(price|preis|prix|precio|preço|prezzo|cena|prijs|rate)$|单价|單價|単価|价格|價格|単品価格|售价",
    re.IGNORECASE,
)
TOTAL = re.compile(
    r"total|sum|amount|betrag|gesamt|montant|importe|revenue|sales|总|總|合计|金额|金額|实付|应付", re.IGNORECASE
)
QUANTITY = re.compile(
    r"^(quantity|qty|units|pieces|menge|anzahl|quantité|cantidad|quantidade|数量|數量|件数|购买数量)$", re.IGNORECASE
)


def is_unit_price(keys: OrderKeys) -> bool:
    """Whether amount is the price of one piece: as stated, else by the name of its column, where quantity is mapped."""
    if keys.unit_price is not None:
        return keys.unit_price
    if "quantity" not in keys.columns:
        return False
    name = re.sub(r"(?<=[a-z])(?=[A-Z])|[_\-.]+", " ", keys.columns["amount"]).strip()
    return bool(UNIT_PRICE.search(name)) and not TOTAL.search(name)


def say_prices(keys: OrderKeys, names: tuple[str, ...], quantity: NDArray[np.float64] | None, account: Account) -> None:
    """Say whether amounts were taken as prices of one piece, or might have to be."""
    amount = keys.columns["amount"]
    if is_unit_price(keys):
        why = (
            "as the profile says"
            if keys.unit_price
            else "as its name says; where it is the whole row's, add `unit_price: false`"
        )
        text = f"Amount = {amount} x {keys.columns['quantity']}: {amount} is the price of one piece, {why}."
        account.say("unit_price", text, unit_price=True)
        return
    several = quantity is not None and bool(np.any(np.nan_to_num(quantity[account.used], nan=1.0) > 1))
    if several and keys.unit_price is None:
        text = (
            f"{amount} is taken as the amount of the whole row, whatever its {keys.columns['quantity']}; if it is the"
            " price of one piece, add `unit_price: true` under orders."
        )
        account.say("unit_price", text, unit_price=False)
    unmapped = next((name for name in names if QUANTITY.match(name)), None)
    looks = UNIT_PRICE.search(re.sub(r"(?<=[a-z])(?=[A-Z])|[_\-.]+", " ", amount)) and not TOTAL.search(amount)
    if looks and unmapped and "quantity" not in keys.columns and keys.unit_price is None:
        text = (
            f"{amount} looks like the price of one piece, and the column {unmapped} is not used; if it is, add"
            f" `quantity: {unmapped}` to the columns."
        )
        account.say("quantity_not_mapped", text, column=unmapped)


def above(order: NDArray[np.int32], *blank: NDArray[np.bool_]) -> tuple[NDArray[np.int32], int]:
    """Orders of rows (-1 = none); rows without one, and ``blank`` in all other columns, belong to the row above."""
    open_rows = (order < 0) & np.logical_and.reduce(blank)
    if not open_rows.any():
        return order, 0
    at = np.where(order >= 0, np.arange(len(order)), -1)
    last = np.maximum.accumulate(at) if len(at) else at
    take = open_rows & (last >= 0)
    return np.where(take, order[np.maximum(last, 0)], order), int(take.sum())


def filled(order: NDArray[np.int32], cells: NDArray[np.int32], blank: NDArray[np.bool_]) -> NDArray[np.int32]:
    """Codes of ``cells``; a blank one is that of the first row of the same order that has one."""
    if not blank.any():
        return cells
    there = (order >= 0) & ~blank
    first = np.full(int(order.max(initial=-1)) + 2, -1, np.int32)
    first[order[there][::-1]] = cells[there][::-1]
    mine = first[np.where(order >= 0, order, -1)]
    return np.where(blank & (order >= 0) & (mine >= 0), mine, cells)


def repeated_totals(
    keys: OrderKeys,
    order: NDArray[np.int32],
    customer: NDArray[np.int32],
    amount: NDArray[np.float64],
    rows: NDArray[np.bool_],
    account: Account,
) -> NDArray[np.bool_]:
    """Rows whose amount is the total of an order that another of its rows holds too, and must not be added.

    ``rows``: those in use with an amount from 0 upwards. Which it is, is stated (``lines``) or seen.
    """
    none = np.zeros(len(order), bool)
    at = np.flatnonzero(rows & (order >= 0))
    if not len(at) or is_unit_price(keys):
        return none
    of, mine = pairs(order[at], customer[at]), amount[at]
    size = np.bincount(of)
    most, least = np.full(len(size), -np.inf), np.full(len(size), np.inf)
    np.maximum.at(most, of, mine)
    np.minimum.at(least, of, mine)
    priced = (size > 1) & (most > 0)
    orders, alike = int(priced.sum()), int((priced & (most == least)).sum())
    if not orders:
        return none
    share = alike / orders
    per_order = keys.lines == "per order" or (keys.lines is None and share >= REPEATED)
    facts = {"orders": orders, "with_one_amount": alike, "per_order": per_order}
    if per_order:
        kept = mine == most[of]
        kept[kept] = first(of[kept])
        again = none.copy()
        again[at[~kept]] = True
        money = float(amount[again].sum())
        why = "as the profile says" if keys.lines else "so it is taken as the order's total and counted once"
        more = "" if keys.lines else "; if each row has an amount of its own, add `lines: per line` under orders"
        text = (
            f"{orders:,} orders have several rows; in {alike:,} of them all rows hold the same amount, {why}"
            f" ({money:,.0f} not added){more}."
        )
        account.say("lines_per_order", text, **facts, money_not_added=money)
        return again
    if keys.lines is None:
        doubt = f"; in {alike:,} all rows hold the same amount: if it is the order's total, add `lines: per order`"
        text = f"{orders:,} orders have several rows, and their amounts are added up{doubt if share >= UNSURE else ''}."
        account.say("lines_per_line", text, **facts)
    return none
