"""The continuous part of a history: where it has gaps, and what is stray before or behind it.

A gap is a time without orders that chance does not explain: in the time of the same length before or after it, orders
came on N days. Did they come as before, each would be as likely to lie in the one as in the other, so the chance of
none in the gap is 2^-N; N is so large that a history has a false gap with a chance of 2 e^-10. So a shop of three
customers has no gaps, and neither has the slow end of an old cohort.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

SHORTEST = 28  # days; a shorter time without orders is no gap
SEASON = 91  # days; a longer gap divides the history
STRAY = 0.02  # of the rows: what lies so far apart, and is at most so much, is stray
BLOCK = 0.05  # of the rows: less than that between two long gaps is stray, too
SEASONS = 3  # blocks or more: the shop trades in seasons, and gaps belong to it
RARE = 10.0  # minus the logarithm of the chance of a single false gap

Days = NDArray[np.datetime64]


@dataclass(frozen=True)
class Gap:
    """Days without orders: the last day with one before, and the first day with one after."""

    before: np.datetime64
    after: np.datetime64

    @property
    def days(self) -> int:
        """How many days have no order."""
        return int((self.after - self.before).astype(int)) - 1

    def __str__(self) -> str:
        return f"{self.before + 1} to {self.after - 1}"


@dataclass(frozen=True)
class Span:
    """The continuous history: its ``first`` and ``last`` day, and the gaps of the whole file.

    ``blocks``: first and last day of every stretch between gaps of more than a season, strays left out; ``seasonal``
    says that there are so many that the gaps belong to the trade, and the span holds them all. Orders before ``start``
    are stray.
    """

    start: np.datetime64
    first: np.datetime64
    last: np.datetime64
    gaps: tuple[Gap, ...]
    blocks: tuple[tuple[np.datetime64, np.datetime64], ...]
    seasonal: bool

    def within(self, start: np.datetime64, end: np.datetime64, longer: int = 0) -> list[Gap]:
        """The gaps of more than ``longer`` days that touch the days from ``start`` to ``end``."""
        return [gap for gap in self.gaps if gap.days > longer and gap.before < end and gap.after > start]

    def to_json(self) -> dict[str, object]:
        """The days as text."""
        return {
            "from": str(self.first),
            "to": str(self.last),
            "gaps": [{"from": str(gap.before + 1), "to": str(gap.after - 1), "days": gap.days} for gap in self.gaps],
            "later": [f"{start} to {end}" for start, end in self.blocks if start > self.last],
            "seasonal": self.seasonal,
        }

    def holds(self, day: np.datetime64) -> bool:
        """Whether ``day`` lies in a stretch of the history."""
        return any(start <= day <= end for start, end in self.blocks)


def span(days: Days, first_days: Days) -> Span:
    """The span of orders on ``days`` (one entry for each row of the file, in any order; at least one).

    ``first_days``: the day of the first order of the customer of each row. Of several stretches the one is taken that
    holds most orders of customers acquired in it.
    """
    day, rows = np.unique(days.astype("datetime64[D]"), return_counts=True)
    gaps = found_gaps(day)
    start, end = _without_strays(day, rows, gaps)
    long = [gap for gap in gaps if gap.days > SEASON and start <= gap.before and gap.after <= end]
    stretches = list(zip([start, *(gap.after for gap in long)], [*(gap.before for gap in long), end], strict=True))
    sizes = [int(rows[(day >= first) & (day <= last)].sum()) for first, last in stretches]
    blocks = tuple(one for one, size in zip(stretches, sizes, strict=True) if size >= BLOCK * rows.sum())
    if len(blocks) >= SEASONS:
        return Span(start, blocks[0][0], blocks[-1][1], tuple(gaps), blocks, True)
    own = [int(((first_days >= first) & (days >= first) & (days <= last)).sum()) for first, last in stretches]
    first, last = stretches[int(np.argmax(own))]
    return Span(start, first, last, tuple(gaps), blocks, False)


def _without_strays(day: Days, rows: NDArray[np.int64], gaps: list[Gap]) -> tuple[np.datetime64, np.datetime64]:
    """First and last day, without the few rows that lie before the first gaps and behind the last ones."""
    few = STRAY * rows.sum()
    starts = [gap.after for gap in gaps if rows[day < gap.after].sum() <= few]
    ends = [gap.before for gap in gaps if rows[day > gap.before].sum() <= few]
    return max(starts, default=day[0]), min(ends, default=day[-1])


def found_gaps(day: Days) -> list[Gap]:
    """The gaps between successive ``day``s, which are distinct and sorted."""
    least = (np.log(max(len(day), 1)) + RARE) / np.log(2.0)
    found = []
    for before, after in pairwise(day):
        length = int((after - before).astype(int))
        if length <= SHORTEST:
            continue
        earlier = np.searchsorted(day, before, "right") - np.searchsorted(day, before - length, "left")
        later = np.searchsorted(day, after + length, "right") - np.searchsorted(day, after, "left")
        if max(earlier, later) >= least:
            found.append(Gap(before, after))
    return found
