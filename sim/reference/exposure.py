"""Exposure to the latent drop-out: days, curves and grief use up what a customer stands."""

from __future__ import annotations

from math import floor

from sim.core.ground import state
from sim.core.ground.arithmetic import exp
from sim.core.verbs.loyalty import CLOSE, STEPS
from sim.reference.person import Person
from sim.reference.precision import single
from sim.vocabulary import NEVER, Clock


class Exposure:
    """How much a customer has been exposed to, and to how much until the drop-out."""

    def __init__(self, one: Person) -> None:
        self.one, self.nature = one, one.nature
        self.end = 0.0  # at which the customer drops out
        self.grief, self.grief_at = 0.0, 0.0  # contacts who have left us, weighed, at a time

    def begins(self, patience: float, rate: float) -> None:
        """A life as a customer begins."""
        self.keeps_grieving()
        self.ends_at(self.nature.after(patience, rate, self.at(self.one.now)))

    def is_stretched(self, ratio: float) -> None:
        """What is left lasts longer by a ratio, or shorter."""
        now = self.at(self.one.now)
        left = max(self.end - now - self.grieved(self.one.now), 0.0)
        if self.grief > 0.0:
            self.keeps_grieving()
        self.ends_at(now + left * ratio)

    def ends_at(self, exposure: float) -> None:
        """The customer drops out when exposed to so much."""
        self.end = single(exposure)
        self.one.clocks[Clock.DROPOUT] = self.ends_in_grief() if self.grief > 0.0 else self.reaches(self.end)

    def at(self, t: float) -> float:
        """Days; where the drop-out rate moves with time, the level of its curve."""
        return self.nature.level(self.one.cell, state.DROPOUT, t) if self.nature.has("dropout_curve") else t

    def reaches(self, exposure: float) -> float:
        """When the exposure is so much, if nobody leaves."""
        if self.nature.has("dropout_curve"):
            return self.nature.when(self.one.cell, state.DROPOUT, exposure, self.one.now)
        return max(exposure, self.one.now)

    def grief_now(self) -> float:
        """People one knows who have left us, weighed by how long ago that was."""
        return self.grief * self.remembered(self.one.now)

    def remembered(self, t: float) -> float:
        """The part of grief that is left at a time."""
        return float(exp(-(t - self.grief_at) / self.nature.number("grief_days")))

    def grieved(self, until: float) -> float:
        """What grief adds to the exposure until a time, days."""
        effect, days = self.nature.number("grief_effect"), self.nature.number("grief_days")
        return effect * self.grief * days * (1.0 - self.remembered(until)) if self.grief else 0.0

    def keeps_grieving(self) -> None:
        """What is left of grief counts from now on."""
        if self.nature.has("grief_effect"):
            self.grief, self.grief_at = single(self.grief_now()), self.one.now

    def grieves(self) -> None:
        """One more has left us."""
        end = self.end
        threatened = self.one.is_customer and self.nature.amount("dropout_kind") == state.EXPONENTIAL
        if threatened:
            end = single(end - self.grieved(self.one.now))
        self.keeps_grieving()
        self.grief = single(self.grief + 1.0)
        if threatened:
            self.ends_at(end)

    def ends_in_grief(self) -> float:
        """When the exposure reaches its end, with the present grief: later than with all of it at once, sooner than
        with none. Between the two by Newton's steps, or halfway where one would leave them."""
        all_at_once = self.nature.number("grief_effect") * self.grief * self.nature.number("grief_days")
        late = min(self.reaches(self.end), float(self.nature.number("days")))
        early = self.reaches(max(self.end - all_at_once, self.at(self.one.now)))
        if early >= late:
            return late
        if self.at(late) + self.grieved(late) < self.end:
            return NEVER
        at = early
        for _ in range(STEPS):
            over = self.at(at) + self.grieved(at) - self.end
            early, late = (at, late) if over < 0.0 else (early, at)
            guess = at - over / self.rate(at)
            if abs(guess - at) <= CLOSE:
                return guess
            at = guess if early < guess < late else 0.5 * (early + late)
        return at

    def rate(self, t: float) -> float:
        """What a day adds to the exposure at a time, grief included."""
        grief = self.nature.number("grief_effect") * (self.grief * self.remembered(t))
        if not self.nature.has("dropout_curve"):
            return 1.0 + grief
        before, after = (self.nature.level(self.one.cell, state.DROPOUT, float(floor(t) + k)) for k in (0, 1))
        return after - before + grief
