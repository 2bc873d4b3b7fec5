"""The choice on an occasion: one of our offers, a competitor's, or nothing."""

from __future__ import annotations

from collections.abc import Iterator
from operator import add

from sim.core.ground import state
from sim.core.ground.arithmetic import logit
from sim.core.verbs import price
from sim.core.verbs.choice import is_taken
from sim.reference.person import Person
from sim.reference.prices import Prices, Quote, order_of
from sim.vocabulary import UNAVAILABLE, Alternative, Decision


class Choice:
    """How offers look to a person, and which one it is."""

    def __init__(self, one: Person) -> None:
        self.one, self.nature = one, one.nature
        self.prices = one.part(Prices)

    def chooses(self, decision: Decision, occasion: int, lift: float) -> Quote | None:
        """One of our offers, or a competitor's, or nothing; the price is seen."""
        chosen = self.takes(decision, occasion, lift)
        self.one.tells("sees_price", (chosen or self.prices.quote(0)).price)
        return chosen

    def takes(self, decision: Decision, occasion: int, lift: float) -> Quote | None:
        """The same, of prices that one knows."""
        quotes = [self.prices.quote(offer) for offer in range(self.nature.amount("offers"))]
        if self.nature.amount("rule") == state.THRESHOLD:
            there = self.prices.at_place(quotes[0], *order_of(decision, occasion))
            in_mind = self.prices.in_mind(there, decision, occasion)
            return quotes[0] if self.one.willingness >= in_mind - self.prices.off() else None
        looks = [self.utility_of(quote, self.prices.in_mind(quote, decision, occasion)) + lift for quote in quotes]
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
            return quotes[0] if is_taken(looks[0], self.others_utility(), logit(u)) else None
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
        nothing = self.nature.of("nothing", self.one.stage)
        if nothing > UNAVAILABLE:
            yield Alternative.NOTHING, nothing
        for place, utility in enumerate(looks[1:]):
            if self.nature.offers[place + 1][3] >> self.one.segment & 1:
                yield Alternative.FURTHER + place, utility

    def utility_of(self, quote: Quote, in_mind: float) -> float:
        """How good an offer of ours looks; ``in_mind``: its price at the quantity that is wanted."""
        one, nature, to_pay, response = self.one, self.nature, quote.price, self.prices.response()
        base, anchor = nature.of("ours", one.stage), nature.number("anchor")
        utility = price.our_utility(base, response, in_mind, self.prices.off(), anchor)
        utility += nature.offers[quote.offer][0]
        utility += one.asks("utility_of_places", 0.0, to_pay, response)
        utility += one.asks("utility_of_reference", 0.0, to_pay, join=add)
        if nature.has("quality_on"):
            effect, cue = nature.number("quality_effect"), nature.number("quality_cue")
            above = one.lever("quality") - nature.number("quality_today")
            utility += price.quality_view(one.orders, effect, above, cue, to_pay)
        if nature.has("appeal_on"):
            utility += one.lever("appeal")
        return utility

    def rivals_utility(self) -> float:
        """How good the competitor's offer looks."""
        utility, level = self.nature.of("competitor", self.one.stage), self.one.lever("rival")
        if level == 1.0:
            return utility
        return utility - self.one.price_response * self.nature.number("competitor_response") * (level - 1.0)

    def others_utility(self) -> float:
        """How good all else than us looks, taken together."""
        if self.one.lever("rival") == 1.0:
            return self.nature.of("others", self.one.stage)
        return price.others_together(self.rivals_utility(), self.nature.of("nothing_weight", self.one.stage))

    def is_lost_to_others(self) -> None:
        """An occasion goes to others than us: the competitor is expected to win a part of it."""
        one, part = self.one, self.nature.of("rival_part", self.one.stage)
        if part > 0.0:
            if one.lever("rival") != 1.0:
                part = price.rivals_part(self.rivals_utility(), self.nature.of("nothing_weight", one.stage))
            one.books.counts("rivals", one.day, one.cell, amount=self.nature.micro(part))
