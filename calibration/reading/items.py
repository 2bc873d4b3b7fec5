"""What a row of orders says of its goods beside the amount: the price without deals, coupon, product, category."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from calibration.order_keys import OrderKeys
from calibration.reading.account import FAULT, Account, Kind, many
from calibration.reading.amounts import MOST_MONEY
from calibration.reading.cells import Cells, Column
from calibration.reading.ids import EMPTY
from calibration.reading.money import NO_NUMBER, Money
from calibration.reading.order_lines import is_unit_price
from calibration.reading.texts import trimmed_all
from sim.problems import shown

TEXTS = ("coupon_id", "product_id", "category")
LIST, OFF = "list_amount", "discount"
CENT = 0.005
FIX = "correct it in the file"
SHARES = 10.0  # times the largest discount that the median amount is, from which discounts of at most 1 may be shares
BELOW = 0.01  # share of the rows with a list amount below the amount, from which it is said


def items_of(
    keys: OrderKeys,
    cells: Cells,
    amount: NDArray[np.float64],
    quantity: NDArray[np.float64] | None,
    further: NDArray[np.bool_],
    account: Account,
) -> dict[str, Any]:
    """By name ``list_amount`` (rows,), the amount without deals, where it or ``discount`` is mapped, and the texts that
    are mapped, each ("" = empty) a category of its rows.

    Rows with a cell that is no number, or below nothing, are set aside. An empty one is no deal. ``amount`` is that of
    the whole row; where it is a price of one piece, ``list_amount`` is one as well, and ``discount`` the whole row's.
    """
    found: dict[str, Any] = {name: _texts(cells.columns[keys.columns[name]]) for name in TEXTS if name in keys.columns}
    if LIST not in keys.columns and OFF not in keys.columns:
        return found
    paid = np.abs(amount)
    if LIST in keys.columns:
        told = _numbers(keys, LIST, cells, further, account)
        if is_unit_price(keys) and quantity is not None:
            told = told * np.abs(quantity)
        _say_below(keys, told, paid, account)
    else:
        off = _numbers(keys, OFF, cells, further, account)
        _say_shares(keys, off, paid, account)
        told = paid + off
    listed = np.where(np.isnan(told), paid, told)
    used = account.used & (paid > 0)
    deals = int((listed > paid + CENT)[used].sum())
    if used.any():
        share, left = deals / int(used.sum()), float(paid[used].sum() / listed[used].sum())
        text = f"{deals:,} rows ({share:.1%}) are below their list amount; all together are {1 - left:.1%} below it."
        account.say("deals", text, rows=deals, share=share, depth=1 - left)
    return found | {LIST: listed}


def _texts(column: Column) -> pd.Categorical:
    texts = trimmed_all(column.values)
    names, codes = np.unique(np.where(np.isin(texts, EMPTY), "", texts).astype(object), return_inverse=True)
    return pd.Categorical.from_codes(column.spread(codes.astype(np.int32)), pd.Index(names, dtype="str"))


def _numbers(
    keys: OrderKeys, ours: str, cells: Cells, further: NDArray[np.bool_], account: Account
) -> NDArray[np.float64]:
    """The money of a column, whatever its sign, NaN where it is empty."""
    number = Money(keys, ours, cells.columns[keys.columns[ours]], account)
    for reason in sorted({*number.reasons} - {"", "empty"}):
        fix = number.fixes.get(reason, "write amounts as 1234.50" if reason == NO_NUMBER else "")
        account.aside(number.because(reason) & ~further, Kind(FAULT, ours, reason, fix))
    values = np.abs(number.values)
    account.aside((values > MOST_MONEY) & ~further, Kind(FAULT, ours, "not a finite number below 1e12", FIX))
    return np.asarray(values)


def _say_below(keys: OrderKeys, told: NDArray[np.float64], paid: NDArray[np.float64], account: Account) -> None:
    below = account.used & (told < paid - CENT)
    if below.sum() < max(BELOW * account.used.sum(), 1):
        return
    name = shown(keys.columns[LIST])
    text = (
        f"In {many(int(below.sum()), 'row', 'rows')} {name} is below the amount: it should be what the whole row costs"
        " without any deal."
    )
    account.say("list_below_amount", text, rows=int(below.sum()), column=name)


def _say_shares(keys: OrderKeys, off: NDArray[np.float64], paid: NDArray[np.float64], account: Account) -> None:
    some = off[account.used & (off > 0)]
    if not len(some) or some.max() > 1.0 or np.median(paid[account.used]) < SHARES * some.max():
        return
    name = shown(keys.columns[OFF])
    text = (
        f"{name} is at most {some.max():g}: it is taken as money off; if it is a share of the price, leave it out and"
        " map the amount without deals as list_amount."
    )
    account.say("discount_as_share", text, column=name)
