"""How compiled code adds to the arrays of the ledger (as in sim.core.memory)."""

from __future__ import annotations

from typing import Any

import numpy as np

from sim.core.jit import accessor
from sim.core.memory import EIGHT, get_int, put_int
from sim.vocabulary import Points

POINTS_KINDS = len(Points)


def add_sum(w: Any, day: int, cell: int, account: int, amount: int) -> None:
    """Add micro-units to the account of a cell on a day."""
    w.sums[day, cell, account] += amount


@accessor(add_sum)
def _(w, day, cell, account, amount):
    def code(w, day, cell, account, amount):
        at = w.sums_at + np.uint64((day * w.cells + cell) * w.accounts + account) * EIGHT
        put_int(at, get_int(at) + amount)

    return code


def add_stay(w: Any, day: int, cell: int, row: int, people: int) -> None:
    """From ``day`` on, so many more people of a cell pay the whole days of a cost by the day."""
    w.stays[day, cell, row] += people


@accessor(add_stay)
def _(w, day, cell, row, people):
    def code(w, day, cell, row, people):
        at = w.stays_at + np.uint64((day * w.cells + cell) * w.rows + row) * EIGHT
        put_int(at, get_int(at) + people)

    return code


def add_count(w: Any, day: int, cell: int, event: int) -> None:
    """Count an event of a cell on a day."""
    w.counts[day, cell, event] += 1


@accessor(add_count)
def _(w, day, cell, event):
    def code(w, day, cell, event):
        at = w.counts_at + np.uint64((day * w.cells + cell) * w.events + event) * EIGHT
        put_int(at, get_int(at) + 1)

    return code


def add_flow(w: Any, day: int, before: int, after: int) -> None:
    """Count a change of stage on a day."""
    w.flows[day, before, after] += 1


@accessor(add_flow)
def _(w, day, before, after):
    def code(w, day, before, after):
        at = w.flows_at + np.uint64((day * w.stages + before) * w.stages + after) * EIGHT
        put_int(at, get_int(at) + 1)

    return code


def add_age(w: Any, place: int, kind: int, amount: int) -> None:
    """Add to what is summed by customers' age, at a place that sim.core.ledger.span names."""
    w.ages.reshape(-1)[place + kind] += amount


@accessor(add_age)
def _(w, place, kind, amount):
    def code(w, place, kind, amount):
        at = w.ages_at + np.uint64(place + kind) * EIGHT
        put_int(at, get_int(at) + amount)

    return code


def add_points(w: Any, day: int, kind: int, amount: int) -> None:
    """Add to the points of the loyalty programme by day, micro-units of face value."""
    w.programme[day, kind] += amount


@accessor(add_points)
def _(w, day, kind, amount):
    def code(w, day, kind, amount):
        at = w.programme_at + np.uint64(day * POINTS_KINDS + kind) * EIGHT
        put_int(at, get_int(at) + amount)

    return code
