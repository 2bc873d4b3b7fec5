"""The column of days: put on one clock, what is no day set aside, and what was taken for what said."""

from __future__ import annotations

import zoneinfo

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from calibration.reading.account import FAULT, Account, Kind
from calibration.reading.cells import Column
from calibration.reading.date_formats import MOST_TRIED, exchanged, formats_for, mixture, said
from calibration.reading.ids import EMPTY
from calibration.reading.moments import FUTURE, NO_DATE, NO_DAY, NO_TIME, Moments, exchangeable, moments, typed_moments
from calibration.table_keys import TableKeys
from sim.problems import shown

MIXED = 0.01  # share of the rows that each of two orders of day and month must have alone to be called mixed
CLOCKS = {  # a zone with these offsets in the course of a year
    "Europe/London": {"Z", "+00:00", "+01:00"},
    "Europe/Berlin": {"+01:00", "+02:00"},
    "America/New_York": {"-05:00", "-04:00"},
    "America/Chicago": {"-06:00", "-05:00"},
    "America/Los_Angeles": {"-08:00", "-07:00"},
    "Australia/Sydney": {"+10:00", "+11:00"},
}


def days_of(
    keys: TableKeys,
    ours: str,
    column: Column,
    seen: NDArray[np.object_],
    codes: NDArray[np.int32],
    lines: NDArray[np.int64],
    account: Account,
    optional: bool = False,
    ahead: int = 0,
) -> tuple[NDArray[np.datetime64], bool]:
    """The moment of each row (NaT where there is none), datetime64[s] of shape (rows,), and whether any has a time.

    ``ours``: its name in the contract; ``optional``: it may be empty; ``ahead``: years that it may lie in the future.
    ``seen``: the different texts of the column, ``codes``: which of them each row holds, ``lines``: where it is. What
    is wrong with a row, and what was decided about all, goes into ``account``.
    """
    if column.typed is not None and column.typed.dtype.kind == "M":
        values = _on_clock(column, keys, account)
        clock, found_days = pd.factorize(values.astype(np.int64))
        codes, days = clock.astype(np.int32), found_days.astype("datetime64[s]")
        reasons = typed_moments(days, days.astype(str).astype(object))
        timed = bool((days[~np.isnat(days)] != days[~np.isnat(days)].astype("datetime64[D]")).any())
    else:
        counts = np.bincount(codes[account.used], minlength=len(seen))
        empty = np.isin(seen, EMPTY)
        found = moments(seen, np.where(empty, 0, counts), keys.date_format, keys.time_zone)
        found.reasons[empty] = "empty"
        values, days, reasons, timed = found.values[codes], found.values, found.reasons, found.timed
        _say_moments(found, days[counts > 0], keys, account)
        _fault_days(keys, ours, found, seen, counts, codes, lines, account)
    if ahead:
        soon = np.datetime64("now", "s") + np.timedelta64(ahead * 366, "D")
        reasons = np.where((reasons == FUTURE) & (days <= soon), "", reasons)
    for reason in sorted(set(reasons.tolist()) - ({"", "empty"} if optional else {""})):
        fix = "correct it in the file" if reason in (NO_DAY, NO_TIME) else "state the day, or leave the row out"
        account.aside((reasons == reason)[codes], Kind(FAULT, ours, reason, fix))
    return values, timed


def _on_clock(column: Column, keys: TableKeys, account: Account) -> NDArray[np.datetime64]:
    """The typed moments of ``column`` on the clock of the profile's time zone; those without a zone as they stand."""
    assert column.typed is not None
    values = column.typed.astype("datetime64[s]")
    if not column.zoned:
        return values
    if keys.time_zone is None:
        text = (
            "Times carry a zone: they are on the clock of UTC; state `time_zone: Asia/Shanghai` (yours) under"
            f" {keys.section} for the days of your clock."
        )
        account.say("one_clock", text, zones=["Z"], clock="UTC")
        return values
    account.say("one_clock", f"Times carry a zone: they are on the clock of {keys.time_zone}.", clock=keys.time_zone)
    at, days = pd.factorize(values.astype(np.int64))
    local = (
        pd.Series(days.astype("datetime64[s]"))
        .dt.tz_localize("UTC")
        .dt.tz_convert(zoneinfo.ZoneInfo(keys.time_zone))
        .dt.tz_localize(None)
    )
    return np.asarray(local.to_numpy("datetime64[s]")[at], "datetime64[s]")


