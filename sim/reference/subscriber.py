"""Our list: joining it, the doubts whether to stay, and the free trial."""

from __future__ import annotations

from sim.core.ground import state
from sim.mechanisms.buying_centre.story import Story as Firm
from sim.mechanisms.free_tier.story import Story as FreeUse
from sim.reference.prospect import Prospect
from sim.vocabulary import Account, Clock, Decision, Event, Stage


class Subscriber(Prospect):
    """A person whom we may write to."""

    def joins_the_list(self, event: Event, amount: int = 0) -> None:
        """Become somebody whom we may write to."""
        self.notes(event, amount)
        self.moves_to(Stage.RETAINED)
        self.stops(Clock.ADVANCE)
        self.doubts += 1
        self.sets_next_doubt()
        if Clock.NEED not in self.clocks:  # who knew us has been waiting already
            self.waits_for_an_occasion()
        if self.nature.has("trial_days") and self.trials == 0:
            self.considers_a_trial()

    def joins_for_the_reward(self) -> None:
        """Join of one's own accord."""
        reward = int(self.lever("optin_reward"))
        self.costs(Account.OPTIN_REWARD, reward)
        self.joins_the_list(Event.OPTED_IN, reward)

    def waits_for_the_next_doubt(self) -> None:
        """This doubt is over."""
        self.doubts += 1
        self.sets_next_doubt()

    def sets_next_doubt(self) -> None:
        """The next moment of asking oneself whether to stay; how often that is, no policy moves."""
        patience = self.nature.patience(Decision.UNSUBSCRIBE, self.number, self.doubts)
        self.clocks[Clock.LEAVE] = self.nature.after(patience, self.nature.number("unsubscribe_bound"), self.now)

    def has_had_enough(self) -> bool:
        """Whether this doubt is one too many: more likely, the more messages are remembered."""
        rate = self.nature.unsubscribe_rate(self.nature.remembered(self.cell, self.since, self.now))
        u = self.nature.uniform(Decision.UNSUBSCRIBE_ACCEPT, self.number, self.doubts)
        deciding = self.firm is not None and self.firm.decides
        return u * self.nature.number("unsubscribe_bound") < rate and not deciding

    def unsubscribes(self) -> None:
        """Leave the list; never join it again of one's own accord."""
        self.settles(self.now)
        self.opted_out = True
        self.inviter, self.hunter = -1, False  # the invitation is left behind
        self.forgets_us(Event.UNSUBSCRIBED)

    def considers_a_trial(self) -> None:
        """Trials are taken up at a rate of the day; nobody tries twice."""
        patience = self.nature.patience(Decision.TRIAL, self.number, self.doubts)
        level = self.nature.level(self.cell, state.TRIAL_RATE, self.now) + patience
        self.clocks[Clock.ADVANCE] = self.nature.when(self.cell, state.TRIAL_RATE, level, self.now)

    def starts_a_trial(self) -> None:
        """Use us for a while without paying; until its end nothing else is decided."""
        self.settles(self.now)
        self.notes(Event.TRIAL_STARTED)
        self.moves_to(Stage.TRIAL)
        self.trials += 1
        self.stops(Clock.ADVANCE, Clock.NEED)
        self.clocks[Clock.LEAVE] = self.now + self.nature.number("trial_days")
        if self.nature.has("free_on"):
            self.clocks[Clock.LEAVE] = self.free_use.next_decision()
            self.is_talked_of = self.free_use.is_heard_of()

    @property
    def firm(self) -> Firm | None:
        """What the person is as a firm, if one."""
        return next((part for part in self.parts if isinstance(part, Firm) and part.is_firm), None)

    @property
    def free_use(self) -> FreeUse:
        """What a lasting free tier is in this life."""
        return next(part for part in self.parts if isinstance(part, FreeUse))

    def turn_of_trial(self) -> int:
        """Which trial, or which decision of a free user, it is."""
        return self.free_use.turns if self.nature.has("free_on") else self.trials

    def comes_to_decide(self) -> None:
        """A trial ends, or a free user asks whether to pay."""
        if self.nature.has("free_on"):
            self.free_use.turns += 1

    def stays_a_free_user(self) -> bool:
        """Whether who does not pay goes on using us for nothing; until when the next decision."""
        if not self.nature.has("free_on") or self.free_use.has_had_enough():
            return False
        self.clocks[Clock.LEAVE] = self.free_use.next_decision()
        return True
