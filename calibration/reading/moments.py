"""Texts of a column of days or times as moments on one clock.

Read without being told: ISO 8601 and other days that begin with the year (2024/3/1, 2024年03月01日, 20240301), day
numbers of a spreadsheet, seconds or milliseconds since 1970. Anything else needs the profile's date_format. Hours with
下午 and its like count as those of 24, whatever the format.
"""

from __future__ import annotations

import calendar
import re
import zoneinfo
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache

import duckdb
import numpy as np
import pandas as pd
import pyarrow as pa
from numpy.typing import NDArray

from calibration.reading.hours import in_24_hours
from calibration.reading.month_names import no_such_day
from calibration.reading.texts import matches

EARLIEST = "1970-01-01"
NO_DATE = "not a date in the format"
NO_DAY = "that day does not exist"
FUTURE = "a date in the future"
NO_TIME = "that time does not exist"
NEVER_SET = "a date that was never set (the zero of a clock or a spreadsheet)"
ZEROS = ("1899-12-30", "1899-12-31", "1900-01-00", "1900-01-01", "1970-01-01", "0000-00-00", "0001-01-01")
MOSTLY = 0.9  # share of cells that must be numbers for a column to hold numbers of days or seconds
SERIALS = (20_000, 60_000)  # 1954 to 2064
UNITS = {10: ("seconds", 1), 13: ("milliseconds", 1_000), 16: ("microseconds", 10**6), 19: ("nanoseconds", 10**9)}
_TIME = r"(?:[T\s]*(?P<H>\d{1,2})\s*[:：时時点]\s*(?P<M>\d{1,2})(?:\s*[:：分]\s*(?P<S>\d{1,2})(?:[.,]\d+)?\s*秒?|分)?)?"
_ZONE = r"\s*(?P<z>Z|UTC|GMT|[+-]\d{2}:?(?:\d{2})?)?"
_YEAR_FIRST = re.compile(
    rf"(?P<Y>\d{{4}})\s*[-/.年]\s*(?P<m>\d{{1,2}})\s*[-/.月]\s*(?P<d>\d{{1,2}})\s*[日号]?{_TIME}{_ZONE}"
)
_COMPACT = re.compile(
    r"(?P<Y>(?:19|20)\d{2})(?P<m>\d{2})(?P<d>\d{2})(?:T?(?P<H>\d{2})(?P<M>\d{2})(?P<S>\d{2}))?(?P<z>Z)?"
)
_PLAIN = r"\d{4}-\d{2}-\d{2}([T ]\d{2}:\d{2}(:\d{2})?)?"
_ZONED = r"\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}:\d{2}(\.\d+)?\s*(Z|UTC|GMT|[+-]\d{2}:?(\d{2})?)?"
_PARTS = {
    "Y": r"\d{4}",
    "y": r"\d{2}",
    "m": r"\d{1,2}",
    "d": r"\d{1,2}",
    "H": r"\d{1,2}",
    "M": r"\d{1,2}",
    "S": r"\d{1,2}",
}


@dataclass
class Moments:
    """``values`` of the distinct texts (datetime64[s], NaT where none), ``reasons`` why not, "" where there is one.

    ``kind``: texts, serials, or a unit of UNITS. ``offsets``: the zones written behind the times, "" for none.
    ``clock``: what the values are on. ``unusual``: an example of a text that is read although it is not ISO 8601.
    """

    values: NDArray[np.datetime64]
    reasons: NDArray[np.object_]
    kind: str
    offsets: tuple[str, ...]
    clock: str
    timed: bool
    unusual: str = ""


def moments(
    texts: NDArray[np.object_], counts: NDArray[np.int64], date_format: str | None, time_zone: str | None
) -> Moments:
    """The moments of distinct ``texts``, each of which stands in ``counts`` cells, on the clock of ``time_zone``.

    Without ``time_zone`` the day is the one written; where several zones are written in one column, that of UTC.
    """
    texts = in_24_hours(texts, behind=date_format is None)
    kind = "texts" if date_format else _kind(texts, counts)
    offsets = np.full(len(texts), "", object)
    reasons = np.full(len(texts), "", object)
    if kind != "texts":
        values = _numbers(texts, kind)
        reasons[np.isnat(values)] = NO_DATE
        offsets[:] = "Z" if kind != "serials" else ""
    elif date_format:
        values, offsets = _formatted(texts, date_format)
        pattern = _pattern(date_format)
        for k in np.flatnonzero(np.isnat(values)):
            parts = pattern.fullmatch(str(texts[k])) if pattern else None
            reasons[k] = _fault(parts.groupdict()) if parts else NO_DATE
    else:
        values, offsets, reasons = _year_first(texts)
    for k in np.flatnonzero(reasons == NO_DATE):
        if no_such_day(str(texts[k])):
            reasons[k] = NO_DAY
    written = tuple(sorted(set(offsets[~np.isnat(values)].tolist())))
    clock = "as written"
    known = [zone for zone in written if zone]
    if known and (time_zone or len(written) > 1 or kind != "texts"):
        values = values - np.array([_seconds(zone) for zone in offsets], "timedelta64[s]")
        clock = "UTC"
        if time_zone:
            zoned = offsets != ""  # a time without a zone is one of the shop's clock already
            local = pd.Series(values[zoned]).dt.tz_localize("UTC").dt.tz_convert(zoneinfo.ZoneInfo(time_zone))
            values[zoned] = local.dt.tz_localize(None).to_numpy("datetime64[s]")
            clock = time_zone
    timed = bool((values[~np.isnat(values)].astype("datetime64[D]") != values[~np.isnat(values)]).any())
    unusual = ""
    if kind == "texts" and not date_format:
        other = ~np.isnat(values) & ~matches(texts, r"\d{4}-\d{2}-\d{2}.*")
        unusual = str(texts[np.flatnonzero(other)[0]]) if other.any() else ""
    return Moments(values, _strays(values, reasons, texts), kind, written, clock, timed, unusual)


