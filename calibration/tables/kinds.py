"""The cells of a column by their kind: text, id, moment, day, number, money, share, flag; what is none is set aside."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from calibration.contracts import COUNT, DAY, FLAG, ID, MOMENT, MONEY, NUMBER, SHARE, TEXT, TIMES, Field
from calibration.reading.account import FAULT, Account, Kind
from calibration.reading.cells import Column
from calibration.reading.columns import say_padded
from calibration.reading.days import days_of
from calibration.reading.filters import NO, YES
from calibration.reading.ids import EMPTY, ids
from calibration.reading.money import NO_NUMBER, Money
from calibration.reading.texts import trimmed_all
from calibration.table_keys import TableKeys

ALLOWED = {
    TEXT: "a text",
    ID: "a key as text",
    MOMENT: "times such as 2024-03-31 17:05:00",
    DAY: "days such as 2024-03-31",
    NUMBER: "numbers such as 12.5",
    MONEY: "numbers such as 1234.50",
    SHARE: "shares such as 0.12 or 12%",
    FLAG: "yes or no, true or false, 1 or 0",
    COUNT: "how many, or yes or no",
}
MORE_YES = ("是", "有", "x", "✓", "√", "opened", "clicked", "redeemed")
PERCENT = 0.01


@dataclass
class Typed:
    """``values`` row by row; ``likely`` those of numbers with guesses for what cannot be read; ``money``: the codes
    that signs beside the amounts may stand for."""

    values: Any
    likely: NDArray[np.float64] = field(default_factory=lambda: np.zeros(0))
    money: tuple[str, ...] = ()


def typed_field(
    keys: TableKeys,
    of: Field,
    ahead: int,
    column: Column,
    lines: NDArray[np.int64],
    account: Account,
    merge_ids: tuple[str, ...] = (),
) -> Typed:
    """The cells of ``column`` as ``of`` says; rows with a cell that is none, or lacks where it must not, are set aside.

    ``ahead``: years that a time may lie in the future.
    """
    if of.kind in TIMES:
        seen = trimmed_all(column.values)
        moment, _ = days_of(keys, of.name, column, seen, column.codes, lines, account, not of.required, ahead)
        return Typed(moment.astype("datetime64[D]").astype("datetime64[s]") if of.kind == DAY else moment)
    if of.kind in (ID, TEXT):
        return _texts(of, column, account, merge_ids)
    if of.kind == FLAG:
        return _flags(of, column, account)
    return _numbers(keys, of, _counted(column) if of.kind == COUNT else column, account)


def _counted(column: Column) -> Column:
    """The column with 1 and 0 in the place of yes and no."""
    if column.typed is not None and column.typed.dtype != bool:
        return column
    words = [str(text).lower() for text in trimmed_all(column.values)]
    nothing = {one.lower() for one in EMPTY} | {""}
    told = ["1" if word in YES + MORE_YES else "0" if word in NO or word in nothing else word for word in words]
    return Column(column.codes, np.array(told, object), padded=column.padded)


def _texts(of: Field, column: Column, account: Account, merge_ids: tuple[str, ...]) -> Typed:
    if of.kind == ID:
        found = ids(column.values, merge_ids)
        texts, spoiled = found.values, found.spoiled
        fix = "export the ids as text"
        reason = "spoiled by a spreadsheet (scientific notation)"
        account.aside(column.spread(spoiled), Kind(FAULT, of.name, reason, fix))
        say_padded(column, account, of.name)
    else:
        texts = trimmed_all(column.values)
        texts = np.where(np.isin(texts, EMPTY), "", texts)
    rows = column.spread(texts == "")
    if of.required:
        account.aside(rows, Kind(FAULT, of.name, "empty", "state it, or leave the row out"))
    filled = texts.astype(object)
    filled[texts == ""] = None
    return Typed(column.spread(filled))


def _flags(of: Field, column: Column, account: Account) -> Typed:
    words = [str(text).lower() for text in trimmed_all(column.values)]
    empty = np.array([word == "" or word in {one.lower() for one in EMPTY} for word in words], bool)
    yes = np.array([word in YES + MORE_YES for word in words], bool)
    no = np.array([word in NO and word != "" for word in words], bool)
    other = column.spread(~(yes | no | empty))
    account.aside(other, Kind(FAULT, of.name, "neither yes nor no", "write yes or no"))
    if of.required:
        account.aside(column.spread(empty), Kind(FAULT, of.name, "empty", "write yes or no"))
    mask = column.spread(empty) | other
    return Typed(pd.arrays.BooleanArray(column.spread(yes), mask))


def _numbers(keys: TableKeys, of: Field, column: Column, account: Account) -> Typed:
    percent = np.zeros(len(column.values), bool)
    if of.kind == SHARE and column.typed is None:
        texts = trimmed_all(column.values)
        percent = np.array([str(text).endswith(("%", "％")) for text in texts], bool)
        bare = np.array([str(text).rstrip("%％ ") for text in texts], object)
        column = Column(column.codes, bare, padded=column.padded)
    number = Money(keys, of.name, column, account)
    scale = np.where(column.spread(percent), PERCENT, 1.0) if percent.any() else 1.0
    values, likely = number.values * scale, number.likely * scale
    empty = number.because("empty")
    for reason in sorted({str(reason) for reason in number.reasons} - {"", "empty"}):
        fix = number.fixes.get(reason, f"write {ALLOWED[of.kind]}" if reason == NO_NUMBER else "")
        account.aside(number.because(reason), Kind(FAULT, of.name, reason, fix))
    if of.required:
        account.aside(empty, Kind(FAULT, of.name, "empty", "state it, or leave the row out"))
    for outside, text in ((values < of.least, f"below {of.least:g}"), (values > of.most, f"above {of.most:g}")):
        fix = "write shares as 0.12 or 12%" if of.kind == SHARE else "correct it in the file"
        account.aside(np.asarray(outside), Kind(FAULT, of.name, text, fix))
    return Typed(values, likely, number.money if of.kind == MONEY else ())
