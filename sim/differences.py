"""Where two ledgers differ."""

from __future__ import annotations

import numpy as np

from sim.engine import Ledger

TABLES = (
    *("sums", "counts", "flows", "rivals", "ages"),
    *("desk_days", "waits", "scores", "causes", "programme", "granted", "bought", "assorted"),
)
"""What is compared beside the people's records and the journal."""


def differences(one: Ledger, other: Ledger) -> list[str]:
    """Each table, and each field of the people's records, in which two ledgers differ, with the first place.

    Left out are people["inbox"], a place in the compiled engine's store of messages, and people["at_dropout"], which
    there may be a time before the drop-out.
    """
    found = []
    for table in TABLES:
        found += _different(table, getattr(one, table), getattr(other, table))
    for name in one.people.dtype.names or ():
        if name not in ("inbox", "at_dropout"):
            found += _different(f"people.{name}", one.people[name], other.people[name])
    for name in one.more.dtype.names or ():
        found += _different(f"more.{name}", one.more[name], other.more[name])
    return found + _different("journal", one.journal, other.journal)


def tables(found: list[str]) -> list[str]:
    """The tables and fields that differ."""
    return [line.split(":")[0] for line in found]


def _different(name: str, one: np.ndarray, other: np.ndarray) -> list[str]:
    if one.dtype != other.dtype or one.shape != other.shape:
        return [f"{name}: {one.dtype} {one.shape} and {other.dtype} {other.shape}"]
    places = np.argwhere(one != other)
    if not len(places):
        return []
    place = tuple(places[0])
    return [f"{name}: {len(places)} differ, the first at {place}: {one[place]} and {other[place]}"]
