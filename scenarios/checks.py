"""What must hold between the numbers of a scenario; a check passes over what is absent or of a wrong kind."""

from __future__ import annotations

import math
from collections.abc import Iterator
from itertools import pairwise

from scenarios.layers import has_names, is_parameter
from scenarios.source import Node
from scenarios.wording import did_you_mean, listed
from sim.problems import Problem, shown

COUNTED = ("offer_share", "contribution_per_occasion", "cascade_share", "ended_by_generation")
"""Quantities to verify that run over a number of something else than days."""


def checked_market(root: Node) -> list[Problem]:
    """Every fault between the numbers of ``root``'s market."""
    return [*doubled_names(root), *_shares(root), *_correlations(root)]


def checked_scenario(root: Node) -> list[Problem]:
    """Every fault between the numbers of a whole scenario."""
    return [*checked_market(root), *_channels(root), *_days(root), *_cadence(root), *_network(root)]


def doubled_names(node: Node, path: str = "") -> Iterator[Problem]:
    """Items of one list whose names differ in nothing, or only in upper and lower case."""
    if has_names(node):
        seen: dict[str, Node] = {}
        for item in node.value:
            if item.name is None:
                continue
            first = seen.setdefault(item.name.casefold(), item)
            if first is not item:
                found = f"the names {shown(first.name)} (line {first.line}) and {shown(item.name)}"
                yield Problem(item.file, item.line, path, found, "names that differ in more than capitals")
    below = node.value.items() if isinstance(node.value, dict) else ()
    for key, value in below:
        yield from doubled_names(value, f"{path}.{key}" if path else key)


def at(root: Node, path: str) -> Node | None:
    """The node at a dotted path."""
    node: Node | None = root
    for key in path.split("."):
        node = node.get(key) if node is not None else None
    return node


def number(root: Node | None, path: str, end: str = "value") -> float | None:
    """The number at ``path``; of a Parameter its value, or (``end`` low or high) an end of its belief."""
    node = at(root, path) if root is not None else None
    if node is not None and is_parameter(node):
        interval = at(node, "interval")
        if end != "value" and interval is not None and isinstance(interval.value, tuple) and len(interval.value) == 2:
            node = interval.value[1 if end == "high" else 0]
        else:
            node = node.value["value"]
    value = node.value if node is not None else None
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else None


def _items(root: Node, path: str) -> tuple[Node, ...]:
    node = at(root, path)
    return node.value if node is not None and isinstance(node.value, tuple) else ()


def _shares(root: Node) -> Iterator[Problem]:
    for path in ("market.segments", "market.activity"):
        items = _items(root, path)
        shares = [s for item in items if (s := number(item, "share")) is not None]
        if shares and len(shares) == len(items) and abs(math.fsum(shares) - 1.0) > 1e-9:
            node = at(root, path) or root
            yield Problem(node.file, node.line, path, f"shares that sum to {math.fsum(shares):.10g}", "a sum of 1")
    start = at(root, "market.start")
    shares = [s for key in ("reached", "retained", "customer") if (s := number(start, key)) is not None]
    if start is not None and math.fsum(shares) > 1.0 + 1e-9:
        found = f"shares that sum to {math.fsum(shares):.10g}"
        yield Problem(start.file, start.line, "market.start", found, "a sum of at most 1; the rest is unaware")


def _blamed(*nodes: Node | None) -> Node:
    """Of nodes that do not fit together, the one to show: rather the user's own than one of the library."""
    known = [node for node in nodes if node is not None]
    return min(known, key=lambda node: (node.file != "--set", node.file.startswith("library/")))


