"""The keys that every table of a profile has: where it lies, how it is written, and which of its rows count."""

from __future__ import annotations

import codecs
import re
import zoneinfo
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from calibration.faults import Faults, nearest
from calibration.source import Source, url_fault, url_name
from scenarios.tree.source import Node
from sim.problems import shown

TABLE_KEYS = (
    "file",
    "url",
    "sheet",
    "table",
    "query",
    "columns",
    "date_format",
    "time_zone",
    "currency",
    "format",
    "keep",
    "drop",
)
FORMAT_KEYS = ("encoding", "delimiter", "decimal", "thousands")
CITIES = {
    **dict.fromkeys(
        ("beijing", "peking", "shenzhen", "guangzhou", "hangzhou", "chengdu", "wuhan", "nanjing", "china"),
        "Asia/Shanghai",
    ),
    **dict.fromkeys(("北京", "上海", "深圳", "广州", "杭州", "成都", "中国", "北京时间"), "Asia/Shanghai"),
    **{"香港": "Asia/Hong_Kong", "台北": "Asia/Taipei", "臺北": "Asia/Taipei"},
}  # names of clocks that are not in the tz database
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
class TableKeys:
    """What a profile says about a table; None = not stated.

    ``section`` is its name in the profile, ``columns`` maps columns of the table's contract to columns of the source.
    ``date_format`` is a strptime pattern. ``keep`` and ``drop``: values by column. ``currency``: stated here or at the
    top level. ``line``: where the section stands in the profile.
    """

    source: Source
    section: str = "orders"
    columns: Mapping[str, str] = field(default_factory=dict)
    date_format: str | None = None
    time_zone: str | None = None
    currency: str | None = None
    format: Format = field(default_factory=Format)
    keep: Values = field(default_factory=dict)
    drop: Values = field(default_factory=dict)

    @property
    def name(self) -> str:
        """What messages call the source."""
        return self.source.name

    def filters(self) -> dict[str, Values]:
        """Values by column, by the key of the profile that names them."""
        return {"keep": self.keep, "drop": self.drop}

    def wanted(self) -> list[str]:
        """The columns of the source that the profile names, each once."""
        filtered = [column for values in self.filters().values() for column in values]
        return list(dict.fromkeys([*self.columns.values(), *filtered]))


def common(faults: Faults, section: str, keys: dict[str, Node], folder: Path, frame: Source | None) -> TableKeys:
    """The keys that every table has; files lie relative to ``folder``, a data frame that is given takes their place."""
    return TableKeys(
        section=section,
        source=frame if frame is not None else _source(faults, section, keys, folder),
        date_format=_date_format(faults, f"{section}.date_format", keys.get("date_format")),
        time_zone=_time_zone(faults, f"{section}.time_zone", keys.get("time_zone")),
        format=_format(faults, f"{section}.format", keys.get("format")),
        keep=by_column(faults, keys.get("keep"), f"{section}.keep"),
        drop=by_column(faults, keys.get("drop"), f"{section}.drop"),
    )


def _source(faults: Faults, section: str, keys: dict[str, Node], folder: Path) -> Source:
    parts: dict[str, Any] = {}
    for key in ("sheet", "table", "query"):
        if key in keys:
            parts[key] = faults.text(keys[key], f"{section}.{key}")
    if len(parts) > 1:
        last = list(parts)[-1]
        faults.add(keys[last], f"{section}.{last}", " and ".join(parts), "one of sheet, table and query")
        parts = {last: parts[last]}
    if "url" in keys:
        url = str(faults.text(keys["url"], f"{section}.url") or "")
        if "file" in keys:
            faults.add(keys["file"], f"{section}.file", "a file and a url", "one of them", "leave one out")
        found, fix = url_fault(url)
        if found:
            allowed = "a URL of PostgreSQL such as postgresql://user:${PASSWORD}@host/database"
            faults.add(keys["url"], f"{section}.url", found, allowed, fix)
        return Source(url_name(url), url=url, **parts)
    allowed = f"the data file, for example {section}.csv, or a url of PostgreSQL"
    file = str(faults.text(keys.get("file"), f"{section}.file", allowed))
    if "\0" in file:
        faults.add(keys["file"], f"{section}.file", shown(file), "a name that a file can have")
    if file.partition("://")[0].lower() in ("postgresql", "postgres"):
        faults.add(keys["file"], f"{section}.file", "a URL", "a file", "write `url:` in place of `file:`")
        return Source(url_name(file), url=file)
    return Source(Path(file).name or shown(file), file=folder / file, **parts)


