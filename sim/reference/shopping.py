"""Considering an order: the first one, one after a trial, another one."""

from __future__ import annotations

from sim.core.ground import state
from sim.core.verbs.retain import nurture
from sim.mechanisms.buying_centre.story import Story as BuyingCentre
from sim.reference.awareness import Awareness
from sim.reference.choice import Choice
from sim.reference.occasions import Occasions
from sim.reference.owned_channel import OwnedChannel
from sim.reference.person import Person
from sim.reference.prices import Quote
from sim.reference.trial import Trial
from sim.vocabulary import ORGANIC, Decision, Stage


class Shopping:
    """A person with an occasion to buy."""

    def __init__(self, one: Person) -> None:
        self.one, self.nature = one, one.nature
        self.awareness, self.occasions, self.channel = one.part(Awareness), one.part(Occasions), one.part(OwnedChannel)
        self.trial, self.choice, self.buying_centre = one.part(Trial), one.part(Choice), one.part(BuyingCentre)

    def considers_a_first_order(self) -> Quote | None:
        """The choice of somebody who never bought from us: the offer taken up, if any. A firm decides later."""
        if self.buying_centre.decides:
            return self.decides_as_a_firm()
        searched = self.looks_for_us()
        quote = self.choice.chooses(Decision.CHOICE_FIRST, self.one.occasion, self.attraction(searched))
        if not quote or not self.is_answered_in_time():
            self.occasions.waits_for_the_next()
            return None
        if self.buying_centre.is_firm:
            self.buying_centre.wishes(searched)
            return None
        return quote

    def decides_as_a_firm(self) -> Quote | None:
        """The end of a sales cycle. A firm that decides against us may forget us again."""
        firm = self.buying_centre
        lift = self.attraction(firm.searched) + firm.doubt(worked_on=True)
        quote = self.choice.takes(Decision.CHOICE_FIRST, self.one.occasion, lift)
        firm.has_decided(won=quote is not None)
        if quote is None:
            if self.one.stage == Stage.REACHED:
                self.awareness.may_fade()
            self.occasions.waits()
        return quote

    def considers_paying_after_the_trial(self) -> Quote | None:
        """The choice at the end of a trial: us or nothing."""
        self.trial.comes_to_an_end()
        firm = self.buying_centre
        lift = self.one.opinion + (firm.doubt(worked_on=False) if firm.is_firm else 0.0)
        quote = self.choice.chooses(Decision.TRIAL_END, self.trial.turn, lift)
        return quote if self.one.could_buy else None

    def considers_another_order(self) -> Quote | None:
        """The choice of a customer, who first uses up what is at home."""
        if self.one.stock > 0:
            self.one.stock -= 1
            return None
        lift = sum(part.lift() for part in self.one.parts)
        return self.choice.chooses(Decision.CHOICE_REPEAT, self.one.occasion, lift)

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
