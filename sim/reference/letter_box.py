"""Letters on their way to somebody. What one does to another begins the next day."""

from __future__ import annotations

from heapq import heappop, heappush
from typing import Any, Protocol

from simpy import Process

from sim.reference.calendar import Calendar
from sim.reference.precision import Clocks, single
from sim.vocabulary import Clock, Letter


class LetterBox:
    """The letters to somebody, and the clock that the first of them sets."""

    owner: Process
    """Whose letters they are."""

    def __init__(self, calendar: Calendar, clocks: Clocks) -> None:
        self.calendar, self.clocks = calendar, clocks
        self.received = 0
        self.letters: list[tuple[float, int, Letter, int, Any]] = []  # (arrival, sender, kind, number, what)

    def expects(self, letter: Letter, sender: int, arrival: float, what: Any = None) -> None:
        """Somebody has written a letter about ``what`` that will be here at ``arrival``."""
        self.received += 1
        heappush(self.letters, (single(arrival), sender, letter, self.received, what))
        self.clocks[Clock.INVITATION] = self.letters[0][0]
        if self.calendar.active_process is not self.owner:  # who writes to oneself is awake
            self.owner.interrupt()

    def takes_out(self) -> tuple[Letter, int, Any]:
        """Take the first letter out of the box: by time, then by sender and kind. Returns it, who sent it, and what
        it is about."""
        _, sender, letter, _, what = heappop(self.letters)
        if self.letters:
            self.clocks[Clock.INVITATION] = self.letters[0][0]
        else:
            del self.clocks[Clock.INVITATION]
        return letter, sender, what


class Neighbour(Protocol):
    """Somebody of the market, as others see them."""

    number: int
    cell: int
    letter_box: LetterBox
    complained: set[int]
    """Of which causes of trouble."""
