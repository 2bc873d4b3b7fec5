"""How far a run is: worlds that are done, and the parts of those that are under way."""

from __future__ import annotations

import time
from collections.abc import Callable

Progress = Callable[[float, int, str], None]
"""Called with (worlds done and parts of those under way, worlds in all, what was done last; as long as nothing is, the
world that has come furthest)."""
BEAT = 0.5
"""Seconds between two words about worlds that are under way."""


class UnderWay:
    """Tells ``tell`` of ``total`` worlds: of each that is done, and of parts every BEAT.

    Always in the thread that waits for the worlds: ``alone`` is whether it lives through them itself, one by one.
    """

    def __init__(self, total: int, tell: Progress | None, alone: bool) -> None:
        self.total, self.tell, self.alone = total, tell, alone
        self.count, self.last, self.told = 0, "starting", 0.0
        self.parts: dict[str, float] = {}
        self._say()

    def part(self, world: str, share: float) -> None:
        """A share of a world, by its name, is done; any thread may say so."""
        self.parts[world] = share
        if self.alone:
            self.beat()

    def done(self, count: int, world: str) -> None:
        """A world is done, the ``count``-th."""
        self.parts.pop(world, None)
        self.count, self.last = count, world
        self._say()

    def beat(self) -> None:
        """Tell of parts, if it is time."""
        if time.monotonic() - self.told >= BEAT and self.parts:
            self._say()

    def _say(self) -> None:
        self.told = time.monotonic()
        parts = self.parts.copy()
        first = max(parts, key=parts.__getitem__) if parts and not self.count else self.last
        if self.tell is not None:
            self.tell(self.count + sum(parts.values()), self.total, first)
