"""Days: within the run, in order, and not twice."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import pairwise

from scenarios.tree.reading import items, number, rows_of_groups
from scenarios.tree.source import Node
from sim.problems import Problem

COUNTED = ("offer_share", "contribution_per_occasion", "cascade_share", "ended_by_generation", "wait_within")
"""Quantities to verify that run over a number of something else than days."""
CHANGES = ("policy.price.changes", "market.competitor.changes", "market.need.life_cycle")
SPELLS = ("policy.channel.flights", "policy.promotion.deals", "policy.projects")


def calendar(root: Node) -> Iterator[Problem]:
    """Ratios for another number of weeks than a year has."""
    weeks = items(root, "market.need.calendar")
    if len(weeks) not in (0, 52, 53):
        node, found = weeks[0], f"ratios for {len(weeks)} weeks"
        yield Problem(node.file, node.line, "market.need.calendar", found, "52 or 53 numbers, or none: []")


def days(root: Node) -> Iterator[Problem]:
    """What begins after the run, is out of order or ends before it begins."""
    last = number(root, "days")
    if last is None:
        return
    media = [f"market.channels.{one.name}.price_changes" for one in items(root, "market.channels")]
    spells, changes = _everywhere(root, SPELLS), [*_everywhere(root, CHANGES), *media]
    begins = [(path, "from") for path in spells] + [(path, "day") for path in changes]
    for path, key in begins:
        for k, item in enumerate(items(root, path)):
            begin = number(item, key)
            if begin is not None and begin >= last:
                found = f"day {begin:g}, {begin - last + 1:g} after the last day"
                where = f"{path}.{item.name or k}.{key}"
                yield Problem(item.file, item.line, where, found, f"a day before {last:g} (days)")
    for k, item in enumerate(items(root, "verify")):
        quantity = item.get("quantity")
        if quantity is not None and quantity.value in COUNTED:
            continue
        for day in items(item, "at"):
            if isinstance(day.value, int) and day.value > last:
                found, allowed = f"day {day.value}", f"days up to {last:g}"
                yield Problem(day.file, day.line, f"verify.{k}.at", found, allowed)
    for path in changes:
        yield from _order(root, path)
    for path in spells:
        yield from _backwards(root, path)
    for path in spells:
        if path.endswith("flights"):
            yield from _overlap(root, path)


def _everywhere(root: Node, paths: Iterable[str]) -> list[str]:
    """The paths, and the same of every row of groups."""
    own = [path.removeprefix("policy") for path in paths if path.startswith("policy")]
    return [*paths, *(f"{row}{path}" for row, _ in rows_of_groups(root) for path in own)]


def _order(root: Node, path: str) -> Iterator[Problem]:
    changes = [(number(c, "day"), c) for c in items(root, path)]
    for k, ((before, _), (day, item)) in enumerate(pairwise(changes), 1):
        if before is not None and day is not None and day <= before:
            found = f"day {day:g} after day {before:g}"
            yield Problem(item.file, item.line, f"{path}.{k}.day", found, "changes in order of their days")


def _backwards(root: Node, path: str) -> Iterator[Problem]:
    what = path.split(".")[-1].removesuffix("s")
    for k, spell in enumerate(items(root, path)):
        begin, end = number(spell, "from"), number(spell, "to")
        if begin is not None and end is not None and end <= begin:
            found = f"a {what} from day {begin:g} to day {end:g}"
            where = f"{path}.{spell.name or k}.to"
            yield Problem(spell.file, spell.line, where, found, "an end after the beginning")
        again = number(spell, "every") or 0
        if begin is not None and end is not None and 0 < again < end - begin:
            found = f"a {what} of {end - begin:g} days that comes again every {again:g}"
            where = f"{path}.{spell.name or k}.every"
            yield Problem(spell.file, spell.line, where, found, f"at least {end - begin:g} days, or 0 for once")


def _overlap(root: Node, path: str) -> Iterator[Problem]:
    ends: dict[str, list[tuple[float, float]]] = {}
    for k, flight in enumerate(items(root, path)):
        begin, end, channel = number(flight, "from"), number(flight, "to"), flight.get("channel")
        if begin is None or end is None or channel is None or not isinstance(channel.value, str):
            continue
        for other in ends.setdefault(channel.value, []):
            if begin < other[1] and other[0] < end:
                found = f"days {begin:g} to {end:g}, while another flight runs from {other[0]:g} to {other[1]:g}"
                yield Problem(flight.file, flight.line, f"{path}.{k}", found, "one flight of a channel at a time")
        ends[channel.value].append((begin, end))
