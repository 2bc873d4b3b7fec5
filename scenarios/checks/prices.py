"""Prices: a path that goes the way of its name."""

from __future__ import annotations

from collections.abc import Iterator

from scenarios.checks.tree import at, blamed, number
from scenarios.source import Node
from sim.problems import Problem

PATH = "policy.price.path"
WAYS = {"penetration": (1.0, "a start at or below the end"), "skimming": (-1.0, "a start at or above the end")}


def paths(root: Node) -> Iterator[Problem]:
    """A penetration price that falls, a skimming price that rises; a path that begins after the run."""
    kind, path = at(root, f"{PATH}.kind"), at(root, PATH)
    if kind is None or path is None or kind.value not in WAYS:
        return
    start, end = number(path, "start"), number(path, "end")
    way, allowed = WAYS[str(kind.value)]
    if start is not None and end is not None and way * (end - start) < 0.0:
        node = blamed(path.get("end"), path.get("start"), kind)
        yield Problem(node.file, node.line, f"{PATH}.end", f"{kind.value} from {start:g} to {end:g}", allowed)
    begin, last = number(path, "from"), number(root, "days")
    if begin is not None and last is not None and begin >= last:
        node = blamed(path.get("from"), kind)
        found = f"day {begin:g}, {begin - last + 1:g} after the last day"
        yield Problem(node.file, node.line, f"{PATH}.from", found, f"a day before {last:g} (days)")
