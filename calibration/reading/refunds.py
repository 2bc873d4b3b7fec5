"""Negative rows taken off the orders that they undo."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from calibration.reading.account import RETURN, Account, Kind
from calibration.reading.columns import Rows

CENT = 0.005


@dataclass
class Netted:
    """``amount`` (rows,) after refunds; ``matched`` and ``unmatched`` (rows,) tell negative rows apart, ``undone``
    (rows,) the rows of orders of which nothing is left. ``beyond``: money of matched refunds above their order."""

    amount: NDArray[np.float64]
    matched: NDArray[np.bool_]
    unmatched: NDArray[np.bool_]
    undone: NDArray[np.bool_]
    partly: int = 0
    beyond: float = 0.0


def net(
    amount: NDArray[np.float64],
    customer: NDArray[np.int64],
    day: NDArray[np.datetime64],
    orders: NDArray[np.object_] | None,
    used: NDArray[np.bool_],
) -> Netted:
    """Take each negative row in use off an order of the same customer: that of the same order id (but for letters
    around it, as in C1001 for 1001), else the latest one of the same amount, of a day with that sum, or of a larger
    sum, on or before its day."""
    none = np.zeros(len(amount), bool)
    found = Netted(amount.copy(), none, none.copy(), none.copy())
    negative = np.flatnonzero(used & (amount < 0))
    if not len(negative):
        return found
    concerned = np.zeros(int(customer.max()) + 1, bool)
    concerned[customer[negative]] = True
    positive = np.flatnonzero(used & (amount > 0) & concerned[np.maximum(customer, 0)])
    left = found.amount
    days = day.astype("datetime64[D]").astype(np.int64)
    of_customer: dict[int, list[int]] = defaultdict(list)
    of_order: dict[tuple[int, str], list[int]] = defaultdict(list)
    for row in positive[np.argsort(days[positive], kind="stable")]:
        of_customer[int(customer[row])].append(int(row))
        if orders is not None and orders[row]:
            of_order[int(customer[row]), _core(orders[row])].append(int(row))
    # Refunds of a whole amount first, so that a partial one does not eat into their order.
    waiting = []
    for row in negative[np.argsort(days[negative], kind="stable")]:
        owed, who = -float(amount[row]), int(customer[row])
        same = of_order.get((who, _core(orders[row])), []) if orders is not None and orders[row] else []
        earlier = [at for at in of_customer[who] if days[at] <= days[row]]
        exact = next((at for at in [*reversed(same), *reversed(earlier)] if abs(left[at] - owed) < CENT), None)
        if exact is not None and (not same or exact in same):
            _take(left, [exact], owed, found, row)
        else:
            waiting.append((row, owed, same, earlier))
    for row, owed, same, earlier in waiting:
        rows = _whole(left, same, owed) or _day(left, days, earlier, owed)
        if rows:
            _take(left, rows, owed, found, row)
        else:
            found.unmatched[row] = True
    touched = left != amount
    found.undone = touched & (left < CENT) & (amount > 0)
    found.partly = int((touched & (left >= CENT)).sum())
    left[found.undone] = 0.0
    return found


def _whole(left: NDArray[np.float64], rows: list[int], owed: float) -> list[int]:
    """The rows of the order that bears the same id, as long as any of it is left."""
    some = [row for row in rows if left[row] > CENT]
    exact = [row for row in some if abs(left[row] - owed) < CENT]
    return exact[-1:] or sorted(some, key=lambda row: -left[row])


def _day(left: NDArray[np.float64], days: NDArray[np.int64], rows: list[int], owed: float) -> list[int]:
    """The rows of the latest day whose sum is ``owed``, else of the latest one with a larger sum."""
    by_day: dict[int, list[int]] = defaultdict(list)
    for row in rows:
        if left[row] > CENT:
            by_day[int(days[row])].append(row)
    sums = {day: float(left[some].sum()) for day, some in by_day.items()}
    latest = sorted(by_day, reverse=True)
    chosen = next((day for day in latest if abs(sums[day] - owed) < CENT), None)
    chosen = chosen if chosen is not None else next((day for day in latest if sums[day] > owed), None)
    return sorted(by_day[chosen], key=lambda row: -left[row]) if chosen is not None else []


def _take(left: NDArray[np.float64], rows: list[int], owed: float, found: Netted, refund: int) -> None:
    for row in rows:
        part = min(owed, float(left[row]))
        left[row] -= part
        owed -= part
        if owed < CENT:
            break
    found.matched[refund] = True
    found.beyond += owed if owed >= CENT else 0.0


def _core(order: object) -> str:
    """An order id without letters and signs around it: C1001, R-1001 and 1001-R are of order 1001."""
    text = str(order)
    return re.sub(r"^\D+|\D+$", "", text) or text


def take_refunds_off(rows: Rows, again: NDArray[np.bool_], account: Account) -> Netted:
    """Take refunds off; those that no earlier order explains are set aside."""
    orders = None
    if len(rows.order):
        orders = np.where(rows.order >= 0, rows.orders[np.maximum(rows.order, 0)], "")
    netted = net(rows.amount, rows.customer, rows.moment, orders, account.used & ~again)
    matched, unmatched = int(netted.matched.sum()), int(netted.unmatched.sum())
    if matched:
        money = float(-rows.amount[netted.matched].sum()) - netted.beyond
        undone = int(netted.undone.sum())
        text = (
            f"{matched:,} negative rows are refunds of {money:,.2f}, taken off the orders that they undo: of {undone:,}"
            f" rows nothing is left, {netted.partly:,} are smaller."
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