def _channels(root: Node) -> Iterator[Problem]:
    names = [item.name for item in _items(root, "market.channels") if item.name is not None]
    allowed = f"one of: {listed(names)}"
    spend, channels = at(root, "policy.channel.weekly_spend"), at(root, "market.channels")
    if spend is not None and spend.value and channels is not None and channels.value == ():
        node = _blamed(spend, channels)
        found, path = "no channel, but money for channels", "market.channels"
        yield Problem(node.file, node.line, path, found, "a channel for all that is spent", "weekly_spend: {}")
        return
    for name, node in spend.value.items() if spend is not None and isinstance(spend.value, dict) else ():
        if name not in names:
            found, path = f"the unknown channel {shown(name)}", f"policy.channel.weekly_spend.{name}"
            yield Problem(node.file, node.line, path, found, allowed, did_you_mean(name, names))
    for k, flight in enumerate(_items(root, "policy.channel.flights")):
        used = flight.get("channel")
        if used is not None and isinstance(used.value, str) and used.value not in names:
            found, path = f"the unknown channel {shown(used.value)}", f"policy.channel.flights.{k}.channel"
            yield Problem(used.file, used.line, path, found, allowed, did_you_mean(used.value, names))


def _days(root: Node) -> Iterator[Problem]:
    days = number(root, "days")
    if days is None:
        return
    for path, key in (("policy.channel.flights", "from"), ("policy.price.changes", "day")):
        for k, item in enumerate(_items(root, path)):
            begin = number(item, key)
            if begin is not None and begin >= days:
                found = f"day {begin:g}, {begin - days + 1:g} after the last day"
                yield Problem(item.file, item.line, f"{path}.{k}.{key}", found, f"a day before {days:g} (days)")
    for k, item in enumerate(_items(root, "verify")):
        quantity = item.get("quantity")
        if quantity is not None and quantity.value in COUNTED:
            continue
        for day in _items(item, "at"):
            if isinstance(day.value, int) and day.value > days:
                found, allowed = f"day {day.value}", f"days up to {days:g}"
                yield Problem(day.file, day.line, f"verify.{k}.at", found, allowed)
    yield from _order(root)


def _order(root: Node) -> Iterator[Problem]:
    changes = [(number(c, "day"), c) for c in _items(root, "policy.price.changes")]
    for k, ((before, _), (day, item)) in enumerate(pairwise(changes), 1):
        if before is not None and day is not None and day <= before:
            found = f"day {day:g} after day {before:g}"
            yield Problem(
                item.file, item.line, f"policy.price.changes.{k}.day", found, "changes in order of their days"
            )
    ends: dict[str, list[tuple[float, float]]] = {}
    for k, flight in enumerate(_items(root, "policy.channel.flights")):
        begin, end, channel = number(flight, "from"), number(flight, "to"), flight.get("channel")
        if begin is None or end is None or channel is None or not isinstance(channel.value, str):
            continue
        path = f"policy.channel.flights.{k}"
        if end <= begin:
            found = f"a flight from day {begin:g} to day {end:g}"
            yield Problem(flight.file, flight.line, f"{path}.to", found, "an end after the beginning")
        for other in ends.setdefault(channel.value, []):
            if begin < other[1] and other[0] < end:
                found = f"days {begin:g} to {end:g}, while another flight runs from {other[0]:g} to {other[1]:g}"
                yield Problem(flight.file, flight.line, path, found, "one flight of a channel at a time")
        ends[channel.value].append((begin, end))


def _network(root: Node) -> Iterator[Problem]:
    """The parameters of the kind of network that is used fit together."""
    network, people = at(root, "market.referral.network"), number(root, "people")
    kind = at(root, "market.referral.network.kind")
    if network is None or kind is None or people is None:
        return
    seeds, contacts = number(network, "seeds"), number(root, "market.referral.contacts", "high")
    largest = number(network, "largest", "low")
    if kind.value == "fresh" and seeds is not None and not 1 <= seeds <= people:
        node = _blamed(network.get("seeds"), kind, root.get("people"))
        found, allowed = f"{seeds:,.0f} seeds among {people:,.0f} people", "from 1 up to the number of people"
        yield Problem(node.file, node.line, "market.referral.network.seeds", found, allowed)
    if kind.value == "scale_free" and contacts is not None and largest is not None and contacts > largest:
        node = _blamed(network.get("largest"), at(root, "market.referral.contacts"), kind)
        found = f"a mean of {contacts:g} contacts and at most {largest:g} of anybody"
        yield Problem(node.file, node.line, "market.referral.network.largest", found, "at least the mean")