def typed_moments(values: NDArray[np.datetime64], reasons_for: NDArray[np.object_]) -> NDArray[np.object_]:
    """Why moments that a file holds as such cannot be used; "" where they can."""
    reasons = np.where(np.isnat(values), "empty", "").astype(object)
    return _strays(values, reasons, reasons_for)


def exchangeable(values: NDArray[np.datetime64]) -> int:
    """The number of distinct days if none of them is later than the 12th, so that month and day may be exchanged."""
    days = np.unique(values[~np.isnat(values)].astype("datetime64[D]"))
    of_month = (days - days.astype("datetime64[M]")).astype(int) + 1
    return len(days) if len(days) >= 20 and of_month.max() <= 12 and len(np.unique(of_month)) >= 3 else 0


def _kind(texts: NDArray[np.object_], counts: NDArray[np.int64]) -> str:
    """Whether a column holds texts or numbers of days or seconds."""
    total = int(counts[texts != ""].sum())
    serial = matches(texts, r"[0-9]{5}(?:[.,][0-9]+)?")
    if counts[serial].sum() >= MOSTLY * total > 0:
        days = np.array([int(str(text)[:5]) for text in texts[serial]])
        if days.min() >= SERIALS[0] and days.max() <= SERIALS[1]:
            return "serials"
    for digits, (unit, _) in UNITS.items():
        if counts[matches(texts, rf"[0-9]{{{digits}}}(?:\.[0-9]+)?")].sum() >= MOSTLY * total > 0:
            return unit
    return "texts"


def _numbers(texts: NDArray[np.object_], kind: str) -> NDArray[np.datetime64]:
    numbers = pd.to_numeric(pd.Series(texts, dtype="str").str.replace(",", ".", regex=False), errors="coerce").to_numpy(
        float
    )
    if kind == "serials":
        fits = (numbers >= SERIALS[0]) & (numbers <= SERIALS[1])
        seconds = np.where(fits, np.round(numbers * 86_400), np.nan)
        start = np.datetime64("1899-12-30", "s")
    else:
        per = next(per for unit, per in UNITS.values() if unit == kind)
        seconds = np.where(numbers < 4e9 * per, np.floor(numbers / per), np.nan)
        start = np.datetime64("1970-01-01", "s")
    found = start + np.nan_to_num(seconds).astype("timedelta64[s]")
    return np.where(np.isnan(seconds), np.datetime64("NaT", "s"), found)


def _formatted(texts: NDArray[np.object_], date_format: str) -> tuple[NDArray[np.datetime64], NDArray[np.object_]]:
    """Moments by a strptime pattern; a zone that it ends with is read apart."""
    plain, offsets = pd.Series(texts, dtype="str"), np.full(len(texts), "", object)
    if date_format.endswith("%z"):
        date_format = date_format[:-2].rstrip()
        offsets = plain.str.extract(r"(Z|UTC|GMT|[+-]\d{2}:?(?:\d{2})?)$")[0].fillna("").to_numpy(object)
        plain = plain.str.replace(r"\s*(?:Z|UTC|GMT|[+-]\d{2}:?(?:\d{2})?)$", "", regex=True)
    offsets = np.array([_offset(zone) for zone in offsets.tolist()], object)
    return _strptime(plain, date_format), offsets


def _standard(texts: pd.Series[str]) -> NDArray[np.datetime64]:
    """Moments of days or times as ISO 8601 writes them, NaT where there is no such day or time."""
    return pd.to_datetime(texts, format="ISO8601", errors="coerce").to_numpy("datetime64[s]")


def _strptime(texts: pd.Series[str], pattern: str) -> NDArray[np.datetime64]:
    with _database().cursor() as connection:
        table = pa.table({"number": np.arange(len(texts)), "text": pa.array(texts.tolist(), pa.string())})
        connection.register("texts", table)
        try:
            parsed = "CAST(try_strptime(text, '" + pattern.replace("'", "''") + "') AS TIMESTAMP_S)"
            found = connection.sql(f"SELECT {parsed} AS moment FROM texts ORDER BY number").to_arrow_table()
        except (duckdb.InvalidInputException, duckdb.BinderException):  # no pattern at all
            return np.full(len(texts), np.datetime64("NaT", "s"))
    return np.asarray(found["moment"].to_numpy(), "datetime64[s]")


