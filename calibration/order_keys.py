"""The keys under ``orders`` of a profile: how a company's file of orders is to be read."""

from __future__ import annotations

import codecs
import re
import zoneinfo
from collections.abc import Mapping
from dataclasses import dataclass, field

from calibration.faults import Faults, nearest
from scenarios.source import Node
from sim.problems import shown

REQUIRED = ("customer_id", "ordered_at", "amount")
OPTIONAL = ("order_id", "quantity", "currency")
ORDER_KEYS = (
    "file",
    "columns",
    "date_format",
    "time_zone",
    "currency",
    "format",
    "keep",
    "drop",
    "lines",
    "guests",
    "refunds",
    "unit_price",
    "duplicates",
    "merge_ids",
)
FORMAT_KEYS = ("encoding", "delimiter", "decimal", "thousands")
ID_WAYS = ("case", "spaces", "zeros")  # differences between ids that may be none
CITIES = {
    **dict.fromkeys(
        ("beijing", "peking", "shenzhen", "guangzhou", "hangzhou", "chengdu", "wuhan", "nanjing", "china"),
        "Asia/Shanghai",
    ),
    **dict.fromkeys(("北京", "上海", "深圳", "广州", "杭州", "成都", "中国", "北京时间"), "Asia/Shanghai"),
    **{"香港": "Asia/Hong_Kong", "台北": "Asia/Taipei", "臺北": "Asia/Taipei"},
}  # names of clocks that are not in the tz database
EMPTY_ID = ""  # among the guests: rows without a customer
DELIMITERS = {"comma": ",", "semicolon": ";", "tab": "\t", "\\t": "\t", "pipe": "|"}
Values = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True)
class Format:
    """How the file is written; None = found out (encoding UTF-8, the header's delimiter, the column's numbers)."""

    encoding: str | None = None
    delimiter: str | None = None
    decimal: str | None = None
    thousands: str | None = None


@dataclass(frozen=True)
class OrderKeys:
    """What a profile says about its orders; None = not stated.

    ``columns`` maps columns of the orders table to columns of the file. ``date_format`` is a strptime pattern.
    ``keep`` and ``drop``: values by column. ``guests``: ids that are no single customer, "" = rows without one.
    ``refunds``: negative (default: negative rows undo earlier ones), none (negative rows are faults), or
    ``refunded``: the values of columns that mark rows of returned goods. ``merge_ids``: of ID_WAYS.
    """

    file: str = ""
    columns: Mapping[str, str] = field(default_factory=dict)
    date_format: str | None = None
    time_zone: str | None = None
    format: Format = field(default_factory=Format)
    keep: Values = field(default_factory=dict)
    drop: Values = field(default_factory=dict)
    lines: str | None = None
    guests: tuple[str, ...] | None = None
    refunds: str = "negative"
    refunded: Values = field(default_factory=dict)
    unit_price: bool | None = None
    duplicates: str | None = None
    merge_ids: tuple[str, ...] = ()


def order_keys(faults: Faults, node: Node | None) -> tuple[OrderKeys, dict[str, Node]]:
    """What stands under ``orders``, and its nodes; what is wrong goes to ``faults``."""
    keys = faults.mapping(node, "orders", ORDER_KEYS, _meant(node))
    mapped = faults.mapping(keys["columns"], "orders.columns", REQUIRED + OPTIONAL) if "columns" in keys else {}
    columns = {name: name for name in REQUIRED}
    columns |= {name: faults.text(mapped[name], f"orders.columns.{name}") or name for name in mapped}
    refunds, refunded = _refunds(faults, keys.get("refunds"))
    unit_price = keys.get("unit_price")
    if unit_price is not None and not isinstance(unit_price.value, bool):
        faults.add(unit_price, "orders.unit_price", shown(unit_price.plain()), "true or false")
    file = str(faults.text(keys.get("file"), "orders.file", "the data file, for example orders.csv"))
    if "\0" in file:
        faults.add(keys["file"], "orders.file", shown(file), "a name that a file can have")
    stated = OrderKeys(
        file=file,
        columns=columns,
        date_format=_date_format(faults, keys.get("date_format")),
        time_zone=_time_zone(faults, keys.get("time_zone")),
        format=_format(faults, keys.get("format")),
        keep=_values(faults, keys.get("keep"), "keep"),
        drop=_values(faults, keys.get("drop"), "drop"),
        lines=faults.one_of(keys.get("lines"), "orders.lines", ("per order", "per line")),
        guests=_guests(faults, keys.get("guests")),
        refunds=refunds,
        refunded=refunded,
        unit_price=None if unit_price is None else unit_price.value is True,
        duplicates=faults.one_of(keys.get("duplicates"), "orders.duplicates", ("keep", "drop")),
        merge_ids=_merge_ids(faults, keys.get("merge_ids")),
    )
    if stated.unit_price and "quantity" not in columns:
        fix = "name the column under columns: quantity: ..."
        faults.add(unit_price, "orders.unit_price", "true without a quantity", "a column of quantities", fix)
    return stated, keys


