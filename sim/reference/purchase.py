"""A purchase: what is in the basket, what is paid for it, and what it leaves us."""

from __future__ import annotations

from math import floor
from operator import or_
from types import SimpleNamespace
from typing import NamedTuple

from sim.reference.nature import REPEAT
from sim.reference.person import Person
from sim.reference.prices import Prices, Quote
from sim.vocabulary import Account, Bought, Curve, Decision, Event

SPARE = 2
"""Added to the item of an order where spare pieces are laid in."""


class Receipt(NamedTuple):
    """What an order was: what was paid, what it leaves us, what a coupon took off, whether it was sent back.
    Micro-units."""

    paid: int
    left: int
    less: int
    sent_back: bool


class Basket(NamedTuple):
    """What is bought: its size, currency at today's price, what its quantity takes off that, what it costs, ratio to
    the price, and the share that deals on its products take off."""

    size: float
    by_quantity: float
    dearer: float
    off: float


class Purchase:
    """A person at the till."""

    def __init__(self, one: Person) -> None:
        self.one, self.nature = one, one.nature
        self.prices = one.part(Prices)

    def pays_for(self, quote: Quote, which: int) -> Receipt:
        """An order, in the books: what it was worth, and what was left."""
        one = self.one
        basket = self.fills_the_basket(quote, which)
        place = self.prices.place_of_order(quote, one.occasion, which)
        terms = self.prices.terms_at(place)
        quote = quote._replace(list_price=quote.list_price * terms.price * basket.dearer)
        sent_back = one.asks("sent_back", False, which, place, join=or_)
        paid, lines = self.lines(quote, basket, terms, sent_back)
        left = sum(lines.values())
        places = self.nature.amount("places_on")
        for counted in ([place] if places else []) + ([places + quote.offer] if len(self.nature.offers) > 1 else []):
            self.is_counted_among(counted, 0 if sent_back else paid, left, sent_back)
        for account, amount in lines.items():
            one.books_on(account, amount)
        one.orders += 1
        one.tells("ordered_at", quote.depth)
        one.ages(Curve.ORDERS, 1)
        return Receipt(paid, left, -lines[Account.COUPON], sent_back)

    def lines(
        self, quote: Quote, basket: Basket, terms: SimpleNamespace, sent_back: bool
    ) -> tuple[int, dict[Account, int]]:
        """What is paid for an order, and what it enters the books as, micro-units."""
        one, micro, size = self.one, self.nature.micro, basket.size
        listed = size * quote.list_price
        gross = listed - basket.by_quantity * quote.list_price if basket.by_quantity != 0.0 else listed
        less_deal = quote.less_deal(gross * (1.0 - basket.off))
        to_pay = quote.less_coupon(less_deal)
        paid = micro(to_pay)
        lines = {
            Account.REVENUE: micro(listed),
            Account.QUANTITY_DISCOUNT: micro(gross) - micro(listed),
            Account.DISCOUNT: micro(less_deal) - micro(gross),
            Account.COUPON: paid - micro(less_deal),
            Account.GOODS: 0 if sent_back else -micro(size * one.lever("goods")),
            Account.FULFILMENT: -micro(size * (one.lever("fulfilment") * terms.fulfilment)),
        }
        commission = one.lever("commission") + terms.commission
        if sent_back:
            lines[Account.RETURNS] = -paid
        elif commission > 0.0 or terms.rebate > 0.0:
            lines[Account.COMMISSION] = -micro(to_pay * commission)
            lines[Account.REBATE] = -micro(to_pay * terms.rebate)
        return paid, lines

    def is_counted_among(self, which: int, paid: int, left: int, sent_back: bool) -> None:
        """An order, where it was placed, or of which offer it was."""
        of_order = {Bought.ORDERS: 1, Bought.FIRST: self.one.orders == 0, Bought.RETURNED: sent_back}
        for kind, amount in {**of_order, Bought.PAID: paid, Bought.LEFT: left}.items():
            self.one.books.counts("bought", self.one.day, which, kind, amount=int(amount))

    def uniform(self, decision: Decision, item: int) -> float:
        """A uniform number of the present order."""
        return self.nature.uniform(decision, self.one.number, self.one.occasion, item)

    def fills_the_basket(self, quote: Quote, which: int) -> Basket:
        """What is bought: what is wanted, what is bought besides, and for the store room."""
        one, nature = self.one, self.nature
        decision = Decision.SPEND_REPEAT if which == REPEAT else Decision.SPEND_FIRST
        size = nature.order_size(decision, one.number, one.occasion, one.spend_rate)
        _, units, category, _ = nature.offers[quote.offer]
        by_quantity = 0.0
        if nature.has("price_breaks"):
            size, by_quantity = self.goes_up_to_a_notch(size, units, which)
        size *= units
        if nature.amount("categories") > 1:
            together, ratio = nature.basket(category, self.uniform(Decision.BASKET, which))
            size *= ratio
            one.categories |= together
        size *= one.asks("bought_ahead", 1.0, which, quote.depth)
        size, dearer, off = one.asks("filled", (size, 1.0, 0.0), which, size)
        return Basket(size, by_quantity, dearer, off)

    def goes_up_to_a_notch(self, size: float, units: float, which: int) -> tuple[float, float]:
        """Perhaps buy more than is wanted, as it costs less. The size, and what the quantity takes off."""
        one, wanted = self.one, size * units
        got = one.asks("bought", wanted, wanted, self.uniform(Decision.ROUND_UP, which))
        less = one.asks("less_by_quantity", 0.0, got)
        if got == wanted:
            return size, less
        one.notes(Event.ROUNDED_UP, self.nature.micro(got - wanted))
        later = self.nature.number("spare_later")
        if later > 0.0:
            u = self.uniform(Decision.ROUND_UP, which + SPARE)
            one.tells("laid_in", floor(later * (got - wanted) / wanted + u))
        return got / units, less
