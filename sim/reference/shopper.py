"""Choosing on an occasion: what our offers cost this person today, how they look, and which one it is."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from sim.core.ground import state
from sim.reference.precision import single
from sim.reference.subscriber import Subscriber
from sim.vocabulary import ORGANIC, UNAVAILABLE, Alternative, Decision, Stage


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


class Shopper(Subscriber):
    """A person with an occasion to buy."""

    # ---- the choice ----

    def considers_a_first_order(self) -> Quote | None:
        """The choice of somebody who never bought from us: the offer taken up, if any."""
        lift = 0.0
        if self.stage == Stage.RETAINED:
            lift = self.nature.nurtured(self.nature.remembered(self.cell, self.since, self.now))
        if self.looks_for_us():
            lift += self.nature.number("capture_effect")
        lift += self.opinion
        quote = self.chooses(Decision.CHOICE_FIRST, self.occasion, self.friends_reward(), lift)
        return quote if quote and self.is_answered_in_time() else None

    def considers_paying_after_the_trial(self) -> Quote | None:
        """The choice at the end of a trial: us or nothing."""
        quote = self.chooses(Decision.TRIAL_END, self.trials, self.friends_reward(), self.opinion)
        return quote if self.could_buy else None

    def considers_another_order(self) -> Quote | None:
        """The choice of a customer, who first uses up what is at home."""
        if self.stock > 0:
            self.stock -= 1
            return None
        return self.chooses(Decision.CHOICE_REPEAT, self.occasion, self.price_off())

    def price_off(self) -> float:
        """What takes something off the price in the customer's mind."""
        return sum(part.price_off() for part in self.parts)

    def chooses(self, decision: Decision, occasion: int, reward: float = 0.0, lift: float = 0.0) -> Quote | None:
        """One of our offers, or a competitor's, or nothing."""
        quotes = [self.quote(offer) for offer in range(self.nature.amount("offers"))]
        if self.nature.amount("rule") == state.THRESHOLD:
            chosen = quotes[0] if self.willingness >= quotes[0].price - reward else None
        else:
            chosen = self.prefers(decision, occasion, quotes, reward, lift)
        self.gets_used_to(chosen or quotes[0])
        return chosen

    def prefers(
        self, decision: Decision, occasion: int, quotes: list[Quote], reward: float, lift: float
    ) -> Quote | None:
        """Our only offer with the probability of the logit; of several, the alternative with the highest utility plus
        its own Gumbel draw."""
        if len(quotes) == 1:
            ours = self.utility_of(quotes[0], reward) + lift
            u = self.nature.uniform(decision, self.number, occasion)
            return quotes[0] if self.nature.takes_ours(ours, self.others_utility(), u) else None
        best, most = Alternative.OURS + 0, float("-inf")
        for alternative, utility in self.alternatives(quotes, reward, lift):
            appeal = utility + self.nature.whim(decision, self.number, occasion, alternative)
            if appeal > most:
                best, most = alternative, appeal
        if best == Alternative.OURS:
            return quotes[0]
        return quotes[best - Alternative.FURTHER + 1] if best >= Alternative.FURTHER else None

    def alternatives(self, quotes: list[Quote], reward: float, lift: float) -> Iterator[tuple[int, float]]:
        """What the occasion may turn into, and the utility of each."""
        yield Alternative.OURS, self.utility_of(quotes[0], reward) + lift
        competitor = self.rivals_utility()
        if competitor > UNAVAILABLE:
            yield Alternative.COMPETITOR, competitor
        nothing = self.nature.utility("nothing", self.stage)
        if nothing > UNAVAILABLE:
            yield Alternative.NOTHING, nothing
        for quote in quotes[1:]:
            yield Alternative.FURTHER + quote.offer - 1, self.utility_of(quote, reward) + lift

    def rivals_utility(self) -> float:
        """How good the competitor's offer looks."""
        utility, price = self.nature.utility("competitor", self.stage), self.lever("rival")
        if price == 1.0:
            return utility
        return utility - self.price_response * self.nature.number("competitor_response") * (price - 1.0)

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
        price = self.lever("price") * self.nature.offer_price(self.cell, offer, self.now)
        less = max((part.member_price() for part in self.parts), default=0.0)
        return Quote(offer, price * (1.0 - less) if less != 0.0 else price, deal, coupon)

    def friends_reward(self) -> float:
        """What somebody invited gets for a first order, relative to a mean order."""
        return self.nature.friends_reward(self.cell, self.now) if self.inviter >= 0 else 0.0

    def utility_of(self, quote: Quote, reward: float) -> float:
        """How good an offer of ours looks."""
        nature, price = self.nature, quote.price
        utility = nature.our_utility(self.stage, self.response_to_price(), price, reward)
        utility += nature.offer(quote.offer)[0]
        if nature.has("reference_gain"):
            utility += nature.surprise(self.price_response, self.reference_price, price)
        if nature.has("quality_on"):
            utility += nature.quality(self.orders, self.lever("quality"), price)
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
