"""Orders: the first one and what comes with it, repeat orders, renewals, and what each brings."""

from __future__ import annotations

from math import floor
from types import SimpleNamespace
from typing import NamedTuple

from sim.core.ground import state
from sim.reference.asker import Asker
from sim.reference.precision import single
from sim.reference.service import FIRST, REPEAT
from sim.reference.shopper import TRIAL_OCCASION, Quote
from sim.vocabulary import ORGANIC, Account, Bought, Clock, Curve, Decision, Event, Letter, Stage

SPARE = 2
"""Added to the item of an order where spare pieces are laid in."""


class Receipt(NamedTuple):
    """What an order was: what was paid, what it leaves us, what a coupon took off, whether it was sent back.
    Micro-units."""

    paid: int
    left: int
    less: int
    sent_back: bool


class Buyer(Asker):
    """A person who buys from us."""

    # ---- occasions of an order ----

    def orders_after_the_trial(self, quote: Quote) -> None:
        """The end of a trial is an occasion of its own."""
        self.occasion = TRIAL_OCCASION + self.turn_of_trial()
        self.orders_first(quote)

    def orders_first(self, quote: Quote) -> None:
        """The first order: the credit for it, the rewards, and a customer's clocks."""
        occasion = self.occasion
        self.settles(self.now)
        self.has_also_seen()
        recent = self.now - self.touched_at <= self.nature.number("attribution_window")
        self.credited = self.nature.sources if self.inviter >= 0 else self.touched_by if recent else ORGANIC
        self.first_order_at = self.now
        receipt = self.pays_for(quote, FIRST)
        welcome = self.reward("first_order_cost")
        self.books_on(Account.FIRST_ORDER_COST, -welcome)
        if self.inviter >= 0 and not self.is_taken_for_a_cheat():
            cell = self.market.people[self.inviter].cell
            self.costs(Account.REWARD_REFERRER, self.nature.reward("reward_referrer", cell, self.now))
            self.costs(Account.REWARD_FRIEND, self.reward("reward_friend"))
        self.brings(receipt.left - welcome)
        self.notes_order(Event.FIRST_ORDER, receipt)
        self.keeps(receipt)
        self.ages(Curve.FIRST_VALUE, self.earned_at_present_value)
        self.ages(Curve.CUSTOMERS, 1)
        self.moves_to(Stage.CUSTOMER)
        self.stops(Clock.REACH)
        self.shows_who_came()
        self.waits_for_an_occasion()
        self.begins_a_customers_life()
        self.is_heard_of()
        self.has_ordered(receipt)
        self.may_invite_friends(occasion, first=True)
        self.enjoys_the_order(occasion, FIRST)
        self.expects_trouble(occasion, FIRST)

    def is_taken_for_a_cheat(self) -> bool:
        """Whether an honest friend gets no reward, nor who invited."""
        chance = self.nature.number("false_alarm")
        return chance > 0.0 and self.nature.uniform(Decision.DETECTION, self.number, 0, 1) < chance

    def shows_who_came(self) -> None:
        """A hunter of rewards or a true customer, a member of the community or not, a friend of a customer's."""
        if self.hunter:
            self.need_rate = single(self.need_rate * self.nature.number("hunter_need"))
        joining = self.lever("community")
        self.in_community = joining > 0.0 and self.nature.uniform(Decision.COMMUNITY, self.number) < joining
        if self.inviter >= 0:
            self.tells_the_inviter()

    def tells_the_inviter(self) -> None:
        """Who invited us hears of our first order, and keeps us loyal while a customer."""
        if self.nature.has("letters"):
            self.writes(Letter.JOINED, self.inviter)
            self.friend_is_customer = self.nature.number("referred_ratio") != 1.0

    def orders_again(self, quote: Quote) -> None:
        """A repeat order."""
        receipt = self.pays_for(quote, REPEAT)
        self.brings(receipt.left)
        if self.orders == 2:
            self.second_order_at = self.now
        self.notes_order(Event.ORDERED, receipt)
        self.keeps(receipt)
        self.is_heard_of()
        self.has_ordered(receipt)
        self.reconsiders_loyalty()
        self.may_invite_friends(self.occasion, first=False)
        self.enjoys_the_order(self.occasion, REPEAT)
        self.expects_trouble(self.occasion, REPEAT)

    def has_ordered(self, receipt: Receipt) -> None:
        """The order, and the coupon used with it, are known to what else is in one's life."""
        for part in self.parts:
            part.ordered(receipt.less)

    def keeps(self, receipt: Receipt) -> None:
        """The goods stay with the customer, or come back."""
        if not receipt.sent_back:
            if self.known:
                self.ages(Curve.PAID, receipt.paid)
            for part in self.parts:
                part.order_kept(receipt.paid)

    # ---- who has ordered before ----

    def goes_on_as_known(self, known: SimpleNamespace) -> None:
        """A customer, or a former one, from before the beginning: what is brought counts from now on."""
        self.stops(Clock.ADVANCE)
        self.credited = self.nature.sources + 1
        self.reached_at = self.first_order_at = self.now
        self.orders = known.orders
        if self.orders > 1:
            self.second_order_at = self.now
        self.ages(Curve.CUSTOMERS, 1)
        if known.alive:
            self.notes(Event.EXISTING, self.orders)
            self.moves_to(Stage.CUSTOMER)
            self.waits_for_an_occasion()
            self.begins_a_customers_life()
            self.has_waited(known.first)
        else:
            self.notes(Event.FORMER, self.orders)
            self.left_before()
        self.customer_before = known.age
        self.silence_goes_on(known.age, known.silent)
        for part in self.parts:
            part.known_before(known.silent)

    def has_waited(self, first: float) -> None:
        """Where the time until the next occasion, or the end of the contract, depends on how long one has waited."""
        if self.nature.amount("dropout_kind") == state.RENEWAL:
            self.clocks[Clock.DROPOUT] = self.now + first
        elif self.nature.amount("regularity") != 1 and self.need_rate > 0.0 and self.has_occasions():
            self.occasion, self.occasion_level = 1, first
            self.sets_occasion()

    # ---- contracts ----

    def is_asked_to_renew(self) -> Quote | None:
        """The end of a contract's term: what the next term costs, if the customer stays."""
        quote, term = self.quote(0), self.occasion + 1
        there = self.at_place(quote, term, REPEAT)
        price = self.price_in_mind(there, self.quantity(Decision.CHOICE_REPEAT, term)) - self.price_off()
        stays = self.nature.staying(self.dropout_chance_now(), self.response_to_price(), price)
        u = self.nature.uniform(Decision.RENEWAL, self.number, self.occasion)
        return quote if u < stays else None

    def renews(self, quote: Quote) -> None:
        """Another term."""
        self.occasion += 1
        self.orders_again(quote)
        self.gets_used_to(quote)
        self.clocks[Clock.DROPOUT] = self.now + self.nature.number("renewal_days")

    def has_had_the_last_one(self) -> bool:
        """Whether this order was one too many: where customers leave after an order."""
        return self.nature.uniform(Decision.COIN, self.number, self.occasion) < self.dropout_chance_now()

    # ---- what an order brings ----

    def notes_order(self, event: Event, receipt: Receipt) -> None:
        """The order, and that it was sent back."""
        self.notes(event, receipt.paid)
        if receipt.sent_back:
            self.notes(Event.GOODS_RETURNED, receipt.paid)

    def pays_for(self, quote: Quote, which: int) -> Receipt:
        """An order, in the books: what it was worth, and what was left."""
        micro = self.nature.micro
        size, by_quantity = self.fills_the_basket(quote, which)
        dearer, cut = 1.0, 0.0
        for part in self.parts:
            size, ratio, off = part.filled(which, size)
            dearer, cut = dearer * ratio, cut + off
        place = self.place_of_order(quote, self.occasion, which)
        terms = self.terms_at(place)
        quote = quote._replace(list_price=quote.list_price * terms.price * dearer)
        listed = size * quote.list_price
        gross = listed - by_quantity * quote.list_price if by_quantity != 0.0 else listed
        less_cut = gross * (1.0 - cut)
        less_deal = quote.less_deal(less_cut)
        to_pay = quote.less_coupon(less_deal)
        paid = micro(to_pay)
        goods, fulfilment = (
            micro(size * self.lever("goods")),
            micro(size * (self.lever("fulfilment") * terms.fulfilment)),
        )
        lines = {
            Account.REVENUE: micro(listed),
            Account.TIERS: micro(gross) - micro(listed),
            Account.DISCOUNT: micro(less_deal) - micro(gross),
            Account.COUPON: paid - micro(less_deal),
            Account.GOODS: -goods,
            Account.FULFILMENT: -fulfilment,
        }
        sent_back = self.sends_back(which, terms.more_returns)
        commission = self.lever("commission") + terms.commission
        if sent_back:
            lines[Account.RETURNS] = -paid
            lines[Account.GOODS] = 0
        elif commission > 0.0 or terms.rebate > 0.0:
            lines[Account.COMMISSION] = -micro(to_pay * commission)
            lines[Account.REBATE] = -micro(to_pay * terms.rebate)
        places = self.nature.amount("places_on")
        for which in ([place] if places else []) + ([places + quote.offer] if self.nature.several_offers else []):
            self.is_counted_among(which, 0 if sent_back else paid, sum(lines.values()), sent_back)
        for account, amount in lines.items():
            self.books_on(account, amount)
        self.orders += 1
        self.gets_used_to_deals(quote.depth)
        self.ages(Curve.ORDERS, 1)
        return Receipt(paid, sum(lines.values()), -lines[Account.COUPON], sent_back)

    def is_counted_among(self, which: int, paid: int, left: int, sent_back: bool) -> None:
        """An order, where it was placed, or of which offer it was."""
        of_order = {Bought.ORDERS: 1, Bought.FIRST: self.orders == 0, Bought.RETURNED: sent_back}
        for kind, amount in {**of_order, Bought.PAID: paid, Bought.LEFT: left}.items():
            self.books.bought_at(self.now, which, kind, int(amount))

    def fills_the_basket(self, quote: Quote, which: int) -> tuple[float, float]:
        """The size of the order, currency at today's price: with what is bought besides, and for the store room. And
        what its quantity takes off."""
        nature, occasion = self.nature, self.occasion
        decision = Decision.SPEND_REPEAT if which == REPEAT else Decision.SPEND_FIRST
        size = nature.order_size(decision, self.number, occasion, self.spend_rate)
        _, units, category, _ = nature.offer(quote.offer)
        by_quantity = 0.0
        if nature.has("tiers_on"):
            size, by_quantity = self.goes_up_to_a_notch(size, units, which)
        size *= units
        if nature.amount("categories") > 1:
            u = nature.uniform(Decision.BASKET, self.number, occasion, which)
            together, ratio = nature.basket(category, u)
            size *= ratio
            self.categories |= together
        if nature.has("stock_effect") and quote.depth > 0.0:
            u = nature.uniform(Decision.STOCK_UP, self.number, occasion, which)
            extra = nature.bought_ahead(quote.depth, u)
            size *= 1 + extra
            self.stock += extra
        return size, by_quantity

    def goes_up_to_a_notch(self, size: float, units: float, which: int) -> tuple[float, float]:
        """Perhaps buy more than is wanted, as it costs less. The size, and what the quantity takes off."""
        nature, occasion, wanted = self.nature, self.occasion, size * units
        u, got = nature.uniform(Decision.ROUND_UP, self.number, occasion, which), wanted
        for part in self.parts:
            got = part.bought(got, u)
        less = sum(part.less_by_quantity(got) for part in self.parts)
        if got == wanted:
            return size, less
        self.notes(Event.ROUNDED_UP, nature.micro(got - wanted))
        later = nature.number("spare_later")
        if later > 0.0:
            u = nature.uniform(Decision.ROUND_UP, self.number, occasion, which + SPARE)
            self.stock += floor(later * (got - wanted) / wanted + u)
        return got / units, less

    def sends_back(self, which: int, more: float) -> bool:
        """Whether the goods come back; ``more``: the share that does beside that of all places."""
        share = self.nature.number("return_share") + more
        return share > 0.0 and self.nature.uniform(Decision.GOODS_RETURNED, self.number, self.occasion, which) < share
