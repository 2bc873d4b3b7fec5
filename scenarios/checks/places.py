"""Places to buy: those that there are, opened before they close, one at least on every day."""

from __future__ import annotations

from collections.abc import Iterator

from scenarios.checks.names import keys_known, unknown
from scenarios.tree.reading import at, blamed, items, number
from scenarios.tree.source import Node
from sim.problems import Problem

POLICY, MARKET = "policy.places", "market.places"


def appeals(root: Node) -> Iterator[Problem]:
    """Segments that there are not."""
    for place in items(root, MARKET):
        yield from keys_known(root, f"{MARKET}.{place.name}.appeal", "segment", "market.segments")


def places(root: Node) -> Iterator[Problem]:
    """Places that there are not, that close before they open, and days on which none is open."""
    rows = items(root, POLICY)
    for row in rows:
        path = f"{POLICY}.{row.name}"
        if row.name is not None:
            yield from unknown(root, row.name, row, f"{path}.name", "place", MARKET)
        opens, closes = number(row, "opens"), number(row, "closes")
        if opens is not None and closes is not None and closes <= opens:
            found = f"day {closes:g}, when it opens on day {opens:g}"
            yield Problem(row.file, row.line, f"{path}.closes", found, f"a day after {opens:g}")
    last, known = number(root, "days"), items(root, MARKET)
    if last is None or not known:
        return
    spells = [(number(row, "opens") or 0.0, number(row, "closes") or last) for row in rows]
    stated = {row.name for row in rows}
    spells += [(0.0, last) for one in known if one.name not in stated and number(one, "share") != 0.0]
    open_until = 0.0
    for opens, closes in sorted(spells):
        if opens <= open_until:
            open_until = max(open_until, closes)
    if open_until < last:
        node = blamed(at(root, POLICY), at(root, MARKET))
        yield Problem(node.file, node.line, POLICY, f"no place is open on day {open_until:g}", "one at least every day")
