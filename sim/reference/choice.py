"""The choice on an occasion: one of our offers, a competitor's, or nothing."""

from __future__ import annotations

from collections.abc import Iterator

from sim.core.ground import state
from sim.reference.person import Person
from sim.reference.prices import Prices, Quote, order_of
from sim.vocabulary import UNAVAILABLE, Alternative, Decision


class Choice:
    """How offers look to a person, and which one it is."""

    def __init__(self, one: Person) -> None:
        self.one, self.nature = one, one.nature
        self.prices = one.part(Prices)

    def chooses(self, decision: Decision, occasion: int, reward: float = 0.0, lift: float = 0.0) -> Quote | None:
        """One of our offers, or a competitor's, or nothing; one gets used to the price."""
        chosen = self.takes(decision, occasion, reward, lift)
        self.prices.gets_used_to(chosen or self.prices.quote(0))
        return chosen

    def takes(self, decision: Decision, occasion: int, reward: float, lift: float) -> Quote | None:
        """The same, of prices that one knows."""
        quotes = [self.prices.quote(offer) for offer in range(self.nature.amount("offers"))]
        if self.nature.amount("rule") == state.THRESHOLD:
            there = self.prices.at_place(quotes[0], *order_of(decision, occasion))
            price = self.prices.in_mind(there, self.prices.quantity(decision, occasion))
            return quotes[0] if self.one.willingness >= price - reward else None
        quantity = self.prices.quantity(decision, occasion)
        looks = [self.utility_of(quote, self.prices.in_mind(quote, quantity), reward) + lift for quote in quotes]
        chosen = self.prefers(decision, occasion, quotes, looks)
        if chosen is None:
            self.is_lost_to_others()
        return chosen

    def prefers(self, decision: Decision, occasion: int, quotes: list[Quote], looks: list[float]) -> Quote | None:
        """Our only offer with the probability of the logit; of several, the alternative with the highest utility plus
        its own Gumbel draw. ``looks``: the utility of each."""
        number = self.one.number
        if len(quotes) == 1:
            u = self.nature.uniform(decision, number, occasion)
            return quotes[0] if self.nature.takes_ours(looks[0], self.others_utility(), u) else None
        best, most = Alternative.OURS + 0, float("-inf")
        for alternative, utility in self.alternatives(looks):
            appeal = utility + self.nature.whim(decision, number, occasion, alternative)
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
        nothing = self.nature.utility("nothing", self.one.stage)
        if nothing > UNAVAILABLE:
            yield Alternative.NOTHING, nothing
        for place, utility in enumerate(looks[1:]):
            if self.nature.offer(place + 1)[3] >> self.one.segment & 1:
                yield Alternative.FURTHER + place, utility

    # ---- our offers ----

    def utility_of(self, quote: Quote, in_mind: float, reward: float) -> float:
        """How good an offer of ours looks; ``in_mind``: its price at the quantity that is wanted."""
        one, nature, price, response = self.one, self.nature, quote.price, self.prices.response()
        utility = nature.our_utility(one.stage, response, in_mind, reward)
        utility += nature.offer(quote.offer)[0]
        utility += sum(part.utility_of_places(price, response) for part in one.parts)
        if nature.has("reference_gain"):
            utility += nature.surprise(one.price_response, self.prices.reference_price, price)
        if nature.has("quality_on"):
            utility += nature.quality(one.orders, one.lever("quality"), price)
        if nature.has("appeal_on"):
            utility += one.lever("appeal")
        return utility

    # ---- all others ----

    def rivals_utility(self) -> float:
        """How good the competitor's offer looks."""
        utility, price = self.nature.utility("competitor", self.one.stage), self.one.lever("rival")
        if price == 1.0:
            return utility
        return utility - self.one.price_response * self.nature.number("competitor_response") * (price - 1.0)

    def others_utility(self) -> float:
        """How good all else than us looks, taken together."""
        if self.one.lever("rival") == 1.0:
            return self.nature.others(self.one.stage)
        return self.nature.others_with(self.rivals_utility(), self.one.stage)

    def is_lost_to_others(self) -> None:
        """An occasion goes to others than us: the competitor is expected to win a part of it."""
        one, part = self.one, self.nature.rivals_part(self.one.stage)
        if part > 0.0:
            if one.lever("rival") != 1.0:
                part = self.nature.rivals_part_at(self.rivals_utility(), one.stage)
            one.books.lost_to_the_rival(one.now, one.cell, self.nature.micro(part))