def _meant(node: Node | None) -> dict[str, str]:
    """What to write in the place of keys that people try: the line itself, where it can be made."""
    if node is None or not isinstance(node.value, dict):
        return {}
    found = {
        "encoding": "write `format: {encoding: gb18030}`",
        "delimiter": "write `format: {delimiter: ';'}`",
        "decimal": "write `format: {decimal: ','}`",
        "thousands": "write `format: {thousands: '.'}`",
        "timezone": "write `time_zone: Asia/Shanghai`",
        "tz": "write `time_zone: Asia/Shanghai`",
    }
    for key in ("status", "filter", "where", "only", "include", "statuses", "state", "exclude"):
        word = "drop" if key == "exclude" else "keep"
        line = f"{word}: {{the column's name: [values that count as orders]}}"
        tried = node.value.get(key)
        plain = tried.plain() if tried is not None else None
        if isinstance(plain, dict):
            column, values = (
                plain.get("column"),
                next((plain[k] for k in ("keep", "drop", "values") if k in plain), None),
            )
            word = "drop" if "drop" in plain else word
            if column is None and len(plain) == 1:
                ((column, values),) = plain.items()
            if isinstance(values, str):
                values = (values,)
            if column is not None and isinstance(values, tuple):
                line = f"{word}: {{{shown(column)}: [{', '.join(shown(value) for value in values)}]}}"
        found[key] = f"write `{line}` under orders"
    return found


def _date_format(faults: Faults, node: Node | None) -> str | None:
    pattern = faults.text(node, "orders.date_format") if node is not None else None
    if pattern is not None and not re.search("%[YyDFx]", pattern):
        allowed = "a pattern with year, month and day such as '%d/%m/%Y'"
        faults.add(node, "orders.date_format", shown(pattern), allowed)
    return pattern


def _time_zone(faults: Faults, node: Node | None) -> str | None:
    name = faults.text(node, "orders.time_zone") if node is not None else None
    if name is None:
        return None
    try:
        zoneinfo.ZoneInfo(name)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError):
        zones = sorted(zoneinfo.available_timezones())
        place = name.rsplit("/", 1)[-1].strip().lower().replace(" ", "_")
        city = CITIES.get(place) or next((zone for zone in zones if zone.lower().endswith(f"/{place}")), None)
        fix = f"write `time_zone: {city}`" if city else nearest(name, zones, 0.8)
        faults.add(node, "orders.time_zone", shown(name), "a zone such as UTC, Asia/Shanghai, Europe/Berlin", fix)
    return name


def _format(faults: Faults, node: Node | None) -> Format:
    if node is None:
        return Format()
    keys = faults.mapping(node, "orders.format", FORMAT_KEYS)
    encoding = faults.text(keys["encoding"], "orders.format.encoding") if "encoding" in keys else None
    if encoding is not None:
        try:
            text = codecs.lookup(encoding)._is_text_encoding
        except LookupError:
            text = False
        if not text:
            allowed = "utf-8, gb18030, utf-16, cp1252, latin-1 or another text encoding"
            faults.add(keys["encoding"], "orders.format.encoding", shown(encoding), allowed)
    delimiter = keys["delimiter"].value if "delimiter" in keys else None
    delimiter = DELIMITERS.get(str(delimiter).lower(), delimiter) if delimiter is not None else None
    if delimiter is not None and (not isinstance(delimiter, str) or len(delimiter) != 1 or delimiter in '"\n\r'):
        faults.add(keys["delimiter"], "orders.format.delimiter", shown(delimiter), "one character, or tab")
    decimal = faults.one_of(keys.get("decimal"), "orders.format.decimal", (".", ","))
    thousands = faults.one_of(keys.get("thousands"), "orders.format.thousands", (",", ".", " ", "'", ""))
    if decimal is not None and decimal == thousands:
        faults.add(keys["thousands"], "orders.format.thousands", "the decimal sign", "another one than decimal")
    return Format(encoding, delimiter, decimal, thousands)


def _values(faults: Faults, node: Node | None, key: str) -> dict[str, tuple[str, ...]]:
    if node is None:
        return {}
    path, allowed = f"orders.{key}", "a column's name and its values, such as {Status: [paid, shipped]}"
    if not isinstance(node.value, dict) or not node.value:
        faults.add(node, path, "nothing" if node.value is None else shown(node.plain()), allowed)
        return {}
    return {column: faults.texts(values, f"{path}.{column}", allowed) for column, values in node.value.items()}


def _guests(faults: Faults, node: Node | None) -> tuple[str, ...] | None:
    if node is None:
        return None
    if node.value == "empty":
        return (EMPTY_ID,)
    if node.value == "none":
        return ()
    allowed = "empty (rows without a customer), a list of ids such as [guest, 0], or [] where there are none"
    return faults.texts(node, "orders.guests", allowed)


def _refunds(faults: Faults, node: Node | None) -> tuple[str, dict[str, tuple[str, ...]]]:
    if node is None:
        return "negative", {}
    if isinstance(node.value, dict):
        return "status", _values(faults, node, "refunds")
    if node.value in ("negative", "none"):
        return str(node.value), {}
    fix = "name the column and its values: `refunds: {Status: [refunded]}`" if node.value == "status" else ""
    allowed = "negative, none, or a column and the values that mark returned goods"
    faults.add(node, "orders.refunds", "nothing" if node.value is None else shown(node.plain()), allowed, fix)
    return "negative", {}


def _merge_ids(faults: Faults, node: Node | None) -> tuple[str, ...]:
    if node is None:
        return ()
    words = faults.texts(node, "orders.merge_ids", "a list of case, spaces and zeros")
    for word in words:
        if word not in ID_WAYS:
            faults.add(node, "orders.merge_ids", shown(word), "a list of case, spaces and zeros")
    return words
