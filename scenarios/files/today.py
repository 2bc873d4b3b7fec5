"""Today's policy, and what the files that state it say: how far from that a plan goes is what its answer rests on."""

from __future__ import annotations

import math
from collections.abc import Sequence

from scenarios.scenario import Stated
from scenarios.tree.layers import laid_over
from scenarios.tree.reading import at, number
from scenarios.tree.source import Node
from scenarios.tree.units import said

TODAYS = ("base", "full", "regions", "places", "firms")
"""Today's policy in each market of the library."""


def stated_at(layers: Sequence[Node], market: Node | None, mean_order: float) -> Stated:
    """What the files below a scenario state, from the last that is extended up to today's policy. ``market``: the
    market file, whose history may tell with which spend its customers were won; ``mean_order``: currency."""
    names = [layer.get("name") for layer in layers]
    last = max((k for k, name in enumerate(names) if name is not None and name.value in TODAYS), default=0)
    below = layers[: last + 1]
    sizes = [_size(market)] if market is not None else [_size(layer) for layer in below]
    spend = _amounts(_together(below, "policy.channel.weekly_spend"), mean_order)
    won_by = at(market, "history.policy") if market is not None else None
    known = won_by is None or won_by.value == TODAYS[0]
    often = [number(layer, "policy.relationship.touches_per_week") for layer in below]
    return Stated(
        people=next((size for size in reversed(sizes) if size), 0.0),
        spend=spend if known else {},
        messages=next((times for times in reversed(often) if times is not None), 0.0),
        hours=_hours_stated(_together(below, "policy.service.desk.staff")),
        all_spend=0.0 if known else number(market, "history.weekly_spend") or 0.0,
    )


def _size(layer: Node) -> float | None:
    return number(layer, "market.size") or number(layer, "market.size.value")


def _hours_stated(staff: Node | None) -> dict[str, float]:
    """Hours of staff that a file states, by desk; a shift that is not well stated is left out."""
    from scenarios.policy.service import DAYS

    found: dict[str, float] = {}
    for name, shifts in staff.value.items() if staff is not None and isinstance(staff.value, dict) else ():
        rows = [shift.plain() for shift in shifts.value] if isinstance(shifts.value, tuple) else []
        try:
            found[name] = math.fsum(len(DAYS[row["days"]]) * (row["to"] - row["from"]) * row["people"] for row in rows)
        except (KeyError, TypeError):
            continue
    return found


def _together(layers: Sequence[Node], path: str) -> Node | None:
    """A part of the tree that ``layers`` come to."""
    found: Node | None = None
    for layer in layers:
        here = at(layer, path)
        if here is not None:
            found = here if found is None else laid_over(found, here, "", path)
    return found


def _amounts(node: Node | None, mean_order: float) -> dict[str, float]:
    """Amounts by name, in currency; what is none is left out."""
    found = {}
    for name, item in node.value.items() if node is not None and isinstance(node.value, dict) else ():
        stated = said(item.value)
        plain = item.value if isinstance(item.value, int | float) and not isinstance(item.value, bool) else None
        if stated is not None or plain is not None:
            found[name] = stated[0] * mean_order if stated is not None else float(plain or 0.0)
    return found
