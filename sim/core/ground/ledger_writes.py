"""What is added to the arrays of the ledger, by name (as in sim.core.ground.memory)."""

from __future__ import annotations

import sim.core.ground.memory  # noqa: F401  (where compiled code learns of a world's arrays)
from sim.core.ground.jit import part
from sim.core.ground.types import World


@part
def add_sum(w: World, day: int, cell: int, account: int, amount: int) -> None:
    """Add micro-units to the account of a cell on a day."""
    w.sums[day, cell, account] += amount


@part
def add_stay(w: World, day: int, cell: int, row: int, people: int) -> None:
    """From ``day`` on, so many more people of a cell pay the whole days of a cost by the day."""
    w.stays[day, cell, row] += people


@part
def add_count(w: World, day: int, cell: int, event: int) -> None:
    """Count an event of a cell on a day."""
    w.counts[day, cell, event] += 1


@part
def add_flow(w: World, day: int, before: int, after: int) -> None:
    """Count a change of stage on a day."""
    w.flows[day, before, after] += 1


@part
def add_rival(w: World, day: int, cell: int, amount: int) -> None:
    """Add to what the competitor is expected to win of a cell on a day, millionths of an order."""
    w.rivals[day, cell] += amount


@part
def add_age(w: World, place: int, kind: int, amount: int) -> None:
    """Add to what is summed by customers' age, at a place that sim.core.ground.ledger.span names."""
    w.ages[place + kind] += amount


@part
def add_points(w: World, day: int, kind: int, amount: int) -> None:
    """Add to the points of the loyalty programme by day, micro-units of face value."""
    w.programme[day, kind] += amount


@part
def add_bought(w: World, day: int, which: int, kind: int, amount: int) -> None:
    """Add to what is counted of the orders at a place, or of an offer, by day."""
    w.bought[day, which, kind] += amount


@part
def add_assorted(w: World, day: int, category: int, kind: int, amount: int) -> None:
    """Add to what is counted of the lines of a category by day."""
    w.assorted[day, category, kind] += amount


@part
def add_granted(w: World, day: int, row: int, kind: int, amount: int) -> None:
    """Add to what is counted of a row of the incentives by day."""
    w.granted[day, row, kind] += amount
