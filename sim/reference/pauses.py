"""Demand that goes to sleep, and wakes up."""

from __future__ import annotations

from sim.core.ground import state
from sim.reference.occasions import Occasions
from sim.reference.person import Person
from sim.vocabulary import Clock, Decision, Event


class Pauses:
    """A customer who has no need for a while."""

    def __init__(self, one: Person) -> None:
        self.one, self.nature = one, one.nature
        self.occasions = one.part(Occasions)
        self.pauses = 0

    def begin(self) -> None:
        """From now on demand may go to sleep."""
        if self.nature.has("pause_rate") and self.nature.amount("dropout_kind") != state.RENEWAL:
            self.sets_next()

    def sets_next(self) -> None:
        """When demand goes to sleep or wakes up."""
        patience = self.nature.patience(Decision.PAUSE, self.one.number, self.pauses)
        rate = self.nature.number("resume_rate" if self.one.dormant else "pause_rate")
        self.one.clocks[Clock.PAUSE] = self.nature.after(patience, rate, self.one.now)

    def pauses_or_resumes(self) -> None:
        """Demand goes to sleep or wakes up."""
        self.one.dormant = not self.one.dormant
        self.pauses += 1
        self.one.notes(Event.PAUSED if self.one.dormant else Event.RESUMED)
        self.occasions.waits()
        self.sets_next()
