"""Negative rows taken off the orders that they undo."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from calibration.reading.account import RETURN, Account, Kind
from calibration.reading.columns import Rows

CENT = 0.005
EARLY = 31  # days by which a refund may be dated before its order by mistake


@dataclass
class Netted:
    """``amount`` (rows,) after refunds (not to be written to); ``matched`` and ``unmatched`` (rows,) tell negative rows
    apart, ``undone`` (rows,) the rows of orders of which nothing is left. ``beyond``: money of matched refunds above
    their order; ``early``: how many of the unmatched are of the amount of an order that comes later."""

    amount: NDArray[np.float64]
    matched: NDArray[np.bool_]
    unmatched: NDArray[np.bool_]
    undone: NDArray[np.bool_]
    partly: int = 0
    beyond: float = 0.0
    early: int = 0


def net(
    amount: NDArray[np.float64],
    customer: NDArray[np.int32],
    day: NDArray[np.datetime64],
    order: NDArray[np.int32],
    used: NDArray[np.bool_],
) -> Netted:
    """Take each negative row in use off an order of the same customer: that with the same ``order`` code (-1 = none),
    else the latest row of the same amount, the latest day of that sum, or of a larger sum, on or before its day. One
    that is dated up to EARLY days before an order of its amount is of that order, and stays unmatched."""
    none = np.zeros(len(amount), bool)
    negative = np.flatnonzero(used & (amount < 0))
    if not len(negative):
        return Netted(amount, none, none, none)
    found = Netted(amount.copy(), none, none.copy(), none.copy())
    positive = np.flatnonzero(used & (amount > 0) & np.isin(customer, np.unique(customer[negative])))
    sales = _Sales(found.amount, customer, day.astype("datetime64[D]").astype(np.int64), order, positive)
    # Refunds of a whole row first, so that a partial one does not eat into it.
    waiting = []
    for row in negative[np.argsort(day[negative], kind="stable")].tolist():
        owed = -float(amount[row])
        whole = sales.row_of(row, owed)
        if whole is None:
            waiting.append((row, owed))
        else:
            sales.take([whole], owed)
            found.matched[row] = True
    for row, owed in waiting:
        rows = sales.of_order(row)
        if not rows and sales.comes_before(row, owed):
            found.early += 1
        elif not rows:
            rows = sales.of_day(row, owed)
        found.matched[row], found.unmatched[row] = bool(rows), not rows
        if rows:
            found.beyond += sales.take(rows, owed)
    left = found.amount
    touched = left != amount
    found.undone = touched & (left < CENT) & (amount > 0)
    found.partly = int((touched & (left >= CENT)).sum())
    left[found.undone] = 0.0
    return found


class _Sales:
    """The rows that refunds can undo: what is ``left`` of each, by customer, amount, order and day."""

    def __init__(
        self,
        left: NDArray[np.float64],
        customer: NDArray[np.int32],
        day: NDArray[np.int64],
        order: NDArray[np.int32],
        rows: NDArray[np.int64],
    ) -> None:
        self._left, self._customer, self._day, self._order = left, customer, day, order
        self._same: dict[tuple[int, int], list[int]] = defaultdict(list)
        self._orders: dict[tuple[int, int], list[int]] = defaultdict(list)
        self._days: dict[int, dict[int, list[int]]] = defaultdict(lambda: defaultdict(list))
        self._sums: dict[tuple[int, int], float] = defaultdict(float)
        for row in rows[np.argsort(day[rows], kind="stable")].tolist():
            who, when = int(customer[row]), int(day[row])
            self._same[who, round(100 * left[row])].append(row)
            self._days[who][when].append(row)
            self._sums[who, when] += float(left[row])
            if order[row] >= 0:
                self._orders[who, int(order[row])].append(row)

    def row_of(self, refund: int, owed: float) -> int | None:
        """The row that a refund undoes as a whole: of its order if it has one in the file, else the latest."""
        who, until = int(self._customer[refund]), int(self._day[refund])
        mine = self._orders.get((who, int(self._order[refund])), [])
        some = mine or [row for row in self._same.get((who, round(100 * owed)), []) if self._day[row] <= until]
        return next((row for row in reversed(some) if abs(self._left[row] - owed) < CENT), None)

    def comes_before(self, refund: int, owed: float) -> bool:
        """Whether an order of the amount of a refund comes after it, and neither a day of that sum before."""
        who, until = int(self._customer[refund]), int(self._day[refund])
        later = (row for row in self._same.get((who, round(100 * owed)), []) if until < self._day[row] <= until + EARLY)
        days = (day for day in self._days.get(who, {}) if day <= until)
        return any(abs(self._left[row] - owed) < CENT for row in later) and not any(
            abs(self._sums[who, day] - owed) < CENT for day in days
        )

    def of_order(self, refund: int) -> list[int]:
        """The rows of the order that bears the same id, as long as any of it is left."""
        rows = self._orders.get((int(self._customer[refund]), int(self._order[refund])), [])
        return sorted((row for row in rows if self._left[row] > CENT), key=lambda row: -self._left[row])

    def of_day(self, refund: int, owed: float) -> list[int]:
        """The rows of the latest day whose sum is ``owed``, else of the latest one with a larger sum."""
        who, until = int(self._customer[refund]), int(self._day[refund])
        days = [day for day in reversed(self._days.get(who, {})) if day <= until]
        chosen = next((day for day in days if abs(self._sums[who, day] - owed) < CENT), None)
        if chosen is None:
            chosen = next((day for day in days if self._sums[who, day] > owed), None)
        rows = [] if chosen is None else self._days[who][chosen]
        return sorted((row for row in rows if self._left[row] > CENT), key=lambda row: -self._left[row])

    def take(self, rows: list[int], owed: float) -> float:
        """Take ``owed`` off the rows; what is beyond them."""
        for row in rows:
            part = min(owed, float(self._left[row]))
            self._left[row] -= part
            self._sums[int(self._customer[row]), int(self._day[row])] -= part
            owed -= part
            if owed < CENT:
                return 0.0
        return owed


def _cores(rows: Rows, concerned: NDArray[np.bool_]) -> NDArray[np.int32]:
    """Codes of the order ids of ``concerned`` rows without letters and signs around: C1001 and 1001-R are 1001."""
    found = np.full(len(rows.customer), -1, np.int32)
    at = np.flatnonzero(concerned & (rows.order >= 0)) if len(rows.order) else np.zeros(0, np.int64)
    orders, back = np.unique(rows.order[at], return_inverse=True)
    names = rows.orders.take(orders).to_pylist()
    texts = [re.sub(r"^\D+|\D+$", "", name) or name for name in names]
    found[at] = pd.factorize(np.array(texts, object))[0][back] if texts else -1
    return found


def take_refunds_off(rows: Rows, again: NDArray[np.bool_], account: Account) -> Netted:
    """Take refunds off; those that no earlier order explains are set aside."""
    used = account.used & ~again
    returning = np.unique(rows.customer[used & (rows.amount < 0)])
    order = _cores(rows, used & np.isin(rows.customer, returning))
    netted = net(rows.amount, rows.customer, rows.moment, order, used)
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
        if netted.early:
            text += (
                f" {netted.early:,} of them {'is' if netted.early == 1 else 'are'} dated before an order of the same"
                " amount: correct those dates, or map the order's number as order_id."
            )
        facts = {"rows": unmatched, "money": money, "share_of_sales": share, "dated_before_their_order": netted.early}
        account.say("refunds_unmatched", text, **facts)
    return netted
