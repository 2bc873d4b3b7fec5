"""The own list: joining it, and the doubts whether to stay."""

from __future__ import annotations

from operator import or_

from sim.core.verbs.retain import unsubscribe_rate
from sim.reference.awareness import Awareness
from sim.reference.journey import Journey
from sim.reference.occasions import Occasions
from sim.reference.person import Person
from sim.vocabulary import Account, Clock, Decision, Event, Stage


class OwnList:
    """A person whom we may write to."""

    def __init__(self, one: Person) -> None:
        self.one, self.nature = one, one.nature
        self.awareness, self.occasions, self.journey = one.part(Awareness), one.part(Occasions), one.part(Journey)
        self.doubts = 0

    def joins(self, event: Event, amount: int = 0) -> None:
        """Become somebody whom we may write to."""
        one = self.one
        one.notes(event, amount)
        self.journey.moves_to(Stage.RETAINED)
        one.stops(Clock.ADVANCE)
        self.waits_for_the_next_doubt()
        if Clock.NEED not in one.clocks:  # who knew us has been waiting already
            self.occasions.waits()
        one.tells("joins_list")

    def joins_for_the_reward(self) -> None:
        """Join of one's own accord."""
        reward = int(self.one.lever("optin_reward"))
        self.one.costs(Account.OPTIN_REWARD, reward)
        self.joins(Event.OPTED_IN, reward)

    def joins_by_word(self) -> None:
        """Join because somebody outside the market has spoken of us."""
        self.awareness.is_brought()
        self.joins(Event.OPTED_IN)

    def waits_for_the_next_doubt(self) -> None:
        """The next moment of asking oneself whether to stay; how often that is, no policy moves."""
        self.doubts += 1
        patience = self.nature.patience(Decision.UNSUBSCRIBE, self.one.number, self.doubts)
        bound = self.nature.number("unsubscribe_bound")
        self.one.clocks[Clock.LEAVE] = self.nature.after(patience, bound, self.one.now)

    def remembered(self) -> float:
        """Touches that are remembered."""
        return self.nature.remembered(self.one.cell, self.one.since, self.one.now)

    def has_had_enough(self) -> bool:
        """Whether this doubt is one too many: more likely, the more messages are remembered."""
        nature = self.nature
        base, fatigue, bound = (nature.number(f"unsubscribe_{name}") for name in ("rate", "fatigue", "bound"))
        u = nature.uniform(Decision.UNSUBSCRIBE_ACCEPT, self.one.number, self.doubts)
        too_many = u * bound < unsubscribe_rate(base, fatigue, self.remembered())
        return too_many and not self.one.asks("decides", False, join=or_)

    def leaves(self) -> None:
        """Leave the list; never join it again of one's own accord."""
        self.one.opted_out = True
        self.one.inviter = -1  # the invitation is left behind
        self.one.tells("leaves_list")
        self.awareness.forgets_us(Event.UNSUBSCRIBED)
