"""The mapping profile: which columns of a company's file are which columns of the orders table."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from calibration.faults import Faults, nearest
from calibration.order_keys import OrderKeys, order_keys
from calibration.samples import SAMPLES
from scenarios.source import Node, read
from sim.problems import BadInput, Problem, shown

KEYS = ("name", "sample", "orders", "currency", "market_size", "acquired_from")


@dataclass(frozen=True)
class Profile:
    """A checked profile.

    ``orders`` is what it says about the file of orders. ``currency`` is an ISO 4217 code, stated at the top level
    or under ``orders``, None where a column holds it or none is stated. ``acquired_from``: customers whose first
    order lies before this day are left out, because their true first order may precede the file. ``sample``: the name
    of a sample history (calibration.samples) in the place of a file of orders.
    """

    path: Path
    name: str
    file: Path
    orders: OrderKeys
    currency: str | None
    market_size: float | None
    acquired_from: date | None
    sample: str | None = None


def load(path: str | os.PathLike[str]) -> Profile:
    """The profile at ``path`` (YAML); its data file lies relative to it. BadInput lists every fault."""
    place = Path(path)
    node, problems = read(place, place.name)
    if problems or node is None:
        raise BadInput(problems)
    if not isinstance(node.value, dict) or not any(key in KEYS or nearest(key, KEYS) for key in node.value):
        fix = "a profile is a file of its own that names the orders: `orders: {file: orders.csv}`"
        raise BadInput([Problem(place.name, node.line, "", "no profile", f"a mapping of {', '.join(KEYS)}", fix)])
    faults = Faults(place.name)
    top = faults.mapping(node, "", KEYS)
    sampled = faults.one_of(top.get("sample"), "sample", tuple(SAMPLES))
    if "sample" in top and "orders" in top:
        faults.add(top["sample"], "sample", "a sample and orders", "one of them", "leave one out")
    orders, keys = (OrderKeys(), {}) if "sample" in top else order_keys(faults, top.get("orders"))
    currency = _currency(faults, top, keys, "currency" in orders.columns)
    size = top["market_size"].value if "market_size" in top else None
    if size is not None and (isinstance(size, bool) or not isinstance(size, int | float) or not 1 <= size <= 1e11):
        faults.add(top["market_size"], "market_size", shown(size), "the number of people who could ever buy")
    since = faults.text(top["acquired_from"], "acquired_from") if "acquired_from" in top else None
    name = faults.text(top["name"], "name") if "name" in top else place.stem
    faults.raise_if_any()
    return Profile(
        path=place,
        name=str(name),
        file=place.parent / orders.file,
        orders=orders,
        currency=currency,
        market_size=None if size is None else float(size),
        acquired_from=None if since is None else _day(top["acquired_from"], since, place.name),
        sample=sampled,
    )


def _currency(faults: Faults, top: dict[str, Node], orders: dict[str, Node], column: bool) -> str | None:
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
