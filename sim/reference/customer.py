"""The story of a customer.

A person is unaware of us; contacts arrive; awareness fades; the person may join the own list, and try us for a
while; occasions come and a choice is made; the first order, repeat orders or renewals, demand that sleeps and
wakes up, the latent drop-out, the silence and an incentive against it, the return, the loss; and after an order
perhaps invitations, which reach friends days later, and news among friends. Each stage is a chapter, and a
chapter ends by naming the next one. Within a chapter the earliest clock tells what happens.
"""

from __future__ import annotations

from collections.abc import Callable, Generator
from operator import or_
from typing import Any

from simpy import Event as Moment
from simpy import Interrupt

from sim.core.ground import state
from sim.reference.awareness import Awareness
from sim.reference.exposure import Exposure
from sim.reference.lifetime import Lifetime
from sim.reference.loyalty import Loyalty
from sim.reference.occasions import Occasions
from sim.reference.orders import Orders
from sim.reference.own_list import OwnList
from sim.reference.part import CLOCKS, FIRST_CLOCK, FOLLOWED
from sim.reference.person import Person
from sim.reference.prices import Prices
from sim.reference.referral import Referral
from sim.reference.satisfaction import Satisfaction
from sim.reference.shopping import Shopping
from sim.reference.support import Support
from sim.vocabulary import AGAIN, NEVER, ORGANIC, Ask, Clock, Event, Letter, Stage

Telling = Generator[Moment, None, Any]
"""A chapter being told: it waits for moments and returns the next chapter."""

Chapter = Callable[[], Telling]


