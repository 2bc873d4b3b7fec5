"""The story of a customer.

A person is unaware of us; contacts arrive; awareness fades; the person may join our list; occasions come
and a choice is made; the first order, repeat orders, the latent drop-out, the return, the loss; and after an
order perhaps an invitation, which reaches a friend days later. Each stage is a chapter, and a chapter ends by
naming the next one. Within a chapter the earliest clock tells what happens.
"""

from __future__ import annotations

from collections.abc import Callable, Generator
from typing import Any

from simpy import Event as Moment
from simpy import Interrupt

from sim.reference.buyer import Buyer
from sim.vocabulary import NEVER, ORGANIC, Clock, Event, Stage

Telling = Generator[Moment, None, Any]
"""A chapter being told: it waits for moments and returns the next chapter."""

Chapter = Callable[[], Telling]


class Customer(Buyer):
    """A person of the market with a story."""

    def life(self) -> Telling:
        """The whole story."""
        self.plans_next_contact()
        chapter = self.prologue()
        while True:
            chapter = yield from chapter()

    def prologue(self) -> Chapter:
        """Where the person stands at time 0. Who is already a customer then orders first at time 0."""
        if self.start == Stage.UNAWARE:
            return self.stranger
        self.hears_of_us(ORGANIC)
        if self.start == Stage.RETAINED:
            self.joins_the_list(Event.OPTED_IN)
            return self.subscriber
        if self.start == Stage.CUSTOMER:
            self.orders_first()
            return self.customer
        return self.acquaintance

    def stranger(self) -> Telling:
        """Unaware of us, or no longer aware."""
        while True:
            match (yield from self.what_comes_first()):
                case Clock.REACH:
                    self.hears_of_us(self.is_contacted())
                    return self.acquaintance
                case Clock.INVITATION if self.takes_up_invitation():
                    return self.subscriber

    def acquaintance(self) -> Telling:
        """Knows us, is on no list of ours."""
        while True:
            match (yield from self.what_comes_first()):
                case Clock.REACH:
                    self.is_reminded(self.is_contacted())
                case Clock.LEAVE:
                    self.forgets_us(Event.FADED)
                    return self.stranger
                case Clock.ADVANCE:
                    self.joins_the_list(Event.OPTED_IN)
                    return self.subscriber
                case Clock.NEED:
                    if self.chooses_us_first():
                        self.orders_first()
                        return self.customer
                    self.waits_for_the_next_occasion()
                case Clock.INVITATION if self.takes_up_invitation():
                    return self.subscriber

    def subscriber(self) -> Telling:
        """On our list: gets messages."""
        while True:
            match (yield from self.what_comes_first()):
                case Clock.REACH:
                    self.is_reminded(self.is_contacted())
                case Clock.LEAVE:
                    if self.has_had_enough():
                        self.unsubscribes()
                        return self.stranger
                    self.waits_for_the_next_doubt()
                case Clock.NEED:
                    if self.chooses_us_first():
                        self.orders_first()
                        return self.customer
                    self.waits_for_the_next_occasion()
                case Clock.INVITATION:
                    self.declines_invitation()

    def customer(self) -> Telling:
        """Buys, recommends, until the drop-out that nobody sees."""
        while True:
            match (yield from self.what_comes_first()):
                case Clock.LEAVE:
                    self.is_lost()
                    return self.lost_customer
                case Clock.ADVANCE:
                    self.recommendation_wears_off()
                case Clock.NEED:
                    if self.chooses_us_again():
                        self.orders_again()
                    self.waits_for_the_next_occasion()
                case Clock.DROPOUT:
                    self.drops_out()
                    return self.former_customer
                case Clock.INVITATION:
                    self.declines_invitation()

    def former_customer(self) -> Telling:
        """Buys no more; may come back."""
        while True:
            match (yield from self.what_comes_first()):
                case Clock.LEAVE:
                    self.is_lost()
                    return self.lost_customer
                case Clock.ADVANCE:
                    self.comes_back()
                    return self.customer
                case Clock.INVITATION:
                    self.declines_invitation()

    def lost_customer(self) -> Telling:
        """Gone for good; friends may not know."""
        while True:
            yield from self.what_comes_first()
            self.declines_invitation()

    def what_comes_first(self) -> Generator[Moment, None, Clock]:
        """Wait for the earliest clock; at equal times the lower one is first."""
        while True:
            moments = ((time, clock) for clock, time in self.clocks.items())
            time, clock = min(moments, default=(NEVER, Clock.REACH))
            try:
                yield self.calendar.at(time)
            except Interrupt:  # an invitation is on its way: perhaps it comes before all else
                continue
            return clock
