"""Considering an order: the first one, one after a trial, another one."""

from __future__ import annotations

from operator import add, or_

from sim.core.ground import state
from sim.core.verbs.retain import nurture
from sim.reference.awareness import Awareness
from sim.reference.choice import Choice
from sim.reference.occasions import Occasions
from sim.reference.own_list import OwnList
from sim.reference.person import Person
from sim.reference.prices import TRIAL_OCCASION, Quote
from sim.vocabulary import ORGANIC, Decision, Stage


class Shopping:
    """A person with an occasion to buy."""

    def __init__(self, one: Person) -> None:
        self.one, self.nature = one, one.nature
        self.awareness, self.occasions, self.channel = one.part(Awareness), one.part(Occasions), one.part(OwnList)
        self.choice = one.part(Choice)

    def considers_a_first_order(self) -> Quote | None:
        """The choice of somebody who never bought from us: the offer taken up, if any. A firm decides later."""
        if self.one.asks("decides", False, join=or_):
            return self.decides_as_a_firm()
        searched = self.looks_for_us()
        quote = self.choice.chooses(Decision.CHOICE_FIRST, self.one.occasion, self.attraction(searched))
        if not quote or not self.is_answered_in_time():
            self.occasions.waits_for_the_next()
            return None
        if self.one.asks("decides_later", False, join=or_):
            self.one.tells("wished", searched)
            return None
        return quote

    def decides_as_a_firm(self) -> Quote | None:
        """The end of a sales cycle."""
        lift = self.attraction(self.one.asks("had_searched", False, join=or_))
        lift += self.one.asks("doubt", 0.0, True, join=add)
        quote = self.choice.takes(Decision.CHOICE_FIRST, self.one.occasion, lift)
        self.one.tells("decided", quote is not None)
        return quote

    def considers_paying_after_the_trial(self) -> Quote | None:
        """The choice at the end of a trial: us or nothing."""
        turn = self.one.asks("turn_of_trial", 0)
        lift = self.one.opinion + self.one.asks("doubt", 0.0, False, join=add)
        quote = self.choice.chooses(Decision.TRIAL_END, turn, lift)
        if quote is None or not self.one.could_buy:
            return None
        self.one.occasion = TRIAL_OCCASION + turn
        return quote

    def considers_another_order(self) -> Quote | None:
        """The choice of a customer, who first uses up what is at home."""
        if self.one.asks("has_at_home", False, join=or_):
            self.one.tells("used_at_home")
            return None
        return self.choice.chooses(Decision.CHOICE_REPEAT, self.one.occasion, self.one.asks("lift", 0.0, join=add))

    def attraction(self, searched: bool) -> float:
        """What makes our offers more attractive to who never bought, price and quality apart."""
        lift = 0.0
        if self.one.stage == Stage.RETAINED:
            lift = nurture(self.nature.number("nurture_effect"), self.channel.remembered())
        if searched:
            lift += self.nature.number("capture_effect")
        return lift + self.one.opinion

    def looks_for_us(self) -> bool:
        """Whether the person looks for us anyway and clicks on what we pay for."""
        if not self.nature.has("captures"):
            return False
        u, share = self.nature.uniform(Decision.CAPTURE, self.one.number, self.one.occasion), 0.0
        for source in range(ORGANIC + 1, self.nature.sources):
            share += self.nature.share(self.one.cell, state.REACH + 2 * self.nature.sources + source, self.one.now)
            if u < share:
                self.awareness.is_reminded(source)
                return True
        return False

    def is_answered_in_time(self) -> bool:
        """Whether the wish to buy survives the wait for our answer."""
        lead = self.one.lever("lead")
        return lead >= 1.0 or self.nature.uniform(Decision.LEAD, self.one.number, self.one.occasion) < lead