class Customer:
    """A person of the market, what the person has, and the story."""

    def __init__(self, one: Person) -> None:
        self.one, self.nature = one, one.nature
        self.awareness, self.occasions, self.channel = one.part(Awareness), one.part(Occasions), one.part(OwnList)
        self.shopping, self.orders = one.part(Shopping), one.part(Orders)
        self.loyalty, self.exposure, self.lifetime = one.part(Loyalty), one.part(Exposure), one.part(Lifetime)
        self.referral, self.satisfaction, self.support = one.part(Referral), one.part(Satisfaction), one.part(Support)

    def life(self) -> Telling:
        """The whole story."""
        one = self.one
        if one.start not in (Stage.CUSTOMER, Stage.DROPPED_OUT):
            self.awareness.plans_next_contact()
        one.tells("born")
        if one.start != Stage.UNAWARE:
            one.clocks[Clock.ADVANCE] = one.entry
        chapter: Chapter = self.stranger
        while True:
            chapter = yield from chapter()

    def begins(self) -> Chapter:
        """Enter the market somewhere on the way. Who is already a customer then orders first, or has done so before."""
        if self.one.known:
            self.lifetime.goes_on(self.one.known)
            return self.customer if self.one.is_customer else self.former_customer
        self.awareness.hears_of_us(ORGANIC)
        if self.one.start == Stage.RETAINED:
            self.channel.joins(Event.OPTED_IN)
            return self.subscriber
        if self.one.start == Stage.CUSTOMER:
            self.orders.orders_first(self.one.part(Prices).quote(0))
            return self.customer
        return self.acquaintance

    def stranger(self) -> Telling:
        """Unaware of us: not yet, or no longer aware."""
        while True:
            match (yield from self.what_comes_first()):
                case Clock.REACH:
                    self.awareness.hears_of_us(self.awareness.is_contacted())
                    return self.acquaintance
                case Clock.ADVANCE:
                    return self.begins()
                case Clock.PART if self.one.stage == Stage.RETAINED:
                    return self.subscriber
                case Clock.INVITATION if self.opens_a_letter():
                    return self.subscriber if self.one.stage == Stage.RETAINED else self.acquaintance

    def acquaintance(self) -> Telling:
        """Knows us, is on no list of ours."""
        while True:
            match (yield from self.what_comes_first()):
                case Clock.REACH:
                    self.awareness.is_reminded(self.awareness.is_contacted())
                case Clock.LEAVE:
                    self.awareness.forgets_us(Event.FADED)
                    return self.stranger
                case Clock.ADVANCE:
                    self.channel.joins_for_the_reward()
                    return self.subscriber
                case Clock.NEED if self.orders_now():
                    return self.customer
                case Clock.PART if self.one.stage == Stage.RETAINED:
                    return self.subscriber
                case Clock.INVITATION if self.opens_a_letter():
                    return self.subscriber

    def subscriber(self) -> Telling:
        """On the own list: gets messages."""
        while True:
            match (yield from self.what_comes_first()):
                case Clock.REACH:
                    self.awareness.is_reminded(self.awareness.is_contacted())
                case Clock.LEAVE:
                    if self.channel.has_had_enough():
                        self.channel.leaves()
                        return self.stranger
                    self.channel.waits_for_the_next_doubt()
                case Clock.ADVANCE:
                    self.one.tells("tries")
                    return self.guest
                case Clock.NEED if self.orders_now():
                    return self.customer
                case Clock.INVITATION:
                    self.opens_a_letter()

    def guest(self) -> Telling:
        """Tries us for nothing."""
        while True:
            match (yield from self.what_comes_first()):
                case Clock.REACH:
                    self.awareness.is_reminded(self.awareness.is_contacted())
                case Clock.LEAVE:
                    if quote := self.shopping.considers_paying_after_the_trial():
                        self.orders.orders_first(quote)
                        return self.customer
                    if not self.one.asks("goes_on_trying", False, join=or_):
                        self.one.tells("tried")
                        return self.subscriber
                case Clock.INVITATION:
                    self.opens_a_letter()

    def customer(self) -> Telling:
        """Buys, recommends, until the drop-out that nobody sees."""
        while True:
            match (yield from self.what_comes_first()):
                case Clock.LEAVE:
                    self.lifetime.is_lost()
                    return self.lost_customer
                case Clock.ADVANCE:
                    self.loyalty.recommendation_wears_off()
                case Clock.NEED if self.has_the_last_occasion():
                    return self.former_customer
                case Clock.DROPOUT if self.comes_to_an_end():
                    return self.former_customer
                case Clock.INVITATION if self.opens_a_letter():
                    return self.former_customer

    def former_customer(self) -> Telling:
        """Buys no more; may come back, alone or by an incentive."""
        while True:
            match (yield from self.what_comes_first()):
                case Clock.LEAVE:
                    self.lifetime.is_lost()
                    return self.lost_customer
                case Clock.ADVANCE:
                    self.lifetime.comes_back(AGAIN)
                    return self.customer
                case Clock.INVITATION:
                    self.opens_a_letter()
                case Clock.PART if self.one.is_customer:
                    return self.customer

    def lost_customer(self) -> Telling:
        """Gone for good; neither friends nor the firm may know."""
        while True:
            if (yield from self.what_comes_first()) == Clock.INVITATION:
                self.opens_a_letter()

    def orders_now(self) -> bool:
        """Whether an occasion leads to the first order."""
        quote = self.shopping.considers_a_first_order()
        if quote:
            self.orders.orders_first(quote)
        return quote is not None

    def has_the_last_occasion(self) -> bool:
        """Order or not. Whether that was the last time."""
        if quote := self.shopping.considers_another_order():
            self.orders.orders_again(quote)
            if self.nature.amount("dropout_kind") == state.COIN and self.orders.was_the_last_order():
                self.lifetime.drops_out()
                return True
        self.occasions.waits_for_the_next()
        return False

    def comes_to_an_end(self) -> bool:
        """Loyalty is used up, or a contract's term is over. Whether the customer leaves."""
        if self.nature.amount("dropout_kind") == state.RENEWAL and (quote := self.orders.may_be_renewed()):
            self.orders.is_renewed(quote)
            return False
        self.lifetime.drops_out()
        return True

    def what_comes_first(self) -> Generator[Moment, None, Clock]:
        """Wait for the earliest clock; at equal times the lower one is first."""
        one = self.one
        while True:
            moments = ((time, clock) for clock, time in one.clocks.items())
            time, clock = min(moments, default=(NEVER, Clock.REACH))
            try:
                yield one.calendar.at(time)
            except Interrupt:  # a letter is on its way: perhaps it comes before all else
                continue
            if clock == Clock.REACH and self.awareness.looks_too_early():
                continue
            if clock >= FIRST_CLOCK:
                fired = next(name for name, number in CLOCKS.items() if number == clock)
                one.tells(fired)
                if fired in FOLLOWED:
                    one.tells(FOLLOWED[fired])
                return Clock.PART
            return Clock(clock)

    def opens_a_letter(self) -> bool:
        """Open the first letter in the box. Whether life goes on in another stage."""
        letter, sender, what = self.one.letter_box.takes_out()
        before = self.one.stage
        match letter:
            case Letter.INVITATION:
                self.referral.takes_up_invitation(sender)
            case Letter.JOINED:
                self.referral.has_won_a_friend(sender)
            case Letter.LEFT | Letter.BACK:
                self.referral.hears_of_the_inviter(sender, letter == Letter.BACK)
            case Letter.DEFECTED:
                self.exposure.grieves()
            case Letter.WARNING:
                self.satisfaction.is_warned()
            case Letter.PRAISE:
                self.satisfaction.is_told_good_things()
            case Letter.TROUBLE:
                self.support.asks(Ask(sender), what)
            case Letter.MENDED:
                self.satisfaction.hears_it_is_mended(what)
            case Letter.SERVED | Letter.UNSOLVED | Letter.GAVE_UP:
                self.support.hears_from_the_desk(letter, what)
        return self.one.stage != before
