"""The mapping profile: which columns of a company's file are which columns of the orders table."""

from __future__ import annotations

import difflib
import os
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from scenarios.source import Node, read
from sim.problems import BadInput, Problem, shown

REQUIRED = ("customer_id", "ordered_at", "amount")
OPTIONAL = ("order_id", "quantity", "currency")
KEYS = ("name", "orders", "currency", "market_size", "acquired_from")
ORDER_KEYS = ("file", "columns", "date_format", "currency")


@dataclass(frozen=True)
class Profile:
    """A checked profile. ``columns`` maps columns of the orders table to columns of the file.

    ``date_format`` is a strptime pattern, None = ISO 8601 (2024-03-31, with or without a time). ``currency``
    is an ISO 4217 code, stated at the top level or under ``orders``, None where a column holds it or none is
    stated. ``acquired_from``: customers whose first order lies before this day are left out, because their
    true first order may precede the file.
    """

    path: Path
    name: str
    file: Path
    columns: Mapping[str, str]
    date_format: str | None
    currency: str | None
    market_size: float | None
    acquired_from: date | None


def load(path: str | os.PathLike[str]) -> Profile:
    """The profile at ``path`` (YAML); its data file lies relative to it. BadInput lists every fault."""
    place = Path(path)
    node, problems = read(place, place.name)
    if problems or node is None:
        raise BadInput(problems)
    if not isinstance(node.value, dict) or not any(key in KEYS or nearest(key, KEYS) for key in node.value):
        fix = "a profile is a file of its own that names the orders: `orders: {file: orders.csv}`"
        raise BadInput([Problem(place.name, node.line, "", "no profile", f"a mapping of {', '.join(KEYS)}", fix)])
    faults = _Faults(place.name)
    top = faults.mapping(node, "", KEYS)
    orders = faults.mapping(top.get("orders"), "orders", ORDER_KEYS)
    mapped = faults.mapping(orders["columns"], "orders.columns", REQUIRED + OPTIONAL) if "columns" in orders else {}
    columns = {name: name for name in REQUIRED}
    columns |= {name: faults.text(mapped[name], f"orders.columns.{name}") or name for name in mapped}
    file = faults.text(orders.get("file"), "orders.file", "the data file, for example orders.csv")
    if file is not None and "\0" in file:
        faults.add(orders["file"], "orders.file", shown(file), "a name that a file can have")
    currency = _currency(faults, top, orders, "currency" in columns)
    date_format = faults.text(orders["date_format"], "orders.date_format") if "date_format" in orders else None
    if date_format is not None and not re.search("%[YyDFx]", date_format):
        allowed = "a pattern with year, month and day such as '%d/%m/%Y'"
        faults.add(orders["date_format"], "orders.date_format", shown(date_format), allowed)
    size = top["market_size"].value if "market_size" in top else None
    if size is not None and (isinstance(size, bool) or not isinstance(size, int | float) or not 1 <= size <= 1e11):
        faults.add(top["market_size"], "market_size", shown(size), "the number of people who could ever buy")
    since = faults.text(top["acquired_from"], "acquired_from") if "acquired_from" in top else None
    name = faults.text(top["name"], "name") if "name" in top else place.stem
    faults.raise_if_any()
    return Profile(
        path=place,
        name=str(name),
        file=place.parent / str(file),
        columns=columns,
        date_format=date_format,
        currency=currency,
        market_size=None if size is None else float(size),
        acquired_from=None if since is None else _day(top["acquired_from"], since, place.name),
    )


def nearest(word: str, words: Iterable[str]) -> str:
    """'did you mean ...?' for the one of ``words`` most like ``word``; empty when none is."""
    lower = {w.lower(): w for w in words}
    near = difflib.get_close_matches(word.lower(), lower, n=1, cutoff=0.5)
    return f"did you mean '{shown(lower[near[0]])}'?" if near else ""


def _currency(faults: _Faults, top: dict[str, Node], orders: dict[str, Node], column: bool) -> str | None:
    """The code stated at the top level, under ``orders`` or, alike, at both; ``column``: a column holds it."""
    stated: str | None = None
    for keys, path in ((top, "currency"), (orders, "orders.currency")):
        code = faults.text(keys["currency"], path) if "currency" in keys else None
        if code is None:
            continue
        node = keys["currency"]
        if not re.fullmatch("[A-Z]{3}", code):
            faults.add(node, path, shown(code), "an ISO 4217 code such as EUR")
        if column:
            faults.add(node, path, "a code and a column", "one of them", "leave one out")
        if stated is not None and code != stated:
            found = f"{shown(code)}, but currency: {shown(stated)} at the top level"
            faults.add(node, path, found, "one currency", "leave one out")
        stated = code
    return stated


def _day(node: Node, text: str, file: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise BadInput([Problem(file, node.line, "acquired_from", shown(text), "a day such as 2024-01-01")]) from None


class _Faults:
    """Collects what is wrong with a profile while it is taken apart."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.problems: list[Problem] = []

    def add(self, node: Node | None, path: str, found: str, allowed: str, fix: str = "") -> None:
        self.problems.append(Problem(self.file, node.line if node else 0, path, found, allowed, fix))

    def mapping(self, node: Node | None, path: str, keys: tuple[str, ...]) -> dict[str, Node]:
        if node is None or not isinstance(node.value, dict):
            found = "nothing" if node is None or node.value is None else shown(node.plain())
            self.add(node, path, found, f"a mapping of {', '.join(keys)}")
            return {}
        known: dict[str, Node] = {}
        for key, value in node.value.items():
            if key in keys:
                known[key] = value
            else:
                place = f"{path}.{key}" if path else key
                self.add(value, place, "an unknown key", ", ".join(keys), nearest(key, keys))
        return known

    def text(self, node: Node | None, path: str, allowed: str = "text") -> str | None:
        value: Any = None if node is None else node.value
        if isinstance(value, str) and value.strip():
            return value
        if isinstance(value, int) and not isinstance(value, bool):
            return str(value)  # a column whose name is a number
        self.add(node, path, "nothing" if value is None else shown(value).strip() or "nothing", allowed)
        return None

    def raise_if_any(self) -> None:
        if self.problems:
            raise BadInput(self.problems)