def instead(section: str) -> dict[str, str]:
    """What to write in the place of keys that people try."""
    return {
        "encoding": "write `format: {encoding: gb18030}`",
        "delimiter": "write `format: {delimiter: ';'}`",
        "decimal": "write `format: {decimal: ','}`",
        "thousands": "write `format: {thousands: '.'}`",
        "timezone": "write `time_zone: Asia/Shanghai`",
        "tz": "write `time_zone: Asia/Shanghai`",
        "sql": "write `query: SELECT ...`",
        "path": f"write `file: {section}.csv`",
        "database": "write `url: postgresql://...`, or `file:` for SQLite and DuckDB",
        "tab": "write `sheet: the sheet's name`",
    }


def _date_format(faults: Faults, path: str, node: Node | None) -> str | None:
    pattern = faults.text(node, path) if node is not None else None
    if pattern is not None and not re.search("%[YyDFx]", pattern):
        faults.add(node, path, shown(pattern), "a pattern with year, month and day such as '%d/%m/%Y'")
    return pattern


def _time_zone(faults: Faults, path: str, node: Node | None) -> str | None:
    name = faults.text(node, path) if node is not None else None
    if name is None:
        return None
    try:
        zoneinfo.ZoneInfo(name)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError):
        zones = sorted(zoneinfo.available_timezones())
        place = name.rsplit("/", 1)[-1].strip().lower().replace(" ", "_")
        city = CITIES.get(place) or next((zone for zone in zones if zone.lower().endswith(f"/{place}")), None)
        fix = f"write `time_zone: {city}`" if city else nearest(name, zones, 0.8)
        faults.add(node, path, shown(name), "a zone such as UTC, Asia/Shanghai, Europe/Berlin", fix)
    return name


def _format(faults: Faults, path: str, node: Node | None) -> Format:
    if node is None:
        return Format()
    keys = faults.mapping(node, path, FORMAT_KEYS)
    encoding = faults.text(keys["encoding"], f"{path}.encoding") if "encoding" in keys else None
    if encoding is not None:
        try:
            text = codecs.lookup(encoding)._is_text_encoding
        except LookupError:
            text = False
        if not text:
            allowed = "utf-8, gb18030, utf-16, cp1252, latin-1 or another text encoding"
            faults.add(keys["encoding"], f"{path}.encoding", shown(encoding), allowed)
    delimiter = keys["delimiter"].value if "delimiter" in keys else None
    delimiter = DELIMITERS.get(str(delimiter).lower(), delimiter) if delimiter is not None else None
    if delimiter is not None and (not isinstance(delimiter, str) or len(delimiter) != 1 or delimiter in '"\n\r'):
        faults.add(keys["delimiter"], f"{path}.delimiter", shown(delimiter), "one character, or tab")
    decimal = faults.one_of(keys.get("decimal"), f"{path}.decimal", (".", ","))
    thousands = faults.one_of(keys.get("thousands"), f"{path}.thousands", (",", ".", " ", "'", ""))
    if decimal is not None and decimal == thousands:
        faults.add(keys["thousands"], f"{path}.thousands", "the decimal sign", "another one than decimal")
    return Format(encoding, delimiter, decimal, thousands)


def by_column(faults: Faults, node: Node | None, path: str) -> dict[str, tuple[str, ...]]:
    """Values by column, as ``keep``, ``drop`` and ``refunds`` list them."""
    if node is None:
        return {}
    allowed = "a column's name and its values, such as {Status: [paid, shipped]}"
    if not isinstance(node.value, dict) or not node.value:
        faults.add(node, path, "nothing" if node.value is None else shown(node.plain()), allowed)
        return {}
    return {column: faults.texts(listed, f"{path}.{column}", allowed) for column, listed in node.value.items()}
