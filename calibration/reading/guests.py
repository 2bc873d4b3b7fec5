"""Ids that stand for many people: the guests of a shop, who must not become one giant customer."""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

MULTIPLE = 5.0  # times the orders of any other customer
FAR = 20.0  # the same, from which the id need not order several times a day as well
SHARE = 0.01  # of all orders, at least
A_DAY = 1.2  # orders on a day with orders, times those of the other customers
MOST = 5  # such ids in a file
WORDS = re.compile(
    r"guests?|anonym\w*|unknown|walk.?in\w*|cash|no.?name|none|not.?registered|default|pos|counter|-?[01]|9{3,}|0+"
    r"|gast|invité|invitado|ospite|visitante|散客|游客|匿名\w*|访客|未注册|零售|非会员|ゲスト|비회원",
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


def suspects(customer: NDArray[np.int64], day: NDArray[np.datetime64], names: NDArray[np.object_]) -> list[Suspect]:
    """The ids that are likely guests, from the customer (code of ``names``) and the day of every order."""
    if not len(customer):
        return []
    orders = np.bincount(customer, minlength=len(names))
    ranked = np.argsort(-orders, kind="stable")
    number = _apart(orders[ranked[: MOST + 1]])
    if not number:
        return []
    pairs = np.unique(np.stack([customer, day.astype("datetime64[D]").astype(np.int64)], axis=1), axis=0)
    days = np.bincount(pairs[:, 0], minlength=len(names))
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
        often = orders[one] / max(days[one], 1) >= A_DAY * usual
        sure = bool(often or WORDS.fullmatch(str(names[one])) or orders[one] >= FAR * most)
        found.append(Suspect(int(one), int(orders[one]), most, share, sure))
    return found


def _apart(ranked: NDArray[np.int64]) -> int:
    """How many of the largest counts stand MULTIPLE times above the next, 0 where none do."""
    for k in range(len(ranked) - 1, 0, -1):
        if ranked[k] and ranked[k - 1] >= MULTIPLE * ranked[k]:
            return k
    return 0
