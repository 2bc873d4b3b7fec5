"""A part of a customer: what a mechanism is in one's life. A customer has points, and is no saver."""

from __future__ import annotations

from typing import ClassVar

from sim.reference.hooks import Hooks
from sim.reference.person import Person
from sim.vocabulary import NEVER

FIRST_CLOCK = 100
"""The number of the first of the clocks of parts; at equal times the lower one comes first."""


class Part(Hooks):
    """What a mechanism knows of a customer.

    A method named as one of its clocks (``at_...``) is what happens when that fires.
    """

    CLOCKS: ClassVar[dict[str, int]] = {}
    """The numbers of all parts' clocks, by name."""

    def __init__(self, one: Person) -> None:
        self.one, self.nature = one, one.nature

    def runs_until(self, clock: str) -> float:
        """When a clock fires; NEVER if it does not run."""
        return self.one.clocks.get(self.CLOCKS[clock], NEVER)

    def is_set(self, clock: str, time: float) -> None:
        """Let a clock fire at a time."""
        self.one.clocks[self.CLOCKS[clock]] = time

    def stops(self, clock: str) -> None:
        """Let a clock not run."""
        self.one.clocks.pop(self.CLOCKS[clock], None)
