"""The journal of a run in order, handed on while the run goes on."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from sim.core.ground.state import JOURNAL
from sim.core.ground.world import World

PIECE = 1_000_000
"""Lines that are waited for before those of the days that are over are handed on."""

Keep = Callable[[np.ndarray], None]
"""Called with JOURNAL [line], a piece of the journal: each one goes on where the one before it ended."""


class Lines:
    """Takes lines as they are written and hands them on by day, person and time; lines of one event keep their order.

    ``keep`` gets pieces of whole days. No more is held than PIECE lines and those of the day that is going on.
    """

    def __init__(self, keep: Keep) -> None:
        self.keep = keep
        self._waiting: list[np.ndarray] = []
        self._count = 0
        self._day = 0

    def take(self, world: World) -> None:
        """Empty a worker's buffer."""
        n = int(world.record["journal_used"][0])
        if n:
            self._waiting.append(world.journal[:n].copy())
            self._count += n
            world.record["journal_used"] = 0

    def reach(self, day: int) -> None:
        """No line of a day before ``day`` will be written any more."""
        if self._count >= PIECE and day > self._day:
            self._day = day
            lines = np.concatenate(self._waiting)
            over = lines["time"] < day
            rest = lines[~over]
            self._waiting, self._count = [rest], len(rest)
            self._hand_on(lines[over])

    def end(self) -> None:
        """Hand on what is left."""
        if self._count:
            lines = np.concatenate(self._waiting)
            self._waiting, self._count = [], 0
            self._hand_on(lines)

    def _hand_on(self, lines: np.ndarray) -> None:
        if len(lines):
            self.keep(ordered(lines))


def ordered(lines: np.ndarray) -> np.ndarray:
    """Lines by day, person and time, JOURNAL [line]; what is equal in these keeps its order.

    People mostly write in the order of their numbers and of time, so that the sort by day and person has little to do,
    and few people's lines are left to be sorted by time.
    """
    whose = lines["time"].astype(np.int64) << 32 | lines["who"]
    order = np.argsort(whose, kind="stable")
    whose, time = whose[order], lines["time"][order]
    back = (whose[1:] == whose[:-1]) & (time[1:] < time[:-1])
    if back.any():
        again = np.flatnonzero(np.isin(whose, whose[1:][back]))
        order[again] = order[again][np.lexsort((time[again], whose[again]))]
    return lines[order]


def collected(pieces: list[np.ndarray]) -> np.ndarray:
    """The whole journal, JOURNAL [line]; ``pieces`` is emptied."""
    whole = np.empty(sum(map(len, pieces)), JOURNAL)
    end = len(whole)
    while pieces:
        piece = pieces.pop()
        whole[end - len(piece) : end] = piece
        end -= len(piece)
    return whole
