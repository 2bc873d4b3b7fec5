"""Loyalty, and what moves it: what one is, what one thinks of us, and whether friends stay."""

from __future__ import annotations

from operator import mul

from sim.core.ground import state
from sim.core.verbs.loyalty import LEAST_RATIO
from sim.reference.exposure import Exposure
from sim.reference.person import Person
from sim.reference.precision import single
from sim.vocabulary import Clock


class Loyalty:
    """How readily a customer drops out, relative to the own rate."""

    def __init__(self, one: Person) -> None:
        self.one, self.nature = one, one.nature
        self.exposure = one.part(Exposure)
        self.ratio = 1.0
        self.has_recommended = False  # lately

    def begins(self) -> None:
        """A life as a customer begins."""
        self.has_recommended = False
        self.ratio = self.present_ratio()

    def present_ratio(self) -> float:
        """The drop-out rate to be in force, ratio to one's own."""
        one, nature = self.one, self.nature
        ratio = nature.number("sharer_ratio") if self.has_recommended else 1.0
        ratio = one.asks("dropout_ratio", ratio, join=mul)
        return single(max(ratio, LEAST_RATIO))

    def is_reconsidered(self) -> None:
        """Something that a customer's loyalty depends on has changed: what is left is used up at the new rate."""
        before, ratio = self.ratio, self.present_ratio()
        if not self.one.is_customer or ratio == before:
            return
        self.ratio = ratio
        if self.nature.amount("dropout_kind") == state.EXPONENTIAL:
            self.exposure.is_stretched(before / ratio)

    def recommendation_binds(self) -> None:
        """Who recommends us is more loyal for a while."""
        if self.nature.number("sharer_ratio") != 1.0:
            self.has_recommended = True
            self.one.clocks[Clock.ADVANCE] = self.one.now + self.nature.number("sharer_days")
            self.is_reconsidered()

    def recommendation_wears_off(self) -> None:
        """The while is over."""
        self.has_recommended = False
        self.one.stops(Clock.ADVANCE)
        self.is_reconsidered()

    def dropout_chance(self) -> float:
        """The chance of leaving at an order or a renewal."""
        nature, weight = self.nature, 1.0
        if nature.has("dropout_curve"):
            reasons = nature.number("leave_need"), self.one.lever("leave_price"), self.one.lever("leave_rival")
            weight = sum(reasons) + nature.number("leave_service")
        chance = self.one.dropout * self.ratio * weight
        if nature.has("grief_effect"):
            chance *= 1.0 + nature.number("grief_effect") * self.exposure.grief_now()
        return min(chance, 1.0)
