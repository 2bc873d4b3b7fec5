"""The columns of the orders table as values, row by row; what cannot be a value is set aside."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute
from numpy.typing import NDArray

from calibration.order_keys import EMPTY_ID, ID_WAYS, REQUIRED
from calibration.profile import Profile
from calibration.reading.account import FAULT, GUEST, Account, Kind, many
from calibration.reading.amounts import MOST_MONEY, amounts
from calibration.reading.cells import Cells, Column
from calibration.reading.days import days_of
from calibration.reading.ids import EMPTY, WAYS, ids
from calibration.reading.items import items_of
from calibration.reading.money import NO_NUMBER, Money
from calibration.reading.order_lines import above, filled, is_unit_price
from calibration.reading.texts import PLAIN, matches, trimmed, trimmed_all
from calibration.reading.totals import set_totals_aside
from calibration.reading.unmapped import mapping_of, number_of_lines
from sim.problems import shown


@dataclass
class Rows:
    """What the rows of a file say. Codes are -1 and amounts NaN where there is none.

    ``customer`` are codes of ``customers`` (sorted), ``order`` of ``orders``; ``amount`` is that of the whole row
    (price x quantity where the amount is a price); ``likely`` the same with guesses in the place of what cannot be
    read. ``further``: rows without an amount in an order of which another row has it. Arrays are not to be written to:
    two may be one. ``items``: what else is told of the goods, by name (see ``items_of``).
    """

    customer: NDArray[np.int32]
    customers: NDArray[np.object_]
    order: NDArray[np.int32]
    orders: pa.StringArray
    moment: NDArray[np.datetime64]
    timed: bool
    amount: NDArray[np.float64]
    likely: NDArray[np.float64]
    quantity: NDArray[np.float64] | None
    further: NDArray[np.bool_]
    money: tuple[str, ...]
    items: dict[str, Any]


def rows_of(profile: Profile, cells: Cells, account: Account) -> Rows:
    """Type all columns; rows with a cell that cannot be used are set aside, the rest is said in ``account``."""
    keys = profile.orders
    column = {ours: cells.columns[theirs] for ours, theirs in keys.columns.items()}
    order, order_names = _orders(column.get("order_id"))
    seen = {ours: trimmed_all(one.values) for ours, one in column.items() if ours in (*REQUIRED, "quantity")}
    blank = {ours: column[ours].spread(np.isin(seen[ours], EMPTY)) for ours in REQUIRED}
    if "order_id" in column:
        blank["order_id"] = order < 0
    number = Money(keys, "amount", column["amount"], account)
    pieces = _pieces(profile, column, seen)
    totals = set_totals_aside(cells, keys.columns, blank, number.likely, pieces, account)
    if "order_id" in column:
        order, joined = above(order, blank["customer_id"] & ~totals, blank["ordered_at"])
        if joined:
            account.say(
                "rows_of_the_order_above", f"{joined:,} rows without order, customer and day are of the order above."
            )
    customer, names = _customers(profile, column["customer_id"], account)
    day = column["ordered_at"]
    day_codes = day.codes
    amount, likely, further = number.values, number.likely, np.zeros(len(cells), bool)
    if "order_id" in column:
        customer = filled(order, customer, customer < 0)
        day_codes = filled(order, day_codes, blank["ordered_at"])
        priced = np.zeros(int(order.max(initial=-1)) + 2, bool)
        priced[order[(order >= 0) & ~blank["amount"]]] = True
        further = blank["amount"] & (order >= 0) & priced[np.where(order >= 0, order, -1)]
        filled_cells = (blank["customer_id"] & (customer >= 0)) | (day_codes != day.codes)
        if (further | filled_cells).any():
            text = (
                f"{int((further | filled_cells).sum()):,} rows leave cells blank that another row of the same order"
                " holds: they are further lines of it, and its amount counts once."
            )
            account.say("further_lines", text, rows=int((further | filled_cells).sum()))
            amount, likely = np.where(further, 0.0, amount), np.where(further, 0.0, likely)
    _set_guests_aside(profile, cells, customer, names, blank["ordered_at"], account)
    moment, timed = days_of(keys, "ordered_at", day, seen["ordered_at"], day_codes, cells.lines, account)
    quantity = _quantity(profile, pieces, further, account)
    if quantity is not None:
        negative = np.signbit(quantity) & (quantity != 0)
        if is_unit_price(keys):
            sign = np.where(negative | (amount < 0), -1.0, 1.0)
            amount = np.where(further, 0.0, sign * np.abs(amount * quantity))
            likely = np.where(further, 0.0, sign * np.abs(likely * np.nan_to_num(quantity, nan=1.0)))
        elif negative.any():
            amount, likely = (np.where(negative, -np.abs(values), values) for values in (amount, likely))
    number.set_aside(further, account, amount)
    if keys.refunds == "none":
        number.set_negative_aside(account, amount)
    vast = np.abs(likely) > MOST_MONEY
    if vast.any():
        likely = np.where(vast, np.nan, likely)
    items = items_of(keys, cells, amount, quantity, further, account)
    return Rows(
        customer, names, order, order_names, moment, timed, amount, likely, quantity, further, number.money, items
    )


def _orders(column: Column | None) -> tuple[NDArray[np.int32], pa.StringArray]:
    """Code of each row's order, -1 = none, and the ids; there may be as many as rows, so they stay with Arrow."""
    if column is None:
        return np.zeros(0, np.int32), pa.array([], pa.string())
    words, order = column.words, column.codes
    if column.padded.any() or not matches(words, PLAIN).all():
        coded = pa.array(trimmed_all(column.values), pa.string()).dictionary_encode()
        words, order = coded.dictionary, column.spread(coded.indices.to_numpy(zero_copy_only=False))
    empty = np.asarray(pyarrow.compute.is_in(words, pa.array(EMPTY)).to_numpy(zero_copy_only=False), bool)
    return np.where(empty[order], -1, order) if empty.any() else order, words


