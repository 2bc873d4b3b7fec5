"""The columns of the orders table as values, row by row; what cannot be a value is set aside."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from calibration.order_keys import EMPTY_ID
from calibration.profile import Profile
from calibration.reading.account import FAULT, GUEST, Account, Kind
from calibration.reading.amounts import MOST_MONEY, Amounts, amounts, choice, codes_of, lenient
from calibration.reading.cells import Cells, Column
from calibration.reading.date_formats import formats_for, said
from calibration.reading.ids import EMPTY, WAYS, ids, trimmed
from calibration.reading.moments import NO_DATE, NO_DAY, NO_TIME, Moments, exchangeable, moments, typed_moments
from calibration.reading.order_lines import above, filled, is_unit_price
from sim.problems import BadInput, Problem, shown

NO_NUMBER = "not a number"
OTHERWISE = "not a number as the others of the column are written"
OTHER_MONEY = "in another currency than the others"


@dataclass
class Rows:
    """What the rows of a file say. Codes are -1 and amounts NaN where there is none.

    ``customer`` are codes of ``customers``, ``order`` of ``orders``; ``amount`` is that of the whole row (price x
    quantity where the amount is a price); ``likely`` the same with guesses in the place of what cannot be read.
    ``further``: rows without an amount in an order of which another row has it.
    """

    customer: NDArray[np.int64]
    customers: NDArray[np.object_]
    order: NDArray[np.int64]
    orders: NDArray[np.object_]
    moment: NDArray[np.datetime64]
    timed: bool
    amount: NDArray[np.float64]
    likely: NDArray[np.float64]
    quantity: NDArray[np.float64] | None
    further: NDArray[np.bool_]
    money: tuple[str, ...]


def rows_of(profile: Profile, cells: Cells, account: Account) -> Rows:
    """Type all columns; rows with a cell that cannot be used are set aside, the rest is said in ``account``."""
    keys = profile.orders
    column = {ours: cells.columns[theirs] for ours, theirs in keys.columns.items()}
    seen = {ours: np.array([trimmed(str(v)) for v in column[ours].values], object) for ours in column}
    order, order_names = _orders(column.get("order_id"), seen.get("order_id"))
    blank = {ours: one.spread(np.isin(seen[ours], EMPTY)) for ours, one in column.items()}
    if "order_id" in column:
        order, joined = above(order, blank["customer_id"], blank["ordered_at"])
        if joined:
            account.say(
                "rows_of_the_order_above", f"{joined:,} rows without order, customer and day are of the order above."
            )
    customer, names = _customers(profile, column["customer_id"], account)
    day = column["ordered_at"]
    day_codes = day.codes.astype(np.int64)
    number = _Numbers(profile, column["amount"], account)
    amount, further = number.values.copy(), np.zeros(len(cells), bool)
    if "order_id" in column:
        customer = filled(order, customer, customer < 0)
        day_codes = filled(order, day_codes, blank["ordered_at"])
        priced = np.zeros(int(order.max(initial=-1)) + 2, bool)
        priced[order[(order >= 0) & ~blank["amount"]]] = True
        further = blank["amount"] & (order >= 0) & priced[np.where(order >= 0, order, -1)]
        filled_cells = (blank["customer_id"] & (customer >= 0)) | (day_codes != day.codes)
        if (further | filled_cells).any():
            text = (
                f"{int((further | filled_cells).sum()):,} rows leave cells blank that another row of the same order holds:"
                " they are further lines of it, and its amount counts once."
            )
            account.say("further_lines", text, rows=int((further | filled_cells).sum()))
            amount[further] = 0.0
    _set_guests_aside(profile, customer, names, account)
    moment, timed = _moments(profile, day, seen["ordered_at"], day_codes, account)
    quantity = _quantity(profile, column, seen, further, account)
    likely = number.likely.copy()
    likely[further] = 0.0
    if quantity is not None:
        negative = np.signbit(quantity) & (quantity != 0)
        if is_unit_price(keys):
            sign = np.where(negative | (amount < 0), -1.0, 1.0)
            amount = np.where(further, 0.0, sign * np.abs(amount * quantity))
            likely = np.where(further, 0.0, sign * np.abs(likely * np.nan_to_num(quantity, nan=1.0)))
        elif negative.any():
            amount, likely = (np.where(negative, -np.abs(values), values) for values in (amount, likely))
    number.set_aside(further, account, amount)
    return Rows(customer, names, order, order_names, moment, timed, amount, likely, quantity, further, number.money)


def _orders(column: Column | None, seen: NDArray[np.object_] | None) -> tuple[NDArray[np.int64], NDArray[np.object_]]:
    if column is None or seen is None:
        return np.zeros(0, np.int64), np.zeros(0, object)
    names, codes = np.unique(np.where(np.isin(seen, EMPTY), "", seen).astype(str), return_inverse=True)
    order = column.spread(codes.astype(np.int64))
    return np.where(names[order] == "", -1, order), names.astype(object)


def _customers(profile: Profile, column: Column, account: Account) -> tuple[NDArray[np.int64], NDArray[np.object_]]:
    """Code of each row's customer, -1 = none, and the ids; says what was trimmed, merged or looks alike."""
    found = ids(column.values, profile.orders.merge_ids)
    counts = np.bincount(column.codes, minlength=len(column.values))
    spoiled = column.spread(found.spoiled)
    reason = "spoiled by a spreadsheet (scientific notation)"
    account.aside(spoiled, Kind(FAULT, "customer_id", reason, "export the ids as text"))
    if found.cleaned:
        changed = np.array([trimmed(str(v)) != str(v) for v in column.values])
        rows = int(counts[changed].sum())
        text = (
            f"{rows:,} rows hold characters that cannot be seen in customer_id (such as '{shown(found.cleaned_example)}');"
            " they are left out."
        )
        account.say("ids_trimmed", text, rows=rows, example=found.cleaned_example)
    for way, (number, one, other) in found.merged.items():
        text = f"{number:,} customer ids differ from others in {WAYS[way]} only ('{shown(other)}', '{shown(one)}'): one customer each."
        account.say("ids_merged", text, way=way, ids=number, examples=[one, other])
    for way, (number, one, other) in found.alike.items():
        text = (
            f"{number:,} customer ids differ from others in {WAYS[way]} only ('{shown(other)}', '{shown(one)}') and are kept"
            f" apart; if they are one customer each, add `merge_ids: [{way if way in ('case', 'spaces') else 'case, spaces'}]`"
            " under orders."
        )
        account.say("ids_alike", text, way=way, ids=number, examples=[one, other])
    names, codes = np.unique(found.values.astype(str), return_inverse=True)
    customer = column.spread(codes.astype(np.int64))
    return np.where(names[customer] == "", -1, customer), names.astype(object)


