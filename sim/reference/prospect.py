"""What people do before they buy: enter the market, hear of us, forget us, have occasions."""

from __future__ import annotations

from sim.core.ground import state
from sim.reference.letters import Correspondent
from sim.reference.precision import single
from sim.vocabulary import NEVER, ORGANIC, Clock, Decision, Event, Stage


class Prospect(Correspondent):
    """A person whom we may win."""

    # ---- hearing of us ----

    def plans_next_contact(self) -> None:
        """The earliest contact over all sources."""
        self.clocks[Clock.REACH] = NEVER
        earliest = max(self.now, self.entry)
        for source, level in enumerate(self.contact_levels):
            time = self.nature.next_contact(self.cell, source, level, earliest)
            if time < self.clocks[Clock.REACH]:
                self.clocks[Clock.REACH], self.next_source = time, source

    def looks_too_early(self) -> bool:
        """How much there is talk of us is known from day to day: contacts may turn out to come later."""
        if not self.nature.has("ambient") or self.next_source != ORGANIC:
            return False
        if single(self.nature.next_contact(self.cell, ORGANIC, self.contact_levels[ORGANIC], self.now)) == self.now:
            return False
        self.plans_next_contact()
        return True

    def is_contacted(self) -> int:
        """A source makes contact, and begins to work towards its next one."""
        source = self.next_source
        self.contacts[source] += 1
        patience = self.nature.patience(Decision.REACH, self.number, self.contacts[source], source)
        self.contact_levels[source] = single(self.contact_levels[source] + patience)
        self.plans_next_contact()
        return source

    def is_reminded(self, source: int) -> None:
        """A contact with somebody who knows us."""
        self.remembers(source)
        self.notes(Event.TOUCHED, source)

    def remembers(self, source: int) -> None:
        """The latest contact that we can see; we do not see what people hear of us elsewhere."""
        if self.nature.amount("seen") >> source & 1:
            self.touched_by, self.touched_at = source, self.now

    def has_also_seen(self) -> None:
        """Sources show themselves without any effect; the latest of these touches may be the last before an order."""
        if not self.nature.has("touches"):
            return
        for source in range(ORGANIC + 1, self.nature.sources):
            curve = state.REACH + self.nature.sources + source
            patience = self.nature.patience(Decision.VISIBLE_TOUCH, self.number, 0, source)
            level = self.nature.level(self.cell, curve, self.now) - patience
            if level <= 0.0:  # nothing was shown before our time
                continue
            time = self.nature.when(self.cell, curve, level, 0.0)
            if time > self.touched_at:
                self.touched_by, self.touched_at = source, single(time)

    def hears_of_us(self, source: int) -> None:
        """From unaware to reached."""
        self.awakened_by = source
        self.remembers(source)
        self.reached_at = min(self.reached_at, self.now)
        self.notes(Event.REACHED, source)
        self.moves_to(Stage.REACHED)
        self.clocks[Clock.LEAVE] = self.patience_with(state.FADE, Decision.FADE)
        self.stops(Clock.ADVANCE)
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

    # ---- occasions ----

    def waits_for_an_occasion(self) -> None:
        """Occasions come from day 0 on whether or not one could buy: find the first that is still to come."""
        self.stops(Clock.NEED)
        rate = self.occasions_per_day()
        if rate > 0.0 and self.has_occasions():
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
        """One's own rate as a customer; before that, that of all like oneself."""
        return self.need_rate if self.is_customer else self.nature.prospect_rate(self.cell)

    def has_occasions(self) -> bool:
        """Whether occasions come: not to who could never buy, whose demand sleeps, or who is under contract."""
        if self.is_customer:
            return not self.dormant and self.nature.amount("dropout_kind") != state.RENEWAL
        return self.could_buy
