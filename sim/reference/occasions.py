"""Occasions to buy, which come whether or not one buys."""

from __future__ import annotations

from sim.core.ground import state
from sim.reference.person import Person
from sim.vocabulary import Clock


class Occasions:
    """When a person next needs what we sell."""

    def __init__(self, one: Person) -> None:
        self.one, self.nature = one, one.nature
        self.level = 0.0  # the operational time of the present one

    def waits(self) -> None:
        """Occasions come from day 0 on whether or not one could buy: find the first that is still to come."""
        one = self.one
        one.stops(Clock.NEED)
        rate = self.per_day()
        if rate > 0.0 and self.come():
            now = self.nature.level(one.cell, state.NEED, one.now) * rate
            self.is_set(*self.nature.first_occasion(one.number, one.is_customer, now))

    def waits_for_the_next(self) -> None:
        """This occasion is over."""
        one = self.one
        self.is_set(*self.nature.next_occasion(one.number, one.is_customer, one.occasion, self.level))

    def is_set(self, occasion: int, level: float) -> None:
        """The present occasion, and the clock for it."""
        one = self.one
        one.occasion, self.level = occasion, level
        one.clocks[Clock.NEED] = self.nature.when(one.cell, state.NEED, level / self.per_day(), one.now)

    def per_day(self) -> float:
        """One's own rate as a customer; before that, that of all like oneself."""
        if self.one.is_customer:
            return self.one.need_rate
        return self.nature.number("prospect_rate") * self.nature.common("need", self.one.cell)

    def come(self) -> bool:
        """Whether occasions come: not to who could never buy, nor to who is under contract."""
        if self.one.is_customer:
            return self.nature.amount("dropout_kind") != state.RENEWAL
        return self.one.could_buy