def _cadence(root: Node) -> Iterator[Problem]:
    """The unsubscribe rate at the policy's cadence, beliefs at their high ends, stays within its bound."""
    retain = at(root, "market.retain")
    keys = ("unsubscribe_rate", "unsubscribe_fatigue", "touch_memory")
    rate, fatigue, memory = (number(retain, key, "high") for key in keys)
    bound = number(retain, "unsubscribe_bound", "low")
    path = "policy.relationship.touches_per_week"
    touches = number(root, path)
    if rate is None or fatigue is None or memory is None or bound is None or touches is None:
        return
    reached = rate + fatigue * (touches / 7.0 * memory) ** 2
    if reached <= bound * (1 + 1e-12):
        return
    if rate > bound:
        path, allowed = "market.retain.unsubscribe_rate", f"a rate of at most {bound:g}, high end included"
    else:
        most = 7.0 / memory * math.sqrt((bound - rate) / fatigue)
        allowed = f"at most {math.floor(most * 1000) / 1000:g} touches per week"
    parts = [retain.get(key) if retain is not None else None for key in (*keys, "unsubscribe_bound")]
    node = _blamed(at(root, "policy.relationship.touches_per_week"), *parts)
    found = f"an unsubscribe rate of up to {reached:.4g} per day, above its bound of {bound:g}"
    fix = "write fewer touches, or raise market.retain.unsubscribe_bound"
    yield Problem(node.file, node.line, path, found, allowed, fix)


def _correlations(root: Node) -> Iterator[Problem]:
    seen: set[str] = set()
    for k, block in enumerate(_items(root, "market.correlations")):
        path = f"market.correlations.{k}"
        names = [n for n in _items(block, "parameters") if isinstance(n.value, str)]
        for name in names:
            node = at(root, f"market.{name.value}")
            if node is None or not is_parameter(node):
                found, allowed = (
                    f"the unknown parameter {shown(name.value)}",
                    "paths of parameters below market",
                )
                fix = did_you_mean(name.value, (p.removeprefix("market.") for p in root.paths()))
                yield Problem(name.file, name.line, f"{path}.parameters", found, allowed, fix)
            if name.value in seen:
                found = f"{shown(name.value)} twice"
                yield Problem(name.file, name.line, f"{path}.parameters", found, "every parameter once")
            seen.add(name.value)
        matrix = block.get("matrix")
        rows = [[x.value for x in row.value] for row in _items(block, "matrix") if isinstance(row.value, tuple)]
        if matrix is not None and (said := _no_correlation(rows, len(names))):
            allowed = "a symmetric, positive definite matrix with 1 on the diagonal, one row for each name"
            yield Problem(matrix.file, matrix.line, f"{path}.matrix", said, allowed)


def _no_correlation(rows: list[list[object]], size: int) -> str:
    """Why ``rows`` is not the correlation matrix of ``size`` variables; nothing if it is one."""
    import numpy as np

    if len(rows) != size or any(len(row) != size for row in rows):
        return f"{len(rows)} rows of {sorted({len(row) for row in rows})} numbers for {size} parameters"
    if any(isinstance(x, bool) or not isinstance(x, int | float) for row in rows for x in row):
        return ""  # told as a fault of its field
    matrix = np.array(rows, dtype=float)
    if not np.array_equal(matrix, matrix.T):
        i, j = np.argwhere(matrix != matrix.T)[0]
        return f"{matrix[i, j]:g} in row {i + 1}, column {j + 1}, but {matrix[j, i]:g} in the mirrored place"
    if not (np.diag(matrix) == 1.0).all():
        return f"{matrix[np.diag(matrix) != 1.0][0].max():g} on the diagonal"
    smallest = float(np.linalg.eigvalsh(matrix)[0])
    return f"a matrix with eigenvalue {smallest:.3g}" if smallest < 1e-9 else ""
