"""The trial: using us for a while, or for ever, without paying."""

from __future__ import annotations

from sim.core.ground import state
from sim.mechanisms.free_tier.story import Story as FreeTier
from sim.reference.journey import Journey
from sim.reference.person import Person
from sim.vocabulary import Clock, Decision, Event, Stage


class Trial:
    """A person who may try us for nothing."""

    def __init__(self, one: Person) -> None:
        self.one, self.nature = one, one.nature
        self.journey, self.free_tier = one.part(Journey), one.part(FreeTier)
        self.trials = 0

    def considers(self, doubts: int) -> None:
        """Trials are taken up at a rate of the day; nobody tries twice."""
        if not self.nature.has("trial_days") or self.trials > 0:
            return
        cell, now = self.one.cell, self.one.now
        patience = self.nature.patience(Decision.TRIAL, self.one.number, doubts)
        level = self.nature.level(cell, state.TRIAL_RATE, now) + patience
        self.one.clocks[Clock.ADVANCE] = self.nature.when(cell, state.TRIAL_RATE, level, now)

    def starts(self) -> None:
        """Use us for a while without paying; until its end nothing else is decided."""
        one = self.one
        one.notes(Event.TRIAL_STARTED)
        self.journey.moves_to(Stage.TRIAL)
        self.trials += 1
        one.stops(Clock.ADVANCE, Clock.NEED)
        one.clocks[Clock.LEAVE] = one.now + self.nature.number("trial_days")
        if self.is_lasting:
            one.clocks[Clock.LEAVE] = self.free_tier.next_decision()
            one.is_talked_of = self.free_tier.is_heard_of()

    @property
    def is_lasting(self) -> bool:
        """Whether it goes on until one pays or leaves."""
        return self.nature.has("free_on")

    @property
    def turn(self) -> int:
        """Which trial, or which decision of a free user, it is."""
        return self.free_tier.turns if self.is_lasting else self.trials

    def comes_to_an_end(self) -> None:
        """A trial ends, or a free user asks whether to pay."""
        if self.is_lasting:
            self.free_tier.turns += 1

    def goes_on(self) -> bool:
        """Whether who does not pay goes on using us for nothing; until when the next decision."""
        if not self.is_lasting or self.free_tier.has_had_enough():
            return False
        self.one.clocks[Clock.LEAVE] = self.free_tier.next_decision()
        return True
