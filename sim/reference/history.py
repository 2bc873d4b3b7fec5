"""The history of who has ordered before the beginning."""

from __future__ import annotations

from types import SimpleNamespace

from sim.core.ground import state
from sim.reference.awareness import Awareness
from sim.reference.leaving import Leaving
from sim.reference.occasions import Occasions
from sim.reference.person import Person
from sim.reference.silence import Silence
from sim.vocabulary import Clock, Curve, Event


class History:
    """A person who is known as a customer, or a former one."""

    def __init__(self, one: Person) -> None:
        self.one, self.nature = one, one.nature
        self.awareness, self.occasions = one.part(Awareness), one.part(Occasions)
        self.leaving, self.silence = one.part(Leaving), one.part(Silence)

    def goes_on(self, known: SimpleNamespace) -> None:
        """What is brought counts from now on."""
        one = self.one
        one.stops(Clock.ADVANCE)
        one.credited = self.nature.sources + 1
        self.awareness.reached_at = one.first_order_at = one.now
        one.orders = known.orders
        if one.orders > 1:
            one.second_order_at = one.now
        one.ages(Curve.CUSTOMERS, 1)
        if known.alive:
            one.notes(Event.EXISTING, one.orders)
            self.leaving.begins_a_life()
            self.has_waited(known.first)
        else:
            one.notes(Event.FORMER, one.orders)
            self.leaving.left_before()
        one.customer_before = known.age
        self.silence.goes_on(known.age, known.silent)
        for part in one.parts:
            part.known_before(known.silent)

    def has_waited(self, first: float) -> None:
        """Where the time until the next occasion, or the end of the contract, depends on how long one has waited."""
        if self.nature.amount("dropout_kind") == state.RENEWAL:
            self.one.clocks[Clock.DROPOUT] = self.one.now + first
        elif self.nature.amount("regularity") != 1 and self.one.need_rate > 0.0 and self.occasions.come():
            self.occasions.is_set(1, first)