def _set_guests_aside(
    profile: Profile, customer: NDArray[np.int64], names: NDArray[np.object_], account: Account
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
    account.aside(customer < 0, Kind(FAULT, "customer_id", "empty", fix))


def _moments(
    profile: Profile, column: Column, seen: NDArray[np.object_], codes: NDArray[np.int64], account: Account
) -> tuple[NDArray[np.datetime64], bool]:
    keys = profile.orders
    counts = np.bincount(codes[account.used], minlength=len(seen))
    if column.typed is not None and column.typed.dtype.kind == "M":
        values = column.typed.astype("datetime64[s]")
        days, at = np.unique(values, return_inverse=True)
        reasons = typed_moments(days, days.astype(str).astype(object))[at]
        timed = bool((values[~np.isnat(values)] != values[~np.isnat(values)].astype("datetime64[D]")).any())
    else:
        empty = np.isin(seen, EMPTY)
        found = moments(seen, np.where(empty, 0, counts), keys.date_format, keys.time_zone)
        found.reasons[empty] = "empty"
        values, reasons, timed = found.values[codes], found.reasons[codes], found.timed
        _say_moments(found, values[account.used], keys.date_format, account)
        _fault_days(profile, found, seen, counts, codes, account)
    for reason in sorted(set(reasons[account.used].tolist()) - {""}):
        fix = "correct it in the file" if reason in (NO_DAY, NO_TIME) else "state the day, or leave the row out"
        account.aside(reasons == reason, Kind(FAULT, "ordered_at", reason, fix))
    return values, timed


def _fault_days(
    profile: Profile,
    found: Moments,
    seen: NDArray[np.object_],
    counts: NDArray[np.int64],
    codes: NDArray[np.int64],
    account: Account,
) -> None:
    """Set aside what is no date, with a date_format that reads it where the column is written in one."""
    wrong = (found.reasons == NO_DATE) & (counts > 0)
    if not wrong.any():
        return
    good = (found.reasons == "") & (counts > 0)
    if counts[wrong].sum() > counts[good].sum():
        formats = formats_for(seen[wrong])
        stated = profile.orders.date_format
        fix = f"state {said(formats)} under orders" if formats else "write days as 2024-03-31 or 2024-03-31 17:05:00"
        if stated and (moments(seen[wrong], counts[wrong], None, None).reasons == "").mean() > 0.9:
            fix = "leave date_format out: these are read without it"
    else:
        fix = f"write the day as in the other rows, such as {shown(seen[np.flatnonzero(good)[0]])}"
    account.aside((found.reasons == NO_DATE)[codes], Kind(FAULT, "ordered_at", NO_DATE, fix))


def _say_moments(found: Moments, values: NDArray[np.datetime64], date_format: str | None, account: Account) -> None:
    known = values[~np.isnat(values)]
    if not len(known):
        return
    span = f"{known.min().astype('datetime64[D]')} to {known.max().astype('datetime64[D]')}"
    zones = [zone or "none" for zone in found.offsets]
    if found.kind == "serials":
        account.say(
            "dates_as_serials", f"The days are day numbers of a spreadsheet (1900 system): {span}.", kind="serials"
        )
    elif found.kind != "texts":
        clock = found.clock
        account.say(
            "dates_as_epoch",
            f"The times are {found.kind} since 1970: {span}, on the clock of {clock}"
            + ("; state `time_zone: Asia/Shanghai` (yours) for days of another clock." if clock == "UTC" else "."),
            kind=found.kind,
            clock=clock,
        )
    elif len(zones) > 1 or (found.clock != "as written"):
        fix = (
            ""
            if found.clock != "UTC"
            else "; state `time_zone: Europe/Berlin` (yours) under orders for days of another clock"
        )
        account.say(
            "one_clock",
            f"The times are written with the zones {', '.join(zones[:6])}: all are put on the clock of {found.clock}{fix}.",
            zones=zones,
            clock=found.clock,
        )
    elif zones != ["none"]:
        text = f"All times are written with the zone {zones[0]}: the day is the one written."
        account.say("one_zone", text, zones=zones, clock="as written")
    days = exchangeable(values)
    if days:
        other = date_format or "%Y-%m-%d"
        swapped = other.replace("%d", "%#").replace("%m", "%d").replace("%#", "%m")
        account.say(
            "day_and_month_exchangeable",
            f"No day of the month is above 12 in {days:,} different dates read as {other}: day and month may be"
            f" exchanged; if so, state `date_format: '{swapped}'` under orders.",
            days=days,
            line=f"date_format: '{swapped}'",
        )


class _Numbers:
    """The column of amounts: ``values`` and ``likely`` row by row, and what is wrong with the others."""

    def __init__(self, profile: Profile, column: Column, account: Account) -> None:
        self._column, self._profile = column, profile
        self.money: tuple[str, ...] = ()
        used = account.used
        counts = np.bincount(column.codes[used], minlength=len(column.values))
        if column.typed is not None and column.typed.dtype.kind == "f":
            self.values = self.likely = column.typed
            empty = np.isnan(column.typed)
            self.reasons, self.fixes = np.where(empty, "empty", "").astype(object), {}
            return
        seen = np.array([trimmed(str(value)) for value in column.values], object)
        empty = np.isin(seen, EMPTY)
        found = amounts(np.where(empty, "", seen), np.where(empty, 0, counts), profile.orders.format)
        if (found.unsettled & (counts > 0)).any():
            self._refuse(found, seen, counts)
        reasons = np.where(np.isnan(found.values), NO_NUMBER, "").astype(object)
        reasons[found.odd] = OTHERWISE
        reasons[empty] = "empty"
        self.fixes = {OTHERWISE: f"write it with the decimal sign {found.decimal}, as the other amounts"}
        self._say(found, seen, counts, reasons, account)
        guesses = found.values.copy()
        for k in np.flatnonzero(np.isnan(guesses) & ~empty):
            guesses[k] = lenient(str(seen[k]))
        unusable = reasons != ""
        self.values = column.spread(np.where(unusable, np.nan, found.values))
        self.likely = column.spread(guesses)
        self.reasons = column.spread(reasons)

    def _refuse(self, found: Amounts, seen: NDArray[np.object_], counts: NDArray[np.int64]) -> None:
        text, fix = choice(found, seen)
        rows = int(counts[found.unsettled].sum())
        line = 0
        said_rows = f"{rows:,} rows with amounts such as '{text}', which could be two numbers"
        allowed = "amounts of which at least one shows what its signs mean (1,234.56), or a stated format"
        raise BadInput([Problem(self._profile.file.name, line, "amount", said_rows, allowed, fix)])

    def _say(
        self,
        found: Amounts,
        seen: NDArray[np.object_],
        counts: NDArray[np.int64],
        reasons: NDArray[np.object_],
        account: Account,
    ) -> None:
        if found.separated or found.decimal == ",":
            parts = f", thousands parted by '{found.thousands}'" if found.thousands else ""
            example = f" ('{shown(found.example)}')" if found.example else ""
            text = f"Amounts are read with the decimal sign '{found.decimal}'{parts}{example}."
            account.say("numbers", text, decimal=found.decimal, thousands=found.thousands, rows=found.separated)
        signs: dict[str, int] = {}
        for k in np.flatnonzero((found.money != "") & (counts > 0) & (reasons == "")):
            sign = str(found.money[k])
            signs[sign] = signs.get(sign, 0) + int(counts[k])
        if not signs:
            return
        main = max(signs, key=lambda sign: signs[sign])
        self.money = codes_of(main)
        for k in np.flatnonzero((found.money != "") & (reasons == "")):
            mine = codes_of(str(found.money[k]))
            if mine and self.money and not set(mine) & set(self.money):
                reasons[k] = OTHER_MONEY
        self.fixes[OTHER_MONEY] = "convert it, or map a column of currencies and keep one of them"
        rows = sum(signs.values())
        account.say(
            "currency_signs", f"{rows:,} amounts are written with a currency ('{shown(main)}').", rows=rows, sign=main
        )

    def set_aside(self, further: NDArray[np.bool_], account: Account, amount: NDArray[np.float64]) -> None:
        """Set rows aside whose amount cannot be used; ``amount`` are those of whole rows."""
        for reason in ("empty", NO_NUMBER, OTHERWISE, OTHER_MONEY):
            fix = self.fixes.get(reason, "write amounts as 1234.50" if reason == NO_NUMBER else "")
            account.aside((self.reasons == reason) & ~further, Kind(FAULT, "amount", reason, fix))
        vast = ~(np.abs(amount) <= MOST_MONEY)
        account.aside(
            vast & ~further, Kind(FAULT, "amount", "not a finite number below 1e12", "correct it in the file")
        )
        if self._profile.orders.refunds == "none":
            fix = "leave refunds out, or state `refunds: negative` to take them off their orders"
            account.aside(amount < 0, Kind(FAULT, "amount", "negative", fix))


def _quantity(
    profile: Profile,
    column: dict[str, Column],
    seen: dict[str, NDArray[np.object_]],
    further: NDArray[np.bool_],
    account: Account,
) -> NDArray[np.float64] | None:
    if "quantity" not in column:
        return None
    one = column["quantity"]
    if one.typed is not None and one.typed.dtype.kind == "f":
        values: NDArray[Any] = one.typed
    else:
        counts = np.bincount(one.codes, minlength=len(one.values))
        found = amounts(seen["quantity"], counts, profile.orders.format)
        values = one.spread(np.where(found.odd, np.nan, found.values))
    if is_unit_price(profile.orders):
        account.aside(~np.isfinite(values) & ~further, Kind(FAULT, "quantity", NO_NUMBER, "state how many pieces"))
    return np.asarray(values, float)