@cache
def _database() -> duckdb.DuckDBPyConnection:
    """A database without tables, opened once: opening one takes longer than reading 10,000 days."""
    return duckdb.connect(config={"threads": 1})


def _year_first(
    texts: NDArray[np.object_],
) -> tuple[NDArray[np.datetime64], NDArray[np.object_], NDArray[np.object_]]:
    """Moments of texts that begin with the year, the zone behind each, and why there is none."""
    series = pd.Series(texts, dtype="str")
    values = np.full(len(texts), np.datetime64("NaT", "s"))
    plain = matches(texts, _PLAIN)
    if plain.any():
        values[plain] = _standard(series[plain])
    values[matches(texts, r".{10}[T ]24:.*")] = np.datetime64("NaT", "s")  # midnight of which day?
    offsets, reasons = np.full(len(texts), "", object), np.full(len(texts), "", object)
    zoned = ~plain & matches(texts, _ZONED) & ~matches(texts, r".{10}[T ]24:.*")
    if zoned.any():
        values[zoned] = _standard(series[zoned].str[:19])
        zones, names = pd.factorize(series[zoned].str[19:].str.replace(r"^\.\d+|\s", "", regex=True))
        offsets[zoned] = np.array([_offset(str(name)) for name in names], object)[zones]
    for k in np.flatnonzero(np.isnat(values)):
        text = str(texts[k])
        found = _YEAR_FIRST.fullmatch(text) or _COMPACT.fullmatch(text)
        if found is None:
            reasons[k] = NO_DATE
            continue
        parts = found.groupdict()
        reasons[k] = _fault(parts)
        if not reasons[k]:
            clock = f"{int(parts['H'] or 0):02d}:{int(parts['M'] or 0):02d}:{int(parts['S'] or 0):02d}"
            values[k] = np.datetime64(f"{parts['Y']}-{int(parts['m']):02d}-{int(parts['d']):02d}T{clock}", "s")
            offsets[k] = _offset(parts["z"] or "")
    return values, offsets, reasons


def _offset(zone: str) -> str:
    """A zone as +08:00, "" for none."""
    if zone in ("Z", "UTC", "GMT"):
        return "Z"
    digits = zone[1:].replace(":", "")
    return f"{zone[0]}{digits[:2]}:{digits[2:] or '00'}" if zone else ""


def _seconds(zone: str) -> int:
    if zone in ("", "Z", "UTC", "GMT"):
        return 0
    digits = zone[1:].replace(":", "")
    return (-1 if zone[0] == "-" else 1) * (int(digits[:2]) * 3600 + int(digits[2:] or 0) * 60)


def _fault(parts: dict[str, str | None]) -> str:
    """What is wrong with the parts of a date that is written as it should be; "" where nothing is."""
    year = int(parts.get("Y") or 2000 + int(parts.get("y") or 0))
    month, day = int(parts.get("m") or 1), int(parts.get("d") or 1)
    if not 1 <= month <= 12:
        return NO_DAY if month == 0 or day > 12 else NO_DATE
    if year < 1 or not 1 <= day <= calendar.monthrange(year, month)[1]:
        return NO_DAY
    hour, minute, second = (int(parts.get(part) or 0) for part in "HMS")
    return "" if hour < 24 and minute < 60 and second < 60 else NO_TIME


def _pattern(date_format: str) -> re.Pattern[str] | None:
    """A pattern of texts that have the form of ``date_format``, None where it uses more than plain numbers."""
    text, names = "", set()
    for piece in re.findall(r"%.|[^%]+", date_format.removesuffix("%z")):
        if not piece.startswith("%"):
            text += re.escape(piece)
        elif piece[1] in _PARTS and piece[1] not in names:
            names.add(piece[1])
            text += f"(?P<{piece[1]}>{_PARTS[piece[1]]})"
        else:
            return None
    return re.compile(text + r"\s*(?:Z|UTC|GMT|[+-]\d{2}:?(?:\d{2})?)?")


def _strays(
    values: NDArray[np.datetime64], reasons: NDArray[np.object_], texts: NDArray[np.object_]
) -> NDArray[np.object_]:
    """``reasons``, and those of moments that are too early, too late or the zero of a clock."""
    tomorrow = np.datetime64((datetime.now(UTC) + timedelta(days=1)).strftime("%Y-%m-%dT%H:%M:%S"), "s")
    reasons = reasons.copy()
    known = ~np.isnat(values)
    reasons[known & (values < np.datetime64(EARLIEST, "s"))] = f"a date before {EARLIEST}"
    reasons[known & (values > tomorrow)] = FUTURE
    days = values.astype("datetime64[D]")
    later = values[known & (values > np.datetime64("1971-01-01", "s"))]
    if len(later):
        zero = np.isin(days, np.array(["1970-01-01", "1969-12-31"], "datetime64[D]"))
        reasons[zero & known] = NEVER_SET
    for k in np.flatnonzero(reasons != ""):
        if str(texts[k])[:10] in ZEROS:
            reasons[k] = NEVER_SET
    return reasons
