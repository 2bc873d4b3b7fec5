"""Loyalty, and what moves it: what one is, what one thinks of us, and whether friends stay."""

from __future__ import annotations

from math import floor

from sim.core.ground import state
from sim.core.verbs.loyalty import CLOSE, LEAST_RATIO, STEPS
from sim.reference.precision import single
from sim.reference.shopper import Shopper
from sim.vocabulary import AGAIN, NEVER, Clock


class Loyal(Shopper):
    """A customer as long as the drop-out threshold lasts."""

    # ---- loyalty ----

    def present_ratio(self) -> float:
        """The drop-out rate to be in force, ratio to one's own."""
        nature, ratio = self.nature, 1.0
        if self.has_recommended:
            ratio *= nature.number("sharer_ratio")
        if self.in_community:
            ratio *= nature.number("community_dropout")
        if self.friend_is_customer:
            ratio *= nature.number("referred_ratio")
        if self.hunter:
            ratio *= nature.number("hunter_dropout")
        if self.open_tickets > 0:
            ratio *= nature.number("complaint_dropout")
        for part in self.parts:
            ratio *= part.dropout_ratio()
        if self.which_life == AGAIN:
            ratio *= nature.number("second_life")
        breadth = self.categories.bit_count()
        if nature.has("breadth_effect") and breadth > 1:
            ratio *= nature.breadth_ratio(breadth)
        if nature.has("satisfaction_on"):
            ratio *= nature.mood_ratio(self.satisfaction)
        return single(max(ratio, LEAST_RATIO))

    def reconsiders_loyalty(self) -> None:
        """Something that a customer's loyalty depends on has changed: what is left is used up at the new rate."""
        before, ratio = self.loyalty_ratio, self.present_ratio()
        if not self.is_customer or ratio == before:
            return
        self.loyalty_ratio = ratio
        if self.nature.amount("dropout_kind") == state.EXPONENTIAL:
            now = self.exposure(self.now)
            left = max(self.exposed_to - now - self.grieved(self.now), 0.0)
            if self.grief > 0.0:
                self.keeps_grieving()
            self.exposed_to = single(now + left * (before / ratio))
            self.sets_dropout()

    def exposure(self, t: float) -> float:
        """Days; where the drop-out rate moves with time, the level of its curve."""
        return self.nature.level(self.cell, state.DROPOUT, t) if self.nature.has("dropout_curve") else t

    def exposed_at(self, exposure: float) -> float:
        """When the exposure is so much, if nobody leaves."""
        if self.nature.has("dropout_curve"):
            return self.nature.when(self.cell, state.DROPOUT, exposure, self.now)
        return max(exposure, self.now)

    def sets_dropout(self) -> None:
        """When the customer will have been exposed to so much."""
        self.clocks[Clock.DROPOUT] = self.ends_in_grief() if self.grief > 0.0 else self.exposed_at(self.exposed_to)

    def recommendation_binds(self) -> None:
        """Who recommends us is more loyal for a while."""
        if self.nature.number("sharer_ratio") == 1.0:
            return
        self.has_recommended = True
        self.clocks[Clock.ADVANCE] = self.now + self.nature.number("sharer_days")
        self.reconsiders_loyalty()

    def recommendation_wears_off(self) -> None:
        """The while is over."""
        self.has_recommended = False
        self.stops(Clock.ADVANCE)
        self.reconsiders_loyalty()

    def dropout_chance_now(self) -> float:
        """The chance of leaving at an order or a renewal."""
        weight = 1.0
        if self.nature.has("dropout_curve"):
            reasons = self.nature.number("leave_need"), self.lever("leave_price"), self.lever("leave_rival")
            weight = sum(reasons) + self.nature.number("leave_service")
        chance = self.dropout * self.loyalty_ratio * weight
        if self.nature.has("grief_effect"):
            chance *= 1.0 + self.nature.number("grief_effect") * self.grief_now()
        return min(chance, 1.0)

    # ---- those who have left ----

    def grief_now(self) -> float:
        """People one knows who have left us, weighed by how long ago that was."""
        return self.grief * self.nature.fades(self.now - self.grief_at)

    def grieved(self, until: float) -> float:
        """What grief adds to the exposure until a time, days."""
        effect, days = self.nature.number("grief_effect"), self.nature.number("grief_days")
        return effect * self.grief * days * (1.0 - self.nature.fades(until - self.grief_at)) if self.grief else 0.0

    def keeps_grieving(self) -> None:
        """What is left of grief counts from now on."""
        if self.nature.has("grief_effect"):
            self.grief, self.grief_at = single(self.grief_now()), self.now

    def grieves(self) -> None:
        """One more has left us."""
        threatened = self.is_customer and self.nature.amount("dropout_kind") == state.EXPONENTIAL
        if threatened:
            self.exposed_to = single(self.exposed_to - self.grieved(self.now))
        self.keeps_grieving()
        self.grief = single(self.grief + 1.0)
        if threatened:
            self.sets_dropout()

    def ends_in_grief(self) -> float:
        """When the exposure reaches its end, with the present grief: later than with all of it at once, sooner than
        with none. Between the two by Newton's steps, or halfway where one would leave them."""
        to = self.exposed_to
        all_at_once = self.nature.number("grief_effect") * self.grief * self.nature.number("grief_days")
        late = min(self.exposed_at(to), float(self.nature.number("days")))
        early = self.exposed_at(max(to - all_at_once, self.exposure(self.now)))
        if early >= late:
            return late
        if self.exposure(late) + self.grieved(late) < to:
            return NEVER
        at = early
        for _ in range(STEPS):
            over = self.exposure(at) + self.grieved(at) - to
            early, late = (at, late) if over < 0.0 else (early, at)
            guess = at - over / self.exposure_rate(at)
            if abs(guess - at) <= CLOSE:
                return guess
            at = guess if early < guess < late else 0.5 * (early + late)
        return at

    def exposure_rate(self, t: float) -> float:
        """What a day adds to the exposure at a time, grief included."""
        grief = self.nature.number("grief_effect") * (self.grief * self.nature.fades(t - self.grief_at))
        if not self.nature.has("dropout_curve"):
            return 1.0 + grief
        before, after = (self.nature.level(self.cell, state.DROPOUT, float(floor(t) + k)) for k in (0, 1))
        return after - before + grief
