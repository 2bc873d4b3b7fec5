"""A firm that buys: its wish, the people who decide, and how long they take."""

from sim.core.ground.arithmetic import exp
from sim.core.ground.normal import normal_score
from sim.mechanisms.buying_centre.spec import ROLES
from sim.reference.awareness import Awareness
from sim.reference.occasions import Occasions
from sim.reference.part import Part
from sim.reference.precision import single
from sim.vocabulary import Account, Clock, Decision, Event, Stage


class Story(Part):
    """Somebody who may be a firm."""

    wished_on, searched, cycles_over = 0, False, 0.0

    def decides_later(self) -> bool:
        """Whether several people decide."""
        return self.nature.common("firm", self.one.cell) > 0.0

    def decides(self) -> bool:
        """Whether the present occasion is one on which an offer was wished for, on which they decide now."""
        return self.wished_on > 0 and self.wished_on == self.one.occasion

    def had_searched(self) -> bool:
        """Whether that wish came by way of a medium that waits for such people."""
        return self.searched

    def doubt(self, worked_on: bool) -> float:
        """Utility that all who object add to our offers; fewer do where the firm that sells has worked on them."""
        if not self.decides_later():
            return 0.0
        place = left = 0
        for role in ROLES:
            chance = self.nature.number(f"doubts_{role}" if worked_on else "sceptic")
            for _ in range(self.nature.amount(f"centre_{role}")):
                left += self.nature.uniform(Decision.SCEPTIC, self.one.number, place) < chance
                place += 1
        return self.nature.number("sceptic_utility") * left

    def days(self) -> float:
        """From the wish of the present occasion to the decision."""
        score = float(normal_score(self.nature.uniform(Decision.CYCLE, self.one.number, self.one.occasion)))
        return self.nature.number("cycle_days") * float(exp(self.nature.number("cycle_spread") * score))

    def wished(self, searched: bool) -> None:
        """Somebody in the firm would take an offer of ours; the others will be asked."""
        one, cost = self.one, self.nature.amount("centre_cost")
        one.notes(Event.CYCLE_BEGUN, cost)
        one.costs(Account.ACCOUNT_WORK, cost)
        self.wished_on, self.searched = one.occasion, searched
        one.clocks[Clock.NEED] = one.now + self.days()
        if one.stage == Stage.REACHED:
            one.stops(Clock.LEAVE)

    def decided(self, won: bool) -> None:
        """For us, or against us: then they may forget us again, and what came up meanwhile is over."""
        self.cycles_over = single(self.cycles_over + self.days())
        self.one.notes(Event.ACCOUNT_WON if won else Event.ACCOUNT_LOST)
        if not won:
            if self.one.stage == Stage.REACHED:
                self.one.part(Awareness).may_fade()
            self.one.part(Occasions).waits()
