"""What people do before they buy: hear of us, join our list, have occasions, get invitations."""

from __future__ import annotations

from heapq import heappop, heappush

from sim.core import state
from sim.reference.person import Person
from sim.vocabulary import NEVER, ORGANIC, Clock, Decision, Event, Stage


class Prospect(Person):
    """A person whom we may win."""

    # ---- hearing of us ----

    def plans_next_contact(self) -> None:
        """The earliest contact over all sources."""
        self.clocks[Clock.REACH] = NEVER
        for source, level in enumerate(self.contact_levels):
            time = self.nature.when(self.cell, state.REACH + source, level, self.now)
            if time < self.clocks[Clock.REACH]:
                self.clocks[Clock.REACH], self.next_source = time, source

    def is_contacted(self) -> int:
        """A source makes contact, and begins to work towards its next one."""
        source = self.next_source
        self.contacts[source] += 1
        patience = self.nature.patience(Decision.REACH, self.number, self.contacts[source], source)
        self.contact_levels[source] += patience
        self.plans_next_contact()
        return source

    def is_reminded(self, source: int) -> None:
        """A contact with somebody who knows us."""
        self.remembers(source)
        self.notes(Event.TOUCHED, source)

    def remembers(self, source: int) -> None:
        """The latest contact that we can see; we do not see what people hear of us elsewhere."""
        if source != ORGANIC:
            self.touched_by, self.touched_at = source, self.now

    def hears_of_us(self, source: int) -> None:
        """From unaware to reached."""
        self.awakened_by = source
        self.remembers(source)
        self.reached_at = min(self.reached_at, self.now)
        self.notes(Event.REACHED, source)
        self.moves_to(Stage.REACHED)
        self.clocks[Clock.LEAVE] = self.patience_with(state.FADE, Decision.FADE)
        if not self.opted_out:
            self.clocks[Clock.ADVANCE] = self.patience_with(state.OPT_IN, Decision.OPT_IN)
        self.awakenings += 1
        self.waits_for_an_occasion()

    def patience_with(self, curve: int, decision: Decision) -> float:
        """When a clock that runs along a curve from now on fires, in this spell of awareness."""
        patience = self.nature.patience(decision, self.number, self.awakenings)
        level = self.nature.level(self.cell, curve, self.now) + patience
        return self.nature.when(self.cell, curve, level, self.now)

    def forgets_us(self, event: Event) -> None:
        """Unaware again, open to new contacts."""
        self.notes(event)
        self.moves_to(Stage.UNAWARE)
        self.stops(Clock.LEAVE, Clock.ADVANCE, Clock.NEED)

    # ---- our list ----

    def joins_the_list(self, event: Event, amount: int = 0) -> None:
        """Become somebody whom we may write to."""
        self.notes(event, amount)
        self.moves_to(Stage.RETAINED)
        self.settled_until = self.now
        self.stops(Clock.ADVANCE)
        self.signups += 1
        self.doubts = 0
        self.sets_next_doubt()
        if Clock.NEED not in self.clocks:  # who knew us has been waiting already
            self.waits_for_an_occasion()

    def waits_for_the_next_doubt(self) -> None:
        """This doubt is over."""
        self.doubts += 1
        self.sets_next_doubt()

    def sets_next_doubt(self) -> None:
        """The next moment of asking oneself whether to stay; how often that is, no policy moves."""
        patience = self.nature.patience(Decision.UNSUBSCRIBE, self.number, self.signups, self.doubts)
        self.clocks[Clock.LEAVE] = self.nature.after(patience, self.nature.number("unsubscribe_bound"), self.now)

    def has_had_enough(self) -> bool:
        """Whether this doubt is one too many: more likely, the more messages are remembered."""
        rate = self.nature.unsubscribe_rate(self.nature.remembered(self.cell, self.since, self.now))
        u = self.nature.uniform(Decision.UNSUBSCRIBE_ACCEPT, self.number, self.signups, self.doubts)
        return u * self.nature.number("unsubscribe_bound") < rate

    def unsubscribes(self) -> None:
        """Leave the list; never join it again of one's own accord."""
        self.settles(self.now)
        self.opted_out = True
        self.inviter = -1  # the invitation is left behind
        self.forgets_us(Event.UNSUBSCRIBED)

    # ---- occasions ----

    def waits_for_an_occasion(self) -> None:
        """Occasions come from day 0 on whether or not one could buy: find the first that is still to come."""
        self.stops(Clock.NEED)
        rate = self.occasions_per_day()
        if rate > 0.0:
            now = self.nature.level(self.cell, state.NEED, self.now) * rate
            self.occasion, self.occasion_level = self.nature.first_occasion(self.number, self.is_customer, now)
            self.sets_occasion()

    def waits_for_the_next_occasion(self) -> None:
        """This occasion is over."""
        self.occasion, self.occasion_level = self.nature.next_occasion(
            self.number, self.is_customer, self.occasion, self.occasion_level
        )
        self.sets_occasion()

    def sets_occasion(self) -> None:
        """Set the clock for the present occasion."""
        level = self.occasion_level / self.occasions_per_day()
        self.clocks[Clock.NEED] = self.nature.when(self.cell, state.NEED, level, self.now)

    def occasions_per_day(self) -> float:
        """One's own rate as a customer; before that, everybody's."""
        return self.need_rate if self.is_customer else self.nature.number("prospect_rate")

    # ---- invitations from friends ----

    def expects_invitation(self, sender: int, arrival: float) -> None:
        """A friend has sent an invitation that will be here at ``arrival``."""
        heappush(self.invitations, (arrival, sender))
        self.clocks[Clock.INVITATION] = self.invitations[0][0]
        self.process.interrupt()

    def opens_invitation(self) -> int:
        """Take the first invitation out of the letter box; returns who sent it."""
        _, sender = heappop(self.invitations)
        self.stops(Clock.INVITATION)
        if self.invitations:
            self.clocks[Clock.INVITATION] = self.invitations[0][0]
        return sender

    def takes_up_invitation(self) -> bool:
        """Open an invitation and, if it convinces, join the list."""
        sender = self.opens_invitation()
        convinced = self.nature.lever("accept", self.cell, self.now)
        if self.nature.uniform(Decision.ACCEPT, sender, self.number) >= convinced:
            self.notes(Event.DECLINED, sender)
            return False
        source = self.nature.sources
        if self.stage == Stage.UNAWARE:
            self.awakened_by = source
            self.reached_at = min(self.reached_at, self.now)
        self.touched_by, self.touched_at = source, self.now
        self.inviter = sender
        self.joins_the_list(Event.ACCEPTED, sender)
        return True

    def declines_invitation(self) -> None:
        """An invitation to what one has already, or has left behind."""
        self.notes(Event.DECLINED, self.opens_invitation())
