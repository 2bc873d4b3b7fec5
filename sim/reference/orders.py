"""Orders: the first one and what comes with it, and repeat orders."""

from __future__ import annotations

from operator import or_

from sim.core.loop.repeat import staying
from sim.reference.awareness import Awareness
from sim.reference.lifetime import Lifetime
from sim.reference.loyalty import Loyalty
from sim.reference.nature import FIRST, REPEAT
from sim.reference.person import Person
from sim.reference.prices import Prices, Quote
from sim.reference.purchase import Purchase, Receipt
from sim.reference.referral import Referral
from sim.reference.satisfaction import Satisfaction
from sim.reference.support import Support
from sim.vocabulary import Account, Clock, Curve, Decision, Event


class Orders:
    """A person who buys from us."""

    def __init__(self, one: Person) -> None:
        self.one, self.nature = one, one.nature
        self.awareness, self.purchase = one.part(Awareness), one.part(Purchase)
        self.lifetime, self.loyalty, self.support = one.part(Lifetime), one.part(Loyalty), one.part(Support)
        self.referral, self.satisfaction = one.part(Referral), one.part(Satisfaction)

    def orders_first(self, quote: Quote) -> None:
        """The first order: the credit for it, the rewards, and a customer's clocks."""
        one, occasion = self.one, self.one.occasion
        one.credited = self.awareness.credited()
        one.first_order_at = one.now
        receipt = self.purchase.pays_for(quote, FIRST)
        welcome = one.reward("first_order_cost")
        one.books_on(Account.FIRST_ORDER_COST, -welcome)
        if one.inviter >= 0 and not one.asks("taken_for_cheat", False, join=or_):
            self.is_rewarded()
        one.brings(receipt.left - welcome)
        self.is_noted(Event.FIRST_ORDER, receipt)
        one.ages(Curve.FIRST_VALUE, one.earned_at_present_value)
        one.ages(Curve.CUSTOMERS, 1)
        one.stops(Clock.REACH)
        one.tells("becomes_customer")
        self.referral.tells_the_inviter()
        self.lifetime.begins()
        one.tells("ordered", receipt.less)
        self.is_followed_up(occasion, FIRST)

    def is_rewarded(self) -> None:
        """Who invited, and who was."""
        one = self.one
        cell = one.market.people[one.inviter].cell
        one.costs(Account.REWARD_REFERRER, int(self.nature.lever("reward_referrer", cell, one.now)))
        one.costs(Account.REWARD_FRIEND, one.reward("reward_friend"))

    def orders_again(self, quote: Quote) -> None:
        """A repeat order."""
        one = self.one
        receipt = self.purchase.pays_for(quote, REPEAT)
        one.brings(receipt.left)
        if one.orders == 2:
            one.second_order_at = one.now
        self.is_noted(Event.ORDERED, receipt)
        one.tells("ordered", receipt.less)
        self.loyalty.is_reconsidered()
        self.is_followed_up(one.occasion, REPEAT)

    def is_noted(self, event: Event, receipt: Receipt) -> None:
        """The order; and that the goods were sent back, or that they stay with the customer."""
        one = self.one
        one.notes(event, receipt.paid)
        if receipt.sent_back:
            one.notes(Event.GOODS_RETURNED, receipt.paid)
            return
        if one.known:
            one.ages(Curve.PAID, receipt.paid)
        one.tells("order_kept", receipt.paid)

    def is_followed_up(self, occasion: int, which: int) -> None:
        """Friends may be invited; one is satisfied, or not; there may be trouble."""
        self.referral.may_follow_an_order(occasion, first=which == FIRST)
        self.satisfaction.enjoys_the_order(occasion, which)
        self.support.expects_trouble(occasion, which)

    def may_be_renewed(self) -> Quote | None:
        """The end of a contract's term: what the next term costs, if the customer stays."""
        one, prices = self.one, self.one.part(Prices)
        quote, term = prices.quote(0), one.occasion + 1
        there = prices.at_place(quote, term, REPEAT)
        price = prices.in_mind(there, Decision.CHOICE_REPEAT, term) - prices.off()
        stays = staying(self.loyalty.dropout_chance(), prices.response(), price)
        u = self.nature.uniform(Decision.RENEWAL, one.number, one.occasion)
        return quote if u < stays else None

    def is_renewed(self, quote: Quote) -> None:
        """Another term."""
        self.one.occasion += 1
        self.orders_again(quote)
        self.one.tells("sees_price", quote.price)
        self.one.clocks[Clock.DROPOUT] = self.one.now + self.nature.number("renewal_days")

    def was_the_last_order(self) -> bool:
        """Whether this order was one too many: where customers leave after an order."""
        u = self.nature.uniform(Decision.COIN, self.one.number, self.one.occasion)
        return u < self.loyalty.dropout_chance()
