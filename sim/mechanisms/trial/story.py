"""The trial: using us for a while without paying."""

from sim.core.ground.state import TRIAL_RATE
from sim.reference.journey import Journey
from sim.reference.own_list import OwnList
from sim.reference.part import Part
from sim.vocabulary import Clock, Decision, Event, Stage


class Story(Part):
    """Somebody who may try us for nothing."""

    trials = 0

    def joins_list(self) -> None:
        """Trials are taken up at a rate of the day; nobody tries twice."""
        one, nature = self.one, self.nature
        if self.trials == 0:
            patience = nature.patience(Decision.TRIAL, one.number, one.part(OwnList).doubts)
            level = nature.level(one.cell, TRIAL_RATE, one.now) + patience
            one.clocks[Clock.ADVANCE] = nature.when(one.cell, TRIAL_RATE, level, one.now)

    def tries(self) -> None:
        """Until the end of the trial nothing else is decided."""
        one = self.one
        one.notes(Event.TRIAL_STARTED)
        one.part(Journey).moves_to(Stage.TRIAL)
        self.trials += 1
        one.stops(Clock.ADVANCE, Clock.NEED)
        one.clocks[Clock.LEAVE] = one.now + self.nature.number("trial_days")

    def turn_of_trial(self) -> int:
        """Which trial it is."""
        return self.trials

    def tried(self) -> None:
        """It is over: back to the list."""
        self.one.part(OwnList).joins(Event.TRIAL_ENDED)
