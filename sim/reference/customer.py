"""The story of a customer.

A person is unaware of us; contacts arrive; awareness fades; the person may join our list, and try us for a
while; occasions come and a choice is made; the first order, repeat orders or renewals, demand that sleeps and
wakes up, the latent drop-out, the silence and an offer against it, the return, the loss; and after an order
perhaps invitations, which reach friends days later, and news among friends. Each stage is a chapter, and a
chapter ends by naming the next one. Within a chapter the earliest clock tells what happens.
"""

from __future__ import annotations

from collections.abc import Callable, Generator
from typing import Any

from simpy import Event as Moment
from simpy import Interrupt

from sim.core.ground import state
from sim.reference.buyer import Buyer
from sim.reference.part import FIRST_CLOCK, Part
from sim.vocabulary import AGAIN, NEVER, ORGANIC, Ask, Clock, Event, Letter, Stage

Telling = Generator[Moment, None, Any]
"""A chapter being told: it waits for moments and returns the next chapter."""

Chapter = Callable[[], Telling]


class Customer(Buyer):
    """A person of the market with a story."""

    def life(self) -> Telling:
        """The whole story."""
        if self.start not in (Stage.CUSTOMER, Stage.DROPPED_OUT):
            self.plans_next_contact()
        for part in self.parts:
            part.born()
        if self.start != Stage.UNAWARE:
            self.clocks[Clock.ADVANCE] = self.entry
        chapter: Chapter = self.stranger
        while True:
            chapter = yield from chapter()

    def begins(self) -> Chapter:
        """Enter the market somewhere on the way. Who is already a customer then orders first, or has done so before."""
        if self.known:
            self.goes_on_as_known(self.known)
            return self.customer if self.is_customer else self.former_customer
        self.hears_of_us(ORGANIC)
        if self.start == Stage.RETAINED:
            self.joins_the_list(Event.OPTED_IN)
            return self.subscriber
        if self.start == Stage.CUSTOMER:
            self.orders_first(self.quote(0))
            return self.customer
        return self.acquaintance

    def stranger(self) -> Telling:
        """Unaware of us: not yet, or no longer aware."""
        while True:
            match (yield from self.what_comes_first()):
                case Clock.REACH:
                    self.hears_of_us(self.is_contacted())
                    return self.acquaintance
                case Clock.ADVANCE:
                    return self.begins()
                case Clock.PART if self.stage == Stage.RETAINED:
                    return self.subscriber
                case Clock.INVITATION if self.opens_a_letter():
                    return self.subscriber if self.stage == Stage.RETAINED else self.acquaintance

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
                    self.joins_for_the_reward()
                    return self.subscriber
                case Clock.NEED:
                    if quote := self.considers_a_first_order():
                        self.orders_first(quote)
                        return self.customer
                case Clock.PART if self.stage == Stage.RETAINED:
                    return self.subscriber
                case Clock.INVITATION if self.opens_a_letter():
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
                case Clock.ADVANCE:
                    self.starts_a_trial()
                    return self.guest
                case Clock.NEED:
                    if quote := self.considers_a_first_order():
                        self.orders_first(quote)
                        return self.customer
                case Clock.INVITATION:
                    self.opens_a_letter()

    def guest(self) -> Telling:
        """Tries us for nothing."""
        while True:
            match (yield from self.what_comes_first()):
                case Clock.REACH:
                    self.is_reminded(self.is_contacted())
                case Clock.LEAVE:
                    if quote := self.considers_paying_after_the_trial():
                        self.orders_after_the_trial(quote)
                        return self.customer
                    if self.stays_a_free_user():
                        continue
                    self.settles(self.now)
                    self.joins_the_list(Event.TRIAL_ENDED)
                    return self.subscriber
                case Clock.INVITATION:
                    self.opens_a_letter()

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
                    if self.has_an_occasion():
                        return self.former_customer
                case Clock.DROPOUT:
                    if self.comes_to_an_end():
                        return self.former_customer
                case Clock.INVITATION if self.opens_a_letter():
                    return self.former_customer
                case Clock.PAUSE:
                    self.pauses_or_resumes()
                case Clock.SILENCE:
                    self.is_called_lapsed()
                case Clock.QUESTION:
                    self.has_a_question()

    def has_an_occasion(self) -> bool:
        """Order or not. Whether that was the last time."""
        if quote := self.considers_another_order():
            self.orders_again(quote)
            if self.nature.amount("dropout_kind") == state.COIN and self.has_had_the_last_one():
                self.drops_out()
                return True
        self.waits_for_the_next_occasion()
        return False

    def comes_to_an_end(self) -> bool:
        """Loyalty is used up, or a contract's term is over. Whether the customer leaves."""
        if self.nature.amount("dropout_kind") == state.RENEWAL and (quote := self.is_asked_to_renew()):
            self.renews(quote)
            return False
        self.drops_out()
        return True

    def former_customer(self) -> Telling:
        """Buys no more; may come back, alone or by our offer."""
        while True:
            match (yield from self.what_comes_first()):
                case Clock.LEAVE:
                    self.is_lost()
                    return self.lost_customer
                case Clock.ADVANCE:
                    self.comes_back(AGAIN)
                    return self.customer
                case Clock.INVITATION:
                    self.opens_a_letter()
                case Clock.SILENCE if self.is_called_lapsed():
                    return self.customer
                case Clock.PART if self.is_customer:
                    return self.customer

    def lost_customer(self) -> Telling:
        """Gone for good; neither friends nor the firm may know."""
        while True:
            match (yield from self.what_comes_first()):
                case Clock.INVITATION:
                    self.opens_a_letter()
                case Clock.SILENCE:
                    self.is_called_lapsed()

    def what_comes_first(self) -> Generator[Moment, None, Clock]:
        """Wait for the earliest clock; at equal times the lower one is first."""
        while True:
            moments = ((time, clock) for clock, time in self.clocks.items())
            time, clock = min(moments, default=(NEVER, Clock.REACH))
            try:
                yield self.calendar.at(time)
            except Interrupt:  # a letter is on its way: perhaps it comes before all else
                continue
            if clock == Clock.REACH and self.looks_too_early():
                continue
            if clock >= FIRST_CLOCK:
                self.lets_a_part_act(clock)
                return Clock.PART
            return Clock(clock)

    def lets_a_part_act(self, clock: int) -> None:
        """The clock of a mechanism fires. Whoever has dropped out may come back by what it does."""
        name = next(name for name, number in Part.CLOCKS.items() if number == clock)
        part = next(part for part in self.parts if hasattr(part, name))
        getattr(part, name)()

    def opens_a_letter(self) -> bool:
        """Open the first letter in the box. Whether life goes on in another stage."""
        letter, sender, what = self.takes_out_a_letter()
        before = self.stage
        match letter:
            case Letter.INVITATION:
                self.takes_up_invitation(sender)
            case Letter.JOINED:
                self.has_won_a_friend(sender)
                for part in self.parts:
                    part.friend_won()
            case Letter.LEFT | Letter.BACK:
                self.hears_of_the_inviter(sender, letter == Letter.BACK)
            case Letter.DEFECTED:
                self.grieves()
            case Letter.WARNING:
                self.is_warned()
            case Letter.PRAISE:
                self.is_told_good_things()
            case Letter.TROUBLE:
                self.asks(Ask(sender), what)
            case Letter.MENDED:
                self.hears_it_is_mended(what)
            case Letter.SERVED | Letter.UNSOLVED | Letter.GAVE_UP:
                self.hears_from_the_desk(letter, what)
        return self.stage != before
