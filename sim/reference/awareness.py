"""Hearing of us, being reminded, forgetting us."""

from __future__ import annotations

from sim.core.ground import state
from sim.reference.journey import Journey
from sim.reference.occasions import Occasions
from sim.reference.person import Person
from sim.reference.precision import single
from sim.vocabulary import NEVER, ORGANIC, Clock, Decision, Event, Stage


class Awareness:
    """What a person has heard of us, and from whom."""

    def __init__(self, one: Person) -> None:
        self.one, self.nature = one, one.nature
        self.journey, self.occasions = one.part(Journey), one.part(Occasions)
        self.contacts = [0] * self.nature.sources
        self.levels = [self.first_contact(source) for source in range(self.nature.sources)]
        self.next_source = self.awakened_by = self.touched_by = ORGANIC
        self.reached_at, self.touched_at = NEVER, -NEVER
        self.spells = 0

    def first_contact(self, source: int) -> float:
        """The level on a source's curve of its first contact, which comes after entry into the market."""
        one, nature = self.one, self.nature
        if nature.waits_to_be_invited(one.number):
            return NEVER
        at_entry = nature.level(one.cell, state.REACH + source, one.entry) if nature.has("inflow") else 0.0
        return single(at_entry + nature.patience(Decision.REACH, one.number, 0, source))

    def plans_next_contact(self) -> None:
        """The earliest contact over all sources."""
        clocks = self.one.clocks
        clocks[Clock.REACH] = NEVER
        earliest = max(self.one.now, self.one.entry)
        for source, level in enumerate(self.levels):
            time = self.nature.next_contact(self.one.cell, source, level, earliest)
            if time < clocks[Clock.REACH]:
                clocks[Clock.REACH], self.next_source = time, source

    def looks_too_early(self) -> bool:
        """How much there is talk of us is known from day to day: contacts may turn out to come later."""
        if not self.nature.has("ambient") or self.next_source != ORGANIC:
            return False
        now = self.one.now
        if single(self.nature.next_contact(self.one.cell, ORGANIC, self.levels[ORGANIC], now)) == now:
            return False
        self.plans_next_contact()
        return True

    def is_contacted(self) -> int:
        """A source makes contact, and begins to work towards its next one."""
        source = self.next_source
        self.contacts[source] += 1
        patience = self.nature.patience(Decision.REACH, self.one.number, self.contacts[source], source)
        self.levels[source] = single(self.levels[source] + patience)
        self.plans_next_contact()
        return source

    def is_reminded(self, source: int) -> None:
        """A contact with somebody who knows us."""
        self.remembers(source)
        self.one.notes(Event.TOUCHED, source)

    def remembers(self, source: int) -> None:
        """The latest contact that we can see; we do not see what people hear of us elsewhere."""
        if self.nature.amount("seen") >> source & 1:
            self.touched_by, self.touched_at = source, self.one.now

    def credited(self) -> int:
        """The source of a first order: who invited, or the latest touch if it is recent."""
        self.has_also_seen()
        if self.one.inviter >= 0:
            return self.nature.sources
        recent = self.one.now - self.touched_at <= self.nature.number("attribution_window")
        return self.touched_by if recent else ORGANIC

    def has_also_seen(self) -> None:
        """Sources show themselves without any effect; the latest of these touches may be the last before an order."""
        one, nature = self.one, self.nature
        if not nature.has("bystanders"):
            return
        for source in range(ORGANIC + 1, nature.sources):
            curve = state.REACH + nature.sources + source
            patience = nature.patience(Decision.VISIBLE_TOUCH, one.number, 0, source)
            level = nature.level(one.cell, curve, one.now) - patience
            if level <= 0.0:  # nothing was shown before our time
                continue
            time = nature.when(one.cell, curve, level, 0.0)
            if time > self.touched_at:
                self.touched_by, self.touched_at = source, single(time)

    def is_brought(self) -> None:
        """Somebody's word is the latest touch, and of who was unaware the cause."""
        source = self.nature.sources
        if self.one.stage == Stage.UNAWARE:
            self.awakened_by = source
            self.reached_at = min(self.reached_at, self.one.now)
        self.touched_by, self.touched_at = source, self.one.now

    def hears_of_us(self, source: int) -> None:
        """From unaware to reached."""
        one = self.one
        self.awakened_by = source
        self.remembers(source)
        self.reached_at = min(self.reached_at, one.now)
        one.notes(Event.REACHED, source)
        self.journey.moves_to(Stage.REACHED)
        one.stops(Clock.ADVANCE)
        if not one.opted_out:
            one.clocks[Clock.ADVANCE] = self.patience_with(state.OPT_IN, Decision.OPT_IN)
        self.may_fade()
        self.occasions.waits()

    def patience_with(self, curve: int, decision: Decision) -> float:
        """When a clock that runs along a curve from now on fires, in this spell of awareness."""
        patience = self.nature.patience(decision, self.one.number, self.spells)
        level = self.nature.level(self.one.cell, curve, self.one.now) + patience
        return self.nature.when(self.one.cell, curve, level, self.one.now)

    def may_fade(self) -> None:
        """A spell of awareness begins."""
        self.one.clocks[Clock.LEAVE] = self.patience_with(state.FADE, Decision.FADE)
        self.spells += 1

    def forgets_us(self, event: Event) -> None:
        """Unaware again, open to new contacts."""
        self.one.notes(event)
        self.journey.moves_to(Stage.UNAWARE)
        self.one.stops(Clock.LEAVE, Clock.ADVANCE, Clock.NEED)

    def is_absent(self) -> bool:
        """Whether one is yet to enter the market, somewhere on the way."""
        return self.one.start != Stage.UNAWARE and self.reached_at == NEVER
