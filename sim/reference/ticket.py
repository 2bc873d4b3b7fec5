"""What is wanted of the service desks."""

from __future__ import annotations

from dataclasses import dataclass, replace

from sim.vocabulary import NEVER, Ask, Letter


@dataclass
class Ticket:
    """What a customer, or one who is not simulated (``copy`` > 0), wants of us. Times in days."""

    who: int
    ask: Ask
    index: int
    copy: int
    desk: int
    urgency: int
    opened: float
    time: float  # joins the queue
    turn: int = 0
    until: float = NEVER
    silent: bool = False
    start: float = NEVER
    end: float = NEVER
    again: float = NEVER
    outcome: Letter = Letter.UNSOLVED

    @property
    def identity(self) -> tuple[int, Ask, int, int]:
        """What tells tickets apart that happen at the same moment."""
        return self.who, self.ask, self.index, self.copy

    @property
    def waited(self) -> float:
        """The wait for the first answer, or in vain."""
        return (self.until if self.outcome == Letter.GAVE_UP else self.start) - self.time

    def comes_back(self, time: float) -> Ticket:
        """The same ticket, as it joins the queue again."""
        return replace(self, turn=self.turn + 1, time=time)