def _customers(profile: Profile, column: Column, account: Account) -> tuple[NDArray[np.int32], NDArray[np.object_]]:
    """Code of each row's customer, -1 = none, and the ids; says what was trimmed, merged or looks alike."""
    found = ids(column.values, profile.orders.merge_ids)
    counts = np.bincount(column.codes, minlength=len(column.values))
    spoiled = column.spread(found.spoiled)
    reason = "spoiled by a spreadsheet (scientific notation)"
    account.aside(spoiled, Kind(FAULT, "customer_id", reason, "export the ids as text"))
    if found.cleaned:
        changed = trimmed_all(column.values) != column.values
        rows = int(counts[changed].sum())
        text = (
            f"{many(rows, 'row holds', 'rows hold')} characters in customer_id that cannot be seen (such as"
            f" '{shown(found.cleaned_example)}'); they are left out."
        )
        account.say("ids_trimmed", text, rows=rows, example=found.cleaned_example)
    if found.apostrophes.any():
        rows = int(counts[found.apostrophes].sum())
        example = str(column.values[int(np.argmax(found.apostrophes))])
        text = (
            f"{many(rows, 'row begins', 'rows begin')} customer_id with the apostrophe of a spreadsheet (such as"
            f" {shown(example)}); it is left out."
        )
        account.say("ids_apostrophe", text, rows=rows, example=example)
    say_padded(column, account, "customer_id")
    for way, (number, one, other) in found.merged.items():
        text = f"{_differ(number, way, one, other)}: one customer each."
        account.say("ids_merged", text, way=way, ids=number, examples=[one, other])
    for way, (number, one, other) in found.alike.items():
        text = (
            f"{_differ(number, way, one, other)} and are kept apart; if they are one customer each, add"
            f" `merge_ids: [{way if way in ID_WAYS else ', '.join(ID_WAYS)}]` under orders."
        )
        account.say("ids_alike", text, way=way, ids=number, examples=[one, other])
    names, codes = np.unique(found.values.astype(str), return_inverse=True)
    codes = np.where(names[codes] == "", -1, codes).astype(np.int32)
    return column.spread(codes), names.astype(object)


def say_padded(column: Column, account: Account, ours: str) -> None:
    """Say how many rows have an id that is another row's but for spaces at its ends."""
    bare = set(column.values[~column.padded]) if column.padded.any() else set()
    merged = np.array(
        [bool(padded) and value in bare for value, padded in zip(column.values, column.padded, strict=True)]
    )
    if not merged.any():
        return
    rows = int(column.spread(merged).sum())
    example = str(column.values[int(np.argmax(merged))])
    text = (
        f"{many(rows, 'row holds', 'rows hold')} spaces before or behind {ours}, and other rows the same id"
        f" without them (such as '{shown(example)}'); they are left out."
    )
    account.say("ids_padded", text, rows=rows, example=example)


def _differ(number: int, way: str, one: str, other: str) -> str:
    ids = many(number, "customer id differs", "customer ids differ")
    return f"{ids} from others in {WAYS[way]} only ('{shown(other)}', '{shown(one)}')"


def _set_guests_aside(
    profile: Profile,
    cells: Cells,
    customer: NDArray[np.int32],
    names: NDArray[np.object_],
    undated: NDArray[np.bool_],
    account: Account,
) -> None:
    stated = profile.orders.guests
    guests = {trimmed(one).casefold() for one in stated or () if one != EMPTY_ID}
    if guests:
        mine = np.array([str(name).casefold() in guests for name in names], bool)
        rows = np.where(customer >= 0, mine[np.maximum(customer, 0)], False)
        account.aside(rows, Kind(GUEST, "customer_id", "a guest, as the profile says"))
    if stated is not None and EMPTY_ID in stated:
        account.aside(customer < 0, Kind(GUEST, "customer_id", "a guest: no customer"))
    fix = "if these are guests, add `guests: empty` under orders: they are then counted apart"
    nobody = account.used & (customer < 0)
    if "order_id" not in profile.orders.columns and nobody.any():
        number = number_of_lines(profile, cells, nobody, undated)
        line = f"these look like further lines of the orders above: add `{mapping_of(number)}` to the columns"
        fix = f"{line}; {fix}" if number else fix
    account.aside(customer < 0, Kind(FAULT, "customer_id", "empty", fix))


def _pieces(
    profile: Profile, column: dict[str, Column], seen: dict[str, NDArray[np.object_]]
) -> NDArray[np.float64] | None:
    """The quantity of each row, NaN where none can be read; None where no column holds it."""
    if "quantity" not in column:
        return None
    one = column["quantity"]
    if one.typed is not None and one.typed.dtype.kind == "f":
        return np.asarray(one.typed, float)
    counts = np.bincount(one.codes, minlength=len(one.values))
    found = amounts(seen["quantity"], counts, profile.orders.format)
    return np.asarray(one.spread(np.where(found.odd, np.nan, found.values)), float)


def _quantity(
    profile: Profile, pieces: NDArray[np.float64] | None, further: NDArray[np.bool_], account: Account
) -> NDArray[np.float64] | None:
    """``pieces``; where they are needed, rows without them are set aside."""
    if pieces is not None and is_unit_price(profile.orders):
        account.aside(~np.isfinite(pieces) & ~further, Kind(FAULT, "quantity", NO_NUMBER, "state how many pieces"))
    return pieces
