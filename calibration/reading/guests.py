"""Ids that stand for many people: the guests of a shop, who must not become one giant customer."""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from calibration.reading.account import GUEST, Account, Kind
from calibration.reading.columns import Rows
from calibration.reading.repeats import again as like_earlier
from calibration.reading.repeats import first, pairs
from sim.problems import shown

MULTIPLE = 5.0  # times the orders of any other customer, from which an id with several orders a day is set aside
POINTED_OUT = 3.0  # the same, from which it is pointed out
FAR = 20.0  # the same, from which it is set aside although it need not order several times a day
SHARE = 0.01  # of all orders, at least
A_DAY = 1.2  # orders on a day with orders, times those of the other customers
MOST = 5  # such ids in a file
WORDS = re.compile(  # ids that say so themselves: set aside as soon as they have more orders than any customer
    r"(guests?|anonym\w*|unknown|walk.?in.{0,10}|cash.?(customer|sale)?|no.?name|not.?registered|default.?customer"
    r"|gast|invité|invitado|ospite|visitante|散客|游客|匿名\w*|访客|未注册.{0,4}|非会员.{0,4}|ゲスト|비회원)"
    r"([ ._-]?(user|customer|checkout|buyer|account|order))?(@.*)?",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Suspect:
    """An id with far more orders than any other. ``sure``: it is set aside; else it is only pointed out."""

    customer: int
    orders: int
    next_orders: int
    share: float
    sure: bool


def suspects(customer: NDArray[np.int32], day: NDArray[np.datetime64], names: NDArray[np.object_]) -> list[Suspect]:
    """The ids that are likely guests, from the customer (code of ``names``) and the day of every order."""
    if not len(customer):
        return []
    orders = np.bincount(customer, minlength=len(names))
    ranked = np.argsort(-orders, kind="stable")
    number = _apart(orders[ranked[: MOST + 1]])
    while number < min(MOST, len(ranked)) and WORDS.fullmatch(str(names[ranked[number]])):
        number += 1
    if not number:
        return []
    of_day = np.unique(np.stack([customer, day.astype("datetime64[D]").astype(np.int64)], axis=1), axis=0)
    days = np.bincount(of_day[:, 0], minlength=len(names))
    others = ranked[number:]
    others = others[orders[others] > 0]
    if not len(others):
        return []
    usual = float(orders[others].sum() / days[others].sum())
    most = int(orders[others[0]])
    found = []
    for one in ranked[:number]:
        share = float(orders[one] / len(customer))
        if share < SHARE:
            continue
        often = orders[one] >= MULTIPLE * most and orders[one] / max(days[one], 1) >= A_DAY * usual
        sure = bool(often or WORDS.fullmatch(str(names[one])) or orders[one] >= FAR * most)
        found.append(Suspect(int(one), int(orders[one]), most, share, sure))
    return found


def _apart(ranked: NDArray[np.int64]) -> int:
    """How many of the largest counts stand POINTED_OUT times above the next, 0 where none do."""
    for k in range(len(ranked) - 1, 0, -1):
        if ranked[k] and ranked[k - 1] >= POINTED_OUT * ranked[k]:
            return k
    return 0


def _first_lines(rows: Rows, used: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Which of the rows ``used`` are the first of their customer's order: of its id, else of its second."""
    found = np.ones(len(used), bool)
    if len(rows.order):
        known = rows.order[used] >= 0
        found[known] = first(pairs(rows.order[used][known], rows.customer[used][known]))
    else:
        known = np.zeros(len(used), bool)
    if (len(rows.order) or rows.timed) and not known.all():
        clock = rows.moment[used][~known].astype("datetime64[s]").astype(np.int64)
        found[~known] = ~like_earlier((rows.customer[used][~known].astype(np.int64) << 34) + clock)
    return found


def set_guests_aside(rows: Rows, again: NDArray[np.bool_], account: Account) -> None:
    """Set ids aside that are likely guests, or point them out; ``again``: rows that are no orders of their own."""
    used = np.flatnonzero(account.used & (rows.amount >= 0) & ~again & ~rows.further)
    lines = _first_lines(rows, used)
    mine = rows.customer[used][lines]
    for one in suspects(mine, rows.moment[used][lines], rows.customers):
        name = shown(rows.customers[one.customer])
        all_rows = rows.customer == one.customer
        money = float(np.nansum(rows.amount[all_rows & account.used]))
        much = (
            f"customer_id '{name}' has {one.orders:,} orders ({one.share:.1%} of all, {money:,.0f} in money), the next"
            f" has {one.next_orders:,}"
        )
        facts = {"id": name, "orders": one.orders, "share": one.share, "next": one.next_orders, "money": money}
        quoted = "'" + name.replace("'", "''") + "'"
        if one.sure:
            account.aside(
                all_rows, Kind(GUEST, "customer_id", "likely a guest id", "if it is one customer, add `guests: []`")
            )
            text = (
                f"{much}: likely an id for guests, so its rows are set aside. Add `guests: [{quoted}]` under orders to"
                " state it, or `guests: []` if it is one customer."
            )
            account.say("guest_id", text, **facts, set_aside=True)
        else:
            text = f"{much}; if it is an id for guests, add `guests: [{quoted}]` under orders."
            account.say("large_customer", text, **facts, set_aside=False)
