"""Choosing on an occasion: what our offers cost this person today, how they look, and which one it is."""

from __future__ import annotations

from collections.abc import Iterator
from types import SimpleNamespace
from typing import TYPE_CHECKING, NamedTuple

from sim.core.ground import state
from sim.reference.precision import single
from sim.reference.service import FIRST, REPEAT
from sim.reference.subscriber import Subscriber
from sim.vocabulary import ORGANIC, UNAVAILABLE, Alternative, Clock, Decision, Stage

if TYPE_CHECKING:
    from sim.mechanisms.buying_centre.story import Story as Firm

TRIAL_OCCASION = 0xFFFF0000
"""The occasions at the ends of trials have numbers from here on."""


EVERYWHERE = SimpleNamespace(price=1.0, commission=0.0, rebate=0.0, fulfilment=1.0, more_returns=0.0)
"""The terms of an order where there are no places to buy at."""


class Quote(NamedTuple):
    """What one of our offers costs a person today, relative to today's price."""

    offer: int
    list_price: float
    deal: float  # promotion, share of the list price
    coupon: float  # of an offer, share of what is left

    @property
    def price(self) -> float:
        """What is to be paid."""
        return self.less_coupon(self.less_deal(self.list_price))

    def less_deal(self, amount: float) -> float:
        """An amount after the promotion."""
        return amount * (1.0 - self.deal) if self.deal != 0.0 else amount

    def less_coupon(self, amount: float) -> float:
        """An amount after the coupon."""
        return amount * (1.0 - self.coupon) if self.coupon != 0.0 else amount

    @property
    def depth(self) -> float:
        """The share of the list price that promotion and coupon take off."""
        return 1.0 - (1.0 - self.deal) * (1.0 - self.coupon)


class Quantity(NamedTuple):
    """What is wanted of an offer of one unit, currency at today's price, and whether it is rounded up: a uniform
    number."""

    wanted: float
    up: float


