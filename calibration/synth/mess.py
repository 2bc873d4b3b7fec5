"""What real exports have: a beginning that is cut off, a week without rows, refunds, guests, rows that stand twice."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

TIMES = {
    "orders": "ordered_at",
    "customers": "acquired_at",
    "spend": "date",
    "experiments": "start",
    "touches": "at",
    "tickets": "opened_at",
    "surveys": "at",
    "referrals": "invited_at",
    "prices": "from",
    "staffing": "at",
}
"""The column of each table that says when a row came about."""
LEVELS = {"prices": "product_id", "staffing": "desk"}
"""Tables whose rows hold until the next one of the same item: a cut beginning starts with what held then."""
MOST_DAYS = 20
"""Days after an order within which it is refunded."""


@dataclass(frozen=True)
class Mess:
    """``gaps``: a week of orders is missing. The others are shares of orders: refunded by a negative row, without the
    customer's id, standing twice."""

    gaps: bool = False
    refunds: float = 0.0
    guests: float = 0.0
    duplicates: float = 0.0


def cut(tables: dict[str, pd.DataFrame], begin: np.datetime64) -> tuple[dict[str, pd.DataFrame], dict[str, int]]:
    """``tables`` without what is older than ``begin``, and how many rows of each were older."""
    kept, gone = {}, {}
    for name, table in tables.items():
        when = table[TIMES[name]]
        late = (when >= begin).to_numpy()
        own = table[late]
        if name in LEVELS and not late.all():
            held = table[~late].groupby(LEVELS[name], sort=False).tail(1).assign(**{TIMES[name]: pd.Timestamp(begin)})
            starts = own.loc[own[TIMES[name]] == begin, LEVELS[name]]
            own = pd.concat([held[~held[LEVELS[name]].isin(starts)], own])
        kept[name], gone[name] = own.reset_index(drop=True), int((~late).sum())
    return kept, gone


def messy(orders: pd.DataFrame, mess: Mess, seed: int) -> tuple[pd.DataFrame, dict[str, Any]]:
    """``orders`` as exports have them, and what was done to them: rows and money of each kind."""
    rng = np.random.default_rng([seed, 0x3E55])
    orders, done = orders.reset_index(drop=True), {}
    days = orders["ordered_at"].to_numpy("datetime64[D]")
    if mess.gaps and len(orders):
        span = int((days.max() - days.min()).astype(int))
        first = days.min() + int(rng.integers(span // 3, max(2 * span // 3, span // 3 + 1)))
        missing = (days >= first) & (days < first + 7)
        done["gap"] = {"from": str(first), "until": str(first + 6), **_of(orders[missing])}
        orders = orders[~missing].reset_index(drop=True)
    last = days.max() if len(days) else None
    if mess.refunds:
        open_to_it = orders["returned_at"].isna() & (orders["amount"] > 0)
        back = orders[open_to_it & (rng.random(len(orders)) < mess.refunds)].copy()
        later = rng.uniform(1.0, MOST_DAYS, len(back)) * 86_400
        back["ordered_at"] = back["ordered_at"] + pd.to_timedelta(np.floor(later), unit="s")
        back = back[back["ordered_at"].to_numpy("datetime64[D]") <= last]
        numbers = [name for name in ("amount", "list_amount", "discount", "cost") if name in back]
        back[numbers] = -back[numbers]
        done["refunds"] = _of(back)
        orders = pd.concat([orders, back]).sort_values("ordered_at", kind="stable").reset_index(drop=True)
    if mess.guests:
        known = ~orders["order_id"].duplicated(keep=False)  # an order and its refund keep their customer
        nobody = known & (rng.random(len(orders)) < mess.guests)
        done["guests"] = _of(orders[nobody])
        orders.loc[nobody, "customer_id"] = ""
    if mess.duplicates:
        twice = orders[rng.random(len(orders)) < mess.duplicates]
        done["duplicates"] = _of(twice)
        orders = pd.concat([orders, twice]).sort_values("ordered_at", kind="stable").reset_index(drop=True)
    return orders, done


def _of(rows: pd.DataFrame) -> dict[str, Any]:
    return {"rows": len(rows), "amount": round(float(rows["amount"].sum()), 2)}
