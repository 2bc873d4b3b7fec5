"""A part of a customer: what a mechanism is in one's life. A customer has points, and is no saver."""

from __future__ import annotations

from sim.mechanisms.all import ALL
from sim.reference.person import Person
from sim.vocabulary import NEVER

FIRST_CLOCK = 100
CLOCKS = {
    clock: FIRST_CLOCK + place
    for place, clock in enumerate(field.name for one in ALL for field in one.fields if field.is_clock)
}
"""The numbers of the clocks of parts; at equal times the lower one comes first."""
FOLLOWED = {field.name: field.tells for one in ALL for field in one.fields if field.tells}
"""What all parts hear when a clock has fired."""


class Part:
    """What a mechanism knows of a customer.

    It answers, and hears of, what it has a method for (see Person.asks); one named as a clock (``at_...``) is what
    happens when that fires. What it keeps under the name of a field of the second record is that field; what else that
    record holds of it ``record`` tells.
    """

    def __init__(self, one: Person) -> None:
        self.one, self.nature = one, one.nature

    def runs_until(self, clock: str) -> float:
        """When a clock fires; NEVER if it does not run."""
        return self.one.clocks.get(CLOCKS[clock], NEVER)

    def is_set(self, clock: str, time: float) -> None:
        """Let a clock fire at a time."""
        self.one.clocks[CLOCKS[clock]] = time

    def stops(self, clock: str) -> None:
        """Let a clock not run."""
        self.one.clocks.pop(CLOCKS[clock], None)
