"""What an order, or the end of a contract's term, means for staying."""

from __future__ import annotations

from sim.reference.loyalty import Loyalty
from sim.reference.orders import Orders
from sim.reference.person import Person
from sim.reference.prices import Prices, Quote
from sim.reference.service import REPEAT
from sim.vocabulary import Clock, Decision


class Contract:
    """A customer who decides, order by order or term by term, whether to stay."""

    def __init__(self, one: Person) -> None:
        self.one, self.nature = one, one.nature
        self.prices, self.loyalty, self.orders = one.part(Prices), one.part(Loyalty), one.part(Orders)

    def may_be_renewed(self) -> Quote | None:
        """The end of a contract's term: what the next term costs, if the customer stays."""
        one, prices = self.one, self.prices
        quote, term = prices.quote(0), one.occasion + 1
        there = prices.at_place(quote, term, REPEAT)
        price = prices.in_mind(there, prices.quantity(Decision.CHOICE_REPEAT, term)) - prices.off()
        stays = self.nature.staying(self.loyalty.dropout_chance(), prices.response(), price)
        u = self.nature.uniform(Decision.RENEWAL, one.number, one.occasion)
        return quote if u < stays else None

    def is_renewed(self, quote: Quote) -> None:
        """Another term."""
        self.one.occasion += 1
        self.orders.orders_again(quote)
        self.prices.gets_used_to(quote)
        self.one.clocks[Clock.DROPOUT] = self.one.now + self.nature.number("renewal_days")

    def was_the_last_order(self) -> bool:
        """Whether this order was one too many: where customers leave after an order."""
        u = self.nature.uniform(Decision.COIN, self.one.number, self.one.occasion)
        return u < self.loyalty.dropout_chance()