def _fault_days(
    keys: TableKeys,
    ours: str,
    found: Moments,
    seen: NDArray[np.object_],
    counts: NDArray[np.int64],
    codes: NDArray[np.int32],
    lines: NDArray[np.int64],
    account: Account,
) -> None:
    """Set aside what is no date, with a date_format that reads it where the column is written in one."""
    wrong = (found.reasons == NO_DATE) & (counts > 0)
    if not wrong.any():
        return
    good = (found.reasons == "") & (counts > 0)
    mixed = _mixed(keys.date_format, good, wrong, seen, counts, codes, lines)
    if mixed:
        fix = mixed
    elif counts[wrong].sum() > counts[good].sum():
        formats = formats_for(seen[wrong])
        stated = keys.date_format
        fix = (
            f"state {said(formats)} under {keys.section}"
            if formats
            else "write days as 2024-03-31 or 2024-03-31 17:05:00"
        )
        if stated and (moments(seen[wrong], counts[wrong], None, None).reasons == "").mean() > 0.9:
            fix = "leave date_format out: these are read without it"
    else:
        fix = f"write the day as in the other rows, such as {shown(seen[np.flatnonzero(good)[0]])}"
    account.aside((found.reasons == NO_DATE)[codes], Kind(FAULT, ours, NO_DATE, fix))


def _mixed(
    stated: str | None,
    good: NDArray[np.bool_],
    wrong: NDArray[np.bool_],
    seen: NDArray[np.object_],
    counts: NDArray[np.int64],
    codes: NDArray[np.int32],
    lines: NDArray[np.int64],
) -> str:
    """What to do where some days can only be read with the day first and others only with the month first; "" where
    one of the two orders reads nearly all."""
    parts = [np.flatnonzero(part) for part in (good, wrong)]
    both = np.concatenate([part[:: max(len(part) // MOST_TRIED, 1)] for part in parts])
    found = mixture(seen[both], stated)
    if found is None:
        return ""
    one, other, *only = found
    least = MIXED * counts[both].sum()
    if min(int(counts[both[some]].sum()) for some in only) < least:
        return ""
    examples = []
    for pattern, some in zip((one, other), only, strict=True):
        row = int(np.flatnonzero(np.isin(codes, both[some]))[0])
        examples.append(f"'{shown(seen[codes[row]])}' (line {lines[row]:,}) can only be {pattern}")
    return f"the column mixes two orders of day and month: {', '.join(examples)}; write all days in one of them"


def _say_moments(found: Moments, values: NDArray[np.datetime64], keys: TableKeys, account: Account) -> None:
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
            + (
                "; state `time_zone: Asia/Shanghai` (yours) for days of another clock."
                if keys.time_zone is None
                else "."
            ),
            kind=found.kind,
            clock=clock,
        )
    elif len(zones) > 1 or (found.clock != "as written"):
        near = next((name for name, its in CLOCKS.items() if set(zones) <= its), "Asia/Shanghai")
        fix = (
            f"; state `time_zone: {near}` (yours) under {keys.section} for the days of your clock"
            if keys.time_zone is None
            else ""
        )
        account.say(
            "one_clock",
            f"Times are written with the zones {', '.join(zones[:6])}: all are put on the clock of {found.clock}{fix}.",
            zones=zones,
            clock=found.clock,
        )
    elif zones != ["none"]:
        text = f"All times are written with the zone {zones[0]}: the day is the one written."
        account.say("one_zone", text, zones=zones, clock="as written")
    if found.unusual:
        text = f"Days such as '{shown(found.unusual)}' are read with the year first: {span}."
        account.say("dates_with_the_year_first", text, example=found.unusual)
    days = exchangeable(values)
    if days:
        other = keys.date_format or "%Y-%m-%d"
        swapped = exchanged(other)
        account.say(
            "day_and_month_exchangeable",
            f"No day of the month is above 12 in {days:,} different dates read as {other}: day and month may be"
            f" exchanged; if so, state `date_format: '{swapped}'` under {keys.section}.",
            days=days,
            line=f"date_format: '{swapped}'",
        )
