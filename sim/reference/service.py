"""The formulas of asking, of the service desks, and of what customers make of us."""

from __future__ import annotations

from math import floor

import numpy as np

from sim.core.ground import arithmetic, draws, normal
from sim.core.loop import desk
from sim.core.verbs import loyalty, satisfaction, service
from sim.plan import WAIT_BINS
from sim.reference.givens import Givens
from sim.reference.ticket import Ticket
from sim.vocabulary import NEVER, Ask, Decision, Score

COPY_DAYS = 7.0
"""Days over which the copies of a ticket spread."""

FIRST, REPEAT, START = range(3)
"""Items of addresses: trouble with a first order, with a repeat order, with getting started."""


class Service(Givens):
    """What service is like in this world, and what customers feel about it."""

    # ---- asking ----

    @property
    def causes(self) -> int:
        """Causes of trouble that are told apart."""
        return len(self._causes)

    def cause(self, who: int, occasion: int, ask: Ask) -> int:
        """The cause of trouble with an order, if there is any."""
        u = self.uniform(Decision.CAUSE, who, occasion, FIRST if ask == Ask.FIRST_ORDER else REPEAT)
        return _place(self._causes, u)

    def complaints_needed(self, cause: int) -> float:
        """Complaints in the whole market after which a cause is found."""
        after, accuracy = self.number("mend_after"), self.number("mend_accuracy")
        return float(service.complaints_needed(after, accuracy, self.uniform(Decision.CAUSE_FOUND, cause)))

    def has_trouble(self, who: int, occasion: int, item: int, quality: float) -> bool:
        """Whether an order leads to a ticket: the better the quality, the less often."""
        chance = service.trouble_chance(self.number("trouble_share"), quality, self.number("quality_anchor"))
        return self.uniform(Decision.TROUBLE, who, occasion, item) < chance

    def trouble_shows(self, who: int, occasion: int, item: int, t: float) -> float:
        """When trouble with an order at ``t`` is noticed, whatever the day."""
        return t + self.exponential(self.uniform(Decision.TROUBLE_DELAY, who, occasion, item), "trouble_delay")

    def needs_help_to_start(self, who: int, occasion: int) -> bool:
        """Whether a new customer needs help to get started."""
        return self.uniform(Decision.TROUBLE, who, occasion, START) < self.number("start_share")

    def desk_for(self, u: float) -> int:
        """The desk that a ticket goes to."""
        return _place(self._desks["share"], u)

    def clock_time(self, t: float) -> float:
        """When of its day, as tickets come, the moment ``t`` of a day without hours is."""
        return service.clock_time(self._w, t)

    def exponential(self, u: float, mean: str) -> float:
        """An exponential time."""
        return desk.exponential(u, self.number(mean))

    # ---- tickets ----

    def drawn(self, ticket: Ticket, decision: Decision) -> float:
        """A ticket's uniform number; copies draw theirs under a key of their own."""
        turn = ticket.ask << 8 | ticket.turn
        if not ticket.copy:
            return self.uniform(decision, ticket.who, ticket.index, turn)
        key = np.uint64(desk.doubles_key(self._key, turn))
        return draws.uniform(key, int(decision), ticket.who, ticket.index, ticket.copy)

    def copies(self, ticket: Ticket) -> int:
        """How many customers who are not simulated ask for the same."""
        return floor(self.number("copies") + self.drawn(ticket, Decision.COPIES))

    def copy_asks_at(self, copy: Ticket, day: int) -> float:
        """When a copy joins, within a week of ``day``."""
        day += floor(COPY_DAYS * self.drawn(copy, Decision.COPY_DAY))
        return self.clock_time(day + self.drawn(copy, Decision.COPY_TIME))

    def end_of_patience(self, ticket: Ticket) -> float:
        """Until when somebody who has just joined waits."""
        patience = self.desk("patience", ticket.desk)
        if patience <= 0.0:
            return NEVER
        return ticket.time + desk.exponential(self.drawn(ticket, Decision.PATIENCE), patience)

    def handling_time(self, ticket: Ticket) -> float:
        """How long the staff works on a ticket."""
        return desk.handling_time(self._w, ticket.desk, self.drawn(ticket, Decision.HANDLING))

    def comes_back_at(self, ticket: Ticket) -> float:
        """When a ticket that was not solved comes back: on a later day."""
        return floor(ticket.end) + 1.0 + self.exponential(self.drawn(ticket, Decision.REOPENED), "reopen_delay")

    def micro_days(self, time: float) -> int:
        """A time in micro-days."""
        return int(desk.micro_days(time))

    def wait_bin(self, time: float) -> int:
        """The bin of a waiting time."""
        return int(desk.wait_bin(time, WAIT_BINS))

    # ---- what customers make of it ----

    def worth_of_order(self, quality: float) -> float:
        """The experience of an order: its quality beyond what is usual."""
        return self.number("satisfaction_quality") * (quality - self.number("quality_anchor"))

    def worth_of_wait(self, waited: float) -> float:
        """The experience of a wait."""
        return -satisfaction.patience_lost(self.number("satisfaction_wait"), waited, self.number("wait_scale"))

    def worth_of_solution(self, time: float) -> float:
        """The experience of being helped, after a time since one first asked."""
        effect, scale = self.number("satisfaction_solving"), self.number("solving_scale")
        return self.number("satisfaction_solved") - satisfaction.patience_lost(effect, time, scale)

    def surprise_in(self, who: int, when: int, item: int) -> float:
        """What else makes up an experience."""
        noise = self.number("satisfaction_noise")
        if noise <= 0.0:
            return 0.0
        return noise * normal.normal_score(self.uniform(Decision.EXPERIENCE, who, when, item))

    def satisfied(self, before: float, experience: float) -> float:
        """Satisfaction after an experience."""
        return satisfaction.moved_to(before, experience, self.number("satisfaction_weight"))

    def mood_ratio(self, mood: float) -> float:
        """Ratio on the drop-out rate of who is in this mood about us."""
        return loyalty.mood_ratio(self.number("satisfaction_dropout"), mood)

    def mood_odds(self, mood: float) -> float:
        """Ratio on the odds of recommending us."""
        return arithmetic.exp(self.number("satisfaction_share") * mood)

    def runs_away(self, u: float, waited: float) -> bool:
        """Whether a wait is the last one."""
        return u < 1.0 - arithmetic.exp(-self.number("wait_exit") * waited)

    def score(self, mood: float, u: float) -> Score:
        """The score that a customer has in mind."""
        slope, low, high = (self.number(f"score_{part}") for part in ("slope", "low", "high"))
        return Score(int(satisfaction.score_of(mood, slope, low, high, u)))

    def answer_chance(self, score: Score) -> float:
        """How likely a survey is answered: those at either end have more to say."""
        extreme = 0.0 if score == Score.PASSIVE else self.number("survey_extreme")
        return satisfaction.logistic(self.number("survey_answer") + extreme)

    # ---- word of mouth that reaches anybody ----

    def is_talked_about(self, day: int, joined: int) -> None:
        """On ``day`` there is as much talk of us as there have been customers until it began."""
        levels = self._world.ambient_levels
        levels[day + 1] = levels[day] + self.number("ambient") * (joined / self.amount("population"))

    def fades(self, elapsed: float) -> float:
        """What is left of grief after a time."""
        return arithmetic.exp(-elapsed / self.number("grief_days"))


def _place(cumulated: list[float], u: float) -> int:
    """The first place whose cumulated share lies above ``u``; the last is the rest."""
    return sum(u >= share for share in cumulated[:-1])
