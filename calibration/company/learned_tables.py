"""What each table of a company taught about its market, beside what the orders say."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd

from calibration.contracts import CONTRACTS, TIMES
from calibration.entries import DIGITS
from calibration.estimators.finding import Finding, Findings
from calibration.estimators.item_prices import items
from calibration.estimators.messages import messages
from calibration.estimators.prices import prices
from calibration.estimators.referrals import referrals
from calibration.estimators.satisfaction import satisfaction
from calibration.estimators.tickets import tickets
from calibration.tables import Tables

DESKS = "service.desks."
ALL = f"{DESKS}all."
"""Where findings are of tickets of which no desk is told."""
ADDED = {"amount": "sum", "list_amount": "sum", "coupon_id": "max"}
"""How lines of an order become one."""
Market = Mapping[str, Any]


@dataclass(frozen=True)
class Taught:
    """What tables taught, by the title under which it is told: of one table, or of two that tell together."""

    by_table: Mapping[str, Findings]

    def sentences(self) -> Iterator[str]:
        """What was found in each table, and what was not and why, in plain sentences."""
        for title, findings in self.by_table.items():
            for one in findings.found:
                ends = "" if one.ends is None else f" ({one.ends[0]:.4g} to {one.ends[1]:.4g}, 90 %)"
                unit = "" if one.unit == "1" else f" {one.unit}"
                yield f"{title}: {one.label}, {one.path} {one.value:.4g}{unit}{ends}; {one.sentence}."
            yield from (f"{title}: {note}" for note in findings.notes)

    def to_json(self) -> dict[str, Any]:
        """As plain data."""
        return {title: findings.to_json() for title, findings in self.by_table.items()}


def learned(tables: Tables | None, market: dict[str, Any], until: np.datetime64, people: float | None) -> Taught:
    """Put what the tables up to the end of the day ``until`` teach into ``market``, in the place of what is assumed.

    ``people``: the size of the market, where it is stated.
    """
    if tables is None:
        return Taught({})
    end = pd.Timestamp(until) + pd.Timedelta(days=1)
    given = {name: seen_by(frame, name, end) for name, frame in tables.given().items()}
    given = {name: frame for name, frame in given.items() if len(frame)}
    if "orders" not in given:
        return Taught({})
    orders = whole(given["orders"])
    has, itemised = given.get, items(given["orders"], end)
    tellers: dict[str, tuple[bool, Callable[[], Findings]]] = {
        "Tickets": ("tickets" in given, lambda: tickets(given["tickets"], orders, end)),
        "Tickets and surveys": (
            "tickets" in given or "surveys" in given,
            lambda: satisfaction(orders, has("tickets"), has("surveys"), end),
        ),
        "Referrals": ("referrals" in given, lambda: referrals(given["referrals"], orders, has("touches"), people, end)),
        "Prices": (
            "prices" in given or "list_amount" in orders,
            lambda: prices(orders, has("prices"), market, end),
        ),
        "Items": (itemised is not None, lambda: itemised or Findings((), ())),
        "Messages": ("touches" in given, lambda: messages(given["touches"], orders, market, end)),
    }
    return Taught({title: _put(tell(), market) for title, (can, tell) in tellers.items() if can})


def whole(orders: pd.DataFrame) -> pd.DataFrame:
    """Orders of several lines as one row each: what a customer bought at a moment."""
    if "coupon_id" in orders:
        orders = orders.astype({"coupon_id": "str"})
    adds = {name: how for name, how in ADDED.items() if name in orders}
    found = orders.groupby(["customer_id", "ordered_at"]).agg(adds).reset_index()
    return found.astype({"customer_id": "str"})


def seen_by(frame: pd.DataFrame, name: str, end: pd.Timestamp) -> pd.DataFrame:
    """The rows of table ``name`` that were there before ``end``; what happened to them later is not known yet."""
    if name == "orders":
        return frame[frame["ordered_at"] < end]
    times = [one.name for one in CONTRACTS[name].fields if one.kind in TIMES and one.name in frame]
    rows = frame[frame[times[0]] < end]
    return rows.assign(**{one: rows[one].where(rows[one] < end) for one in times[1:]})


def _put(findings: Findings, market: dict[str, Any]) -> Findings:
    """Put them into ``market``; what has no place there is told instead."""
    placed = of_desks(findings, market)
    left = placed.put(market)
    notes = placed.notes
    if left:
        notes = (*notes, f"The market has no place for {', '.join(left)}.")
    return Findings(tuple(one for one in placed.found if one.path not in left), notes)


def of_desks(findings: Findings, market: Market) -> Findings:
    """The findings with those of desks made fit for the market's: tickets of which no desk is told are of each of
    them; shares of the desks that there are sum to 1."""
    mine = [one for one in findings.found if one.path.startswith(DESKS)]
    if not mine:
        return findings
    rest = [one for one in findings.found if not one.path.startswith(DESKS)]
    notes = findings.notes
    desks = market["service"]["desks"]
    if all(one.path.startswith(ALL) for one in mine):
        told = [one for one in mine if one.path != f"{ALL}share"]
        rest += [
            replace(one, path=f"{DESKS}{desk['name']}.{one.path.removeprefix(ALL)}", label="bounded")
            for desk in desks
            for one in told
            if desk["patience"]["value"] > 0.0 or not one.path.endswith("patience")
        ]
        return Findings(tuple(rest), (*notes, "No desk is told: what is found of tickets is taken for each desk."))
    shares = {desk["name"]: 0.0 for desk in desks}
    shares |= {name: one.value for name in shares for one in mine if one.path == f"{DESKS}{name}.share"}
    total = sum(shares.values())
    if total <= 0.0:
        names = ", ".join(shares)
        return Findings(tuple(rest), (*notes, f"None of the desks is one of the market's ({names})."))
    parts = {name: round(share / total, DIGITS) for name, share in shares.items()}
    largest = max(parts, key=lambda name: parts[name])
    parts[largest] = round(1.0 - sum(part for name, part in parts.items() if name != largest), DIGITS)
    for name, part in parts.items():
        path = f"{DESKS}{name}.share"
        none = Finding(path, 0.0, "share", None, "linear", 0.0, "bounded", "no ticket went there")
        own = next((one for one in mine if one.path == path), none)
        mine = [one for one in mine if one.path != path] + [replace(own, value=part)]
    return Findings((*rest, *mine), notes)