class Shopper(Subscriber):
    """A person with an occasion to buy."""

    # ---- the choice ----

    def considers_a_first_order(self) -> Quote | None:
        """The choice of somebody who never bought from us: the offer taken up, if any. A firm decides later."""
        firm = self.firm
        if firm and firm.decides:
            return self.decides_as_a_firm(firm)
        searched = self.looks_for_us()
        quote = self.chooses(Decision.CHOICE_FIRST, self.occasion, self.friends_reward(), self.attraction(searched))
        if not quote or not self.is_answered_in_time():
            self.waits_for_the_next_occasion()
            return None
        if firm:
            firm.wishes(searched)
            return None
        return quote

    def attraction(self, searched: bool) -> float:
        """What makes our offers more attractive to who never bought, price and quality apart."""
        lift = 0.0
        if self.stage == Stage.RETAINED:
            lift = self.nature.nurtured(self.nature.remembered(self.cell, self.since, self.now))
        if searched:
            lift += self.nature.number("capture_effect")
        return lift + self.opinion

    def decides_as_a_firm(self, firm: Firm) -> Quote | None:
        """The end of a sales cycle. A firm that decides against us may forget us again."""
        lift = self.attraction(firm.searched) + firm.doubt(worked_on=True)
        quote = self.takes(Decision.CHOICE_FIRST, self.occasion, self.friends_reward(), lift)
        firm.has_decided(won=quote is not None)
        if quote:
            return quote
        if self.stage == Stage.REACHED:
            self.clocks[Clock.LEAVE] = self.patience_with(state.FADE, Decision.FADE)
            self.awakenings += 1
        self.waits_for_an_occasion()
        return None

    def considers_paying_after_the_trial(self) -> Quote | None:
        """The choice at the end of a trial: us or nothing."""
        self.comes_to_decide()
        lift = self.opinion + (self.firm.doubt(worked_on=False) if self.firm else 0.0)
        quote = self.chooses(Decision.TRIAL_END, self.turn_of_trial(), self.friends_reward(), lift)
        return quote if self.could_buy else None

    def considers_another_order(self) -> Quote | None:
        """The choice of a customer, who first uses up what is at home."""
        if self.stock > 0:
            self.stock -= 1
            return None
        lift = sum(part.lift() for part in self.parts)
        return self.chooses(Decision.CHOICE_REPEAT, self.occasion, self.price_off(), lift)

    def price_off(self) -> float:
        """What takes something off the price in the customer's mind."""
        return sum(part.price_off() for part in self.parts)

    def chooses(self, decision: Decision, occasion: int, reward: float = 0.0, lift: float = 0.0) -> Quote | None:
        """One of our offers, or a competitor's, or nothing; one gets used to the price."""
        chosen = self.takes(decision, occasion, reward, lift)
        self.gets_used_to(chosen or self.quote(0))
        return chosen

    def takes(self, decision: Decision, occasion: int, reward: float, lift: float) -> Quote | None:
        """The same, of prices that one knows."""
        quotes = [self.quote(offer) for offer in range(self.nature.amount("offers"))]
        prices = [self.price_in_mind(quote, self.quantity(decision, occasion)) for quote in quotes]
        if self.nature.amount("rule") == state.THRESHOLD:
            there = self.at_place(quotes[0], *self.address(decision, occasion))
            price = self.price_in_mind(there, self.quantity(decision, occasion))
            chosen = quotes[0] if self.willingness >= price - reward else None
        else:
            looks = [self.utility_of(*one, reward) + lift for one in zip(quotes, prices, strict=True)]
            chosen = self.prefers(decision, occasion, quotes, looks)
            if chosen is None:
                self.loses_an_occasion()
        return chosen

    def prefers(self, decision: Decision, occasion: int, quotes: list[Quote], looks: list[float]) -> Quote | None:
        """Our only offer with the probability of the logit; of several, the alternative with the highest utility plus
        its own Gumbel draw. ``looks``: the utility of each."""
        if len(quotes) == 1:
            u = self.nature.uniform(decision, self.number, occasion)
            return quotes[0] if self.nature.takes_ours(looks[0], self.others_utility(), u) else None
        best, most = Alternative.OURS + 0, float("-inf")
        for alternative, utility in self.alternatives(looks):
            appeal = utility + self.nature.whim(decision, self.number, occasion, alternative)
            if appeal > most:
                best, most = alternative, appeal
        if best == Alternative.OURS:
            return quotes[0]
        return quotes[best - Alternative.FURTHER + 1] if best >= Alternative.FURTHER else None

    def alternatives(self, looks: list[float]) -> Iterator[tuple[int, float]]:
        """What the occasion may turn into, and the utility of each."""
        yield Alternative.OURS, looks[0]
        competitor = self.rivals_utility()
        if competitor > UNAVAILABLE:
            yield Alternative.COMPETITOR, competitor
        nothing = self.nature.utility("nothing", self.stage)
        if nothing > UNAVAILABLE:
            yield Alternative.NOTHING, nothing
        for place, utility in enumerate(looks[1:]):
            if self.nature.offer(place + 1)[3] >> self.segment & 1:
                yield Alternative.FURTHER + place, utility

    def rivals_utility(self) -> float:
        """How good the competitor's offer looks."""
        utility, price = self.nature.utility("competitor", self.stage), self.lever("rival")
        if price == 1.0:
            return utility
        return utility - self.price_response * self.nature.number("competitor_response") * (price - 1.0)

    def loses_an_occasion(self) -> None:
        """An occasion goes to others than us: the competitor is expected to win a part of it."""
        part = self.nature.rivals_part(self.stage)
        if part > 0.0:
            if self.lever("rival") != 1.0:
                part = self.nature.rivals_part_at(self.rivals_utility(), self.stage)
            self.books.lost_to_the_rival(self.now, self.cell, self.nature.micro(part))

    def others_utility(self) -> float:
        """How good all else than us looks, taken together."""
        if self.lever("rival") == 1.0:
            return self.nature.others(self.stage)
        return self.nature.others_with(self.rivals_utility(), self.stage)

    # ---- prices ----

    def quote(self, offer: int) -> Quote:
        """What an offer costs today, to a member perhaps less: a promotion for new or for other customers, perhaps a
        coupon."""
        deal = self.lever("deal_repeat" if self.is_customer else "deal_first")
        coupon = max((part.coupon() for part in self.parts), default=0.0) if self.is_customer else 0.0
        price = self.price_level() * self.nature.offer_price(self.cell, offer, self.now)
        less = max((part.member_price() for part in self.parts), default=0.0)
        return Quote(offer, price * (1.0 - less) if less != 0.0 else price, deal, coupon)

    def price_level(self) -> float:
        """The level of our prices for this person: who has ordered may keep an earlier one."""
        level, changes = self.lever("price"), self.nature.new_prices
        if not changes or self.orders == 0:
            return level
        before = 0 if self.known else sum(day <= int(self.first_order_at) for day in changes)
        return level * self.nature.kept_prices[before][int(self.now)]

    def address(self, decision: Decision, occasion: int) -> tuple[int, int]:
        """The occasion of the order that a choice leads to, and which order it is."""
        occasion += TRIAL_OCCASION if decision == Decision.TRIAL_END else 0
        return occasion, REPEAT if decision == Decision.CHOICE_REPEAT else FIRST

    def place_of_order(self, quote: Quote, occasion: int, which: int) -> int:
        """Where what is on offer would be ordered."""
        response = self.response_to_price()
        return sum(part.place_taken(occasion, which, quote.price, response) for part in self.parts)

    def at_place(self, quote: Quote, occasion: int, which: int) -> Quote:
        """What an offer costs where it would be ordered."""
        terms = self.terms_at(self.place_of_order(quote, occasion, which))
        return quote._replace(list_price=quote.list_price * terms.price)

    def terms_at(self, place: int) -> SimpleNamespace:
        """The terms of a place to buy at."""
        return self.nature.places(self.now)[place] if self.nature.has("places_on") else EVERYWHERE

    def quantity(self, decision: Decision, occasion: int) -> Quantity | None:
        """What is wanted on an occasion, where the price depends on it."""
        if not self.nature.has("tiers_on"):
            return None
        occasion, item = self.address(decision, occasion)
        spend = Decision.SPEND_REPEAT if item == REPEAT else Decision.SPEND_FIRST
        wanted = self.nature.order_size(spend, self.number, occasion, self.spend_rate)
        return Quantity(wanted, self.nature.uniform(Decision.ROUND_UP, self.number, occasion, item))

    def price_in_mind(self, quote: Quote, quantity: Quantity | None) -> float:
        """What an offer costs, at the quantity that is wanted."""
        if quantity is None:
            return quote.price
        ratio, (wanted, u) = 1.0, quantity
        for part in self.parts:
            ratio *= part.price_by_quantity(wanted * self.nature.offer(quote.offer)[1], u)
        return quote.price * ratio

    def friends_reward(self) -> float:
        """What somebody invited gets for a first order, relative to a mean order."""
        return self.nature.friends_reward(self.cell, self.now) if self.inviter >= 0 else 0.0

    def utility_of(self, quote: Quote, in_mind: float, reward: float) -> float:
        """How good an offer of ours looks; ``in_mind``: its price at the quantity that is wanted."""
        nature, price = self.nature, quote.price
        utility = nature.our_utility(self.stage, self.response_to_price(), in_mind, reward)
        utility += nature.offer(quote.offer)[0]
        utility += sum(part.utility_of_places(price, self.response_to_price()) for part in self.parts)
        if nature.has("reference_gain"):
            utility += nature.surprise(self.price_response, self.reference_price, price)
        if nature.has("quality_on"):
            utility += nature.quality(self.orders, self.lever("quality"), price)
        if nature.has("appeal_on"):
            utility += self.lever("appeal")
        return utility

    def gets_used_to(self, quote: Quote) -> None:
        """A price that one has seen, or paid, becomes part of what one is used to."""
        if self.nature.has("reference_gain"):
            self.reference_price = single(self.nature.used_to(self.reference_price, quote.price))

    # ---- deals ----

    def response_to_price(self) -> float:
        """Utility lost when the price rises by its own level: more for who is used to deals."""
        if not self.nature.has("deal_effect"):
            return self.price_response
        return self.price_response * (1.0 + self.nature.number("deal_response") * self.deal_proneness())

    def deal_proneness(self) -> float:
        """How used to deals the person is now, 0 to 1; it fades."""
        return self.nature.deal_proneness(self.deal_prone, self.now - self.deal_prone_at)

    def gets_used_to_deals(self, depth: float) -> None:
        """An order at a reduced price."""
        if self.nature.has("deal_effect") and depth > 0.0:
            before = self.deal_proneness()
            self.deal_prone = single(before + self.nature.number("deal_effect") * depth * (1.0 - before))
            self.deal_prone_at = self.now

    # ---- looking for us, and waiting for an answer ----

    def looks_for_us(self) -> bool:
        """Whether the person looks for us anyway and clicks on what we pay for."""
        if not self.nature.has("captures"):
            return False
        u, share = self.nature.uniform(Decision.CAPTURE, self.number, self.occasion), 0.0
        for source in range(ORGANIC + 1, self.nature.sources):
            share += self.nature.share(self.cell, state.REACH + 2 * self.nature.sources + source, self.now)
            if u < share:
                self.is_reminded(source)
                return True
        return False

    def is_answered_in_time(self) -> bool:
        """Whether the wish to buy survives the wait for our answer."""
        lead = self.lever("lead")
        return lead >= 1.0 or self.nature.uniform(Decision.LEAD, self.number, self.occasion) < lead
