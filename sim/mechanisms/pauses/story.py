"""Pauses in a customer's life."""

from sim.core.ground.state import RENEWAL
from sim.reference.occasions import Occasions
from sim.reference.part import Part
from sim.vocabulary import Clock, Decision, Event


class Story(Part):
    """Somebody whose demand may sleep."""

    pauses, dormant = 0, False

    def life_begins(self) -> None:
        """From now on demand may go to sleep, unless there is a contract."""
        if self.nature.amount("dropout_kind") != RENEWAL:
            self.sets_next()

    def sets_next(self) -> None:
        """When demand goes to sleep or wakes up."""
        patience = self.nature.patience(Decision.PAUSE, self.one.number, self.pauses)
        rate = self.nature.number("resume_rate" if self.dormant else "pause_rate")
        self.is_set("at_pause", self.nature.after(patience, rate, self.one.now))

    def at_pause(self) -> None:
        """It does."""
        self.dormant = not self.dormant
        self.pauses += 1
        self.one.notes(Event.PAUSED if self.dormant else Event.RESUMED)
        if self.dormant:
            self.one.stops(Clock.NEED)
        else:
            self.one.part(Occasions).waits()
        self.sets_next()

    def life_ends(self) -> None:
        """There is no demand that could sleep."""
        self.stops("at_pause")
        self.dormant = False
