"""The mapping profile: which columns of a company's tables are which columns of the tables that sixr knows."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd

from calibration.contracts import CONTRACTS
from calibration.faults import Faults, nearest
from calibration.order_keys import OrderKeys, order_keys
from calibration.samples import SAMPLES
from calibration.section_keys import table_keys
from calibration.source import Source, frame_of
from calibration.table_keys import TableKeys
from scenarios.tree.source import Node, planted, read
from sim.problems import BadInput, Problem, shown

KEYS = (
    "name",
    "sample",
    "orders",
    *CONTRACTS,
    "currency",
    "market_size",
    "acquired_from",
    "closed",
    "week_starts",
)
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
GIVEN = "profile"  # what messages call a profile that is no file


@dataclass(frozen=True)
class Profile:
    """A checked profile.

    ``orders`` is what it says about the orders, ``tables`` about each other table that it names. ``currency`` is an
    ISO 4217 code, stated at the top level or under ``orders``, None where a column holds it or none is stated.
    ``acquired_from``: customers whose first order lies before this day are left out, because their true first order
    may precede the file. ``closed``: days without trade; ``week_starts``: the first day of a week, 0 = Monday.
    ``sample``: the name of a sample history (calibration.samples) in the place of a table of orders.
    """

    path: Path
    name: str
    orders: OrderKeys
    currency: str | None
    market_size: float | None
    acquired_from: date | None
    tables: Mapping[str, TableKeys] = field(default_factory=dict)
    closed: tuple[date, ...] = ()
    week_starts: int = 0
    sample: str | None = None


def load(
    profile: str | os.PathLike[str] | Mapping[str, Any], frames: Mapping[str, pd.DataFrame] | None = None
) -> Profile:
    """A profile (a YAML file, or the same as a dict); its data files lie relative to it. BadInput lists every fault.

    ``frames``: data frames by the name of the table, in the place of files.
    """
    node, place = _node(profile)
    frames = frames or {}
    faults = Faults(place.name)
    for section in set(frames) - {"orders", *CONTRACTS}:
        allowed = ", ".join(("orders", *CONTRACTS))
        faults.add(None, "tables", shown(section), allowed, nearest(str(section), ("orders", *CONTRACTS)))
    top = faults.mapping(node, "", KEYS)
    sampled = faults.one_of(top.get("sample"), "sample", tuple(SAMPLES))
    if "sample" in top and "orders" in top:
        faults.add(top["sample"], "sample", "a sample and orders", "one of them", "leave one out")
    orders, keys = (
        (OrderKeys(Source(f"sample {sampled}")), {})
        if "sample" in top
        else order_keys(faults, top.get("orders"), place.parent, frame_of(frames, "orders"))
    )
    currency = _currency(faults, top, keys, "currency" in orders.columns)
    size = top["market_size"].value if "market_size" in top else None
    if size is not None and (isinstance(size, bool) or not isinstance(size, int | float) or not 1 <= size <= 1e11):
        faults.add(top["market_size"], "market_size", shown(size), "the number of people who could ever buy")
    name = faults.text(top["name"], "name") if "name" in top else place.stem
    tables = {
        section: table_keys(faults, contract, top.get(section), place.parent, frame_of(frames, section), currency)
        for section, contract in CONTRACTS.items()
        if section in top or section in frames
    }
    week = faults.one_of(top.get("week_starts"), "week_starts", WEEKDAYS)
    since = faults.day(top["acquired_from"], "acquired_from") if "acquired_from" in top else None
    closed = _closed(faults, top.get("closed"))
    faults.raise_if_any()
    return Profile(
        path=place,
        name=str(name),
        orders=orders,
        currency=currency,
        market_size=None if size is None else float(size),
        acquired_from=since,
        tables=tables,
        closed=closed,
        week_starts=WEEKDAYS.index(week) if week else 0,
        sample=sampled,
    )


def _node(profile: str | os.PathLike[str] | Mapping[str, Any]) -> tuple[Node, Path]:
    """The tree of a profile, and where it lies."""
    if isinstance(profile, Mapping):
        return planted(_plain(profile), GIVEN), Path(GIVEN)
    place = Path(profile)
    node, problems = read(place, place.name)
    if problems or node is None:
        raise BadInput(problems)
    if not isinstance(node.value, dict) or not any(key in KEYS or nearest(key, KEYS) for key in node.value):
        fix = "a profile is a file of its own that names the orders: `orders: {file: orders.csv}`"
        raise BadInput([Problem(place.name, node.line, "", "no profile", f"a mapping of {', '.join(KEYS)}", fix)])
    return node, place


def _plain(value: Any) -> Any:
    """Days as texts, as they stand in a file; paths too."""
    if isinstance(value, Mapping):
        return {key: _plain(below) for key, below in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(below) for below in value]
    if isinstance(value, date):
        return value.isoformat()
    return str(value) if isinstance(value, os.PathLike) else value


def _currency(faults: Faults, top: dict[str, Node], orders: dict[str, Node], column: bool) -> str | None:
    """The code stated at the top level, under ``orders`` or, alike, at both; ``column``: a column holds it."""
    stated: str | None = None
    for keys, path in ((top, "currency"), (orders, "orders.currency")):
        code = faults.currency(keys["currency"], path) if "currency" in keys else None
        if code is None:
            continue
        node = keys["currency"]
        if column:
            faults.add(node, path, "a code and a column", "one of them", "leave one out")
        if stated is not None and code != stated:
            found = f"{shown(code)}, but currency: {shown(stated)} at the top level"
            faults.add(node, path, found, "one currency", "leave one out")
        stated = code
    return stated


def _closed(faults: Faults, node: Node | None) -> tuple[date, ...]:
    """The days without trade, each once."""
    if node is None:
        return ()
    if isinstance(node.value, str) and len(node.value) == 2:
        fix = "list the days: `closed: [2024-12-25, 2024-12-26]`"
        faults.add(
            node, "closed", f"{shown(node.value)}, a country", "days; no calendar of holidays comes with it", fix
        )
        return ()
    items = node.value if isinstance(node.value, tuple) else (node,)
    days = {faults.day(item, "closed") for item in items}
    return tuple(sorted(day for day in days if day is not None))
