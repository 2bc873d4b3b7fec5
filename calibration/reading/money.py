"""The column of amounts: read by one convention, what is no amount set aside, and what was taken for what said."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from calibration.reading.account import FAULT, Account, Kind
from calibration.reading.amounts import MOST_MONEY, Amounts, amounts, choice, codes_of, lenient
from calibration.reading.cells import Column
from calibration.reading.ids import EMPTY
from calibration.reading.texts import trimmed_all
from calibration.table_keys import TableKeys
from sim.problems import BadInput, Problem, shown

NO_NUMBER = "not a number"
OTHERWISE = "not a number as the others of the column are written"
OTHER_MONEY = "in another currency than the others"


class Money:
    """``values`` row by row (NaN where none can be used), ``likely`` with guesses in their place, and ``reasons`` why
    not, each once ("" where one can be used). Both arrays are not to be written to: they may be one.

    ``money``: the ISO 4217 codes that the sign beside most amounts may stand for.
    """

    def __init__(self, keys: TableKeys, ours: str, column: Column, account: Account) -> None:
        self._keys, self._ours = keys, ours
        self.money: tuple[str, ...] = ()
        used = account.used
        counts = np.bincount(column.codes[used], minlength=len(column.values))
        self.fixes: dict[str, str] = {}
        if column.typed is not None and column.typed.dtype.kind == "f":
            self.values = self.likely = column.typed
            self.reasons: tuple[str, ...] = ("", "empty")
            self._why = np.isnan(column.typed).astype(np.int8)
            return
        seen = trimmed_all(column.values)
        empty = np.isin(seen, EMPTY)
        found = amounts(np.where(empty, "", seen), np.where(empty, 0, counts), keys.format)
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
        values = np.where(unusable, np.nan, found.values)
        self.values = self.likely = column.spread(values)
        if not np.array_equal(values, guesses, equal_nan=True):
            self.likely = column.spread(guesses)
        told, why = np.unique(reasons.astype(str), return_inverse=True)
        self.reasons = tuple(told.tolist())
        self._why = column.spread(why.astype(np.int8))

    def because(self, reason: str) -> NDArray[np.bool_]:
        """The rows whose amount cannot be used for ``reason``."""
        if reason not in self.reasons:
            return np.zeros(len(self._why), bool)
        return np.asarray(self._why == self.reasons.index(reason))

    def _refuse(self, found: Amounts, seen: NDArray[np.object_], counts: NDArray[np.int64]) -> None:
        text, fix = choice(found, seen, self._keys.section)
        rows = int(counts[found.unsettled].sum())
        said_rows = f"{rows:,} rows with amounts such as '{text}', which could be two numbers"
        allowed = "amounts of which at least one shows what its signs mean (1,234.56), or a stated format"
        raise BadInput([Problem(self._keys.name, 0, self._ours, said_rows, allowed, fix)])

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
        if found.scaled:
            text = (
                f"{found.scaled:,} amounts are written in ten thousands or in hundreds of millions (such as"
                f" '{shown(found.scaled_example)}'): they are read as what they stand for."
            )
            account.say("scaled_amounts", text, rows=found.scaled, example=found.scaled_example)
        name = self._keys.columns.get(self._ours, self._ours)
        unit = next((unit for unit in ("万", "亿") if unit in name), None)
        if unit is not None and not found.scaled:
            text = (
                f"The column {shown(name)} is named as if its amounts were in {unit}; they are read as they stand."
                f" If they are, write {unit} behind each number (as in 2.65{unit}), which is read as what it says."
            )
            account.say("named_unit", text, column=name, unit=unit)
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
            account.aside(self.because(reason) & ~further, Kind(FAULT, self._ours, reason, fix))
        vast = ~(np.abs(amount) <= MOST_MONEY)
        account.aside(
            vast & ~further, Kind(FAULT, self._ours, "not a finite number below 1e12", "correct it in the file")
        )

    def set_negative_aside(self, account: Account, amount: NDArray[np.float64]) -> None:
        """Set refunds aside where the profile says that there are none."""
        fix = "leave refunds out, or state `refunds: negative` to take them off their orders"
        account.aside(amount < 0, Kind(FAULT, self._ours, "negative", fix))
