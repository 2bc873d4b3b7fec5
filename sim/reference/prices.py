"""What our offers cost a person today, and what that means to somebody who remembers other prices."""

from __future__ import annotations

from operator import add, mul
from types import SimpleNamespace
from typing import NamedTuple

from sim.reference.nature import FIRST, REPEAT
from sim.reference.person import Person
from sim.vocabulary import MICRO, Decision

TRIAL_OCCASION = 0xFFFF0000
"""The occasions at the ends of trials have numbers from here on."""

EVERYWHERE = SimpleNamespace(price=1.0, commission=0.0, rebate=0.0, fulfilment=1.0)
"""The terms of an order where there are no places to buy at."""


class Quote(NamedTuple):
    """What one of our offers costs a person today, relative to today's price."""

    offer: int
    list_price: float
    deal: float  # share of the list price
    coupon: float  # of an incentive, share of what is left

    @property
    def price(self) -> float:
        """What is to be paid."""
        return self.less_coupon(self.less_deal(self.list_price))

    def less_deal(self, amount: float) -> float:
        """An amount after the deal."""
        return amount * (1.0 - self.deal) if self.deal != 0.0 else amount

    def less_coupon(self, amount: float) -> float:
        """An amount after the coupon."""
        return amount * (1.0 - self.coupon) if self.coupon != 0.0 else amount

    @property
    def depth(self) -> float:
        """The share of the list price that deal and coupon take off."""
        return 1.0 - (1.0 - self.deal) * (1.0 - self.coupon)


def order_of(decision: Decision, occasion: int) -> tuple[int, int]:
    """The occasion of the order that a choice leads to, and which order it is."""
    occasion += TRIAL_OCCASION if decision == Decision.TRIAL_END else 0
    return occasion, REPEAT if decision == Decision.CHOICE_REPEAT else FIRST


class Prices:
    """What a person is to pay, and is used to."""

    def __init__(self, one: Person) -> None:
        self.one, self.nature = one, one.nature

    def quote(self, offer: int) -> Quote:
        """What an offer costs today, to a member perhaps less: a promotion for new or for other customers, perhaps a
        coupon."""
        one = self.one
        deal = one.lever("deal_repeat" if one.is_customer else "deal_first")
        coupon = one.asks("coupon", 0.0, join=max) if one.is_customer else 0.0
        price = self.level() * self.nature.offer_price(one.cell, offer, one.now)
        less = one.asks("member_price", 0.0, join=max)
        return Quote(offer, price * (1.0 - less) if less != 0.0 else price, deal, coupon)

    def level(self) -> float:
        """The level of our prices for this person: who has ordered may keep an earlier one."""
        level, changes = self.one.lever("price"), self.nature.new_prices
        if not changes or self.one.orders == 0:
            return level
        before = 0 if self.one.known else sum(day <= int(self.one.first_order_at) for day in changes)
        return level * self.nature.kept_prices[before][int(self.one.now)]

    def place_of_order(self, quote: Quote, occasion: int, which: int) -> int:
        """Where what is on offer would be ordered."""
        return self.one.asks("place_taken", 0, occasion, which, quote.price, self.response())

    def at_place(self, quote: Quote, occasion: int, which: int) -> Quote:
        """What an offer costs where it would be ordered."""
        terms = self.terms_at(self.place_of_order(quote, occasion, which))
        return quote._replace(list_price=quote.list_price * terms.price)

    def terms_at(self, place: int) -> SimpleNamespace:
        """The terms of a place to buy at."""
        return self.nature.places(self.one.now)[place] if self.nature.has("places_on") else EVERYWHERE

    def in_mind(self, quote: Quote, decision: Decision, occasion: int) -> float:
        """What an offer costs, at the quantity that is wanted on an occasion."""
        if not self.nature.has("price_breaks"):
            return quote.price
        occasion, item = order_of(decision, occasion)
        spend = Decision.SPEND_REPEAT if item == REPEAT else Decision.SPEND_FIRST
        wanted = self.nature.order_size(spend, self.one.number, occasion, self.one.spend_rate)
        u = self.nature.uniform(Decision.ROUND_UP, self.one.number, occasion, item)
        return quote.price * self.one.asks("price_by_quantity", 1.0, wanted * self.nature.offers[quote.offer][1], u)

    def off(self) -> float:
        """What takes something off the price in mind, relative to a mean order: the reward of somebody invited, or what
        a customer has."""
        if self.one.is_customer:
            return self.one.asks("price_off", 0.0, join=add)
        if self.one.inviter < 0:
            return 0.0
        return self.one.reward("reward_friend") / (self.nature.number("mean_order") * MICRO)

    def response(self) -> float:
        """Utility lost when the price rises by its own level."""
        return self.one.asks("response_ratio", self.one.price_response, join=mul)
