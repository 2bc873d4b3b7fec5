"""A life as a customer: its beginning, the drop-out, the return, the loss."""

from __future__ import annotations

from math import floor

from sim.core.ground import state
from sim.reference.exposure import Exposure
from sim.reference.letters import Letters
from sim.reference.loyalty import Loyalty
from sim.reference.occasions import Occasions
from sim.reference.pauses import Pauses
from sim.reference.person import Person
from sim.reference.questions import Questions
from sim.reference.running_costs import RunningCosts
from sim.reference.silence import Silence
from sim.vocabulary import Account, Clock, Curve, Decision, Event, Letter, Reason, Stage


class Leaving:
    """A customer who will not be one for ever."""

    def __init__(self, one: Person) -> None:
        self.one, self.nature = one, one.nature
        self.occasions, self.loyalty, self.exposure = one.part(Occasions), one.part(Loyalty), one.part(Exposure)
        self.pauses, self.questions, self.silence = one.part(Pauses), one.part(Questions), one.part(Silence)
        self.letters, self.running_costs = one.part(Letters), one.part(RunningCosts)
        self.lapses = 0

    # ---- a customer's life ----

    def begins_a_life(self) -> None:
        """From now on one is a customer: drop-out and loss threaten, and demand may go to sleep."""
        one = self.one
        one.moves_to(Stage.CUSTOMER)
        self.occasions.waits()
        self.loyalty.begins()
        one.stops(Clock.ADVANCE)
        one.clocks[Clock.LEAVE] = self.hazard(Decision.CUSTOMER_LOSS, "customer_loss_rate")
        match self.nature.amount("dropout_kind"):
            case state.EXPONENTIAL:
                patience = self.nature.patience(Decision.DROPOUT, one.number, self.lapses)
                self.exposure.begins(patience, one.dropout * self.loyalty.ratio)
            case state.RENEWAL:
                one.occasion = self.lapses << 16
                one.clocks[Clock.DROPOUT] = one.now + self.nature.number("renewal_days")
        self.pauses.begin()
        self.questions.sets_next()

    def ends_a_life(self) -> None:
        """No occasions any more, and nothing that could end or pause them."""
        self.one.stops(Clock.NEED, Clock.DROPOUT, Clock.PAUSE, Clock.QUESTION)
        self.one.dormant = False

    def hazard(self, decision: Decision, rate: str) -> float:
        """When a constant hazard of this life fires."""
        patience = self.nature.patience(decision, self.one.number, self.lapses)
        return self.nature.after(patience, self.nature.number(rate), self.one.now)

    # ---- the drop-out ----

    def drops_out(self, reason: Reason | None = None) -> None:
        """Buys no more; nobody sees it, but for friends. ``reason``: if there is a known one."""
        one = self.one
        self.running_costs.settles(one.now)
        one.reason = self.finds_a_reason() if reason is None else reason
        one.notes(Event.DROPPED_OUT)
        self.is_missed()
        self.is_gone()
        self.ends_a_life()

    def left_before(self) -> None:
        """The drop-out is past; return and final loss are still to come."""
        self.one.reason = self.finds_a_reason()
        self.is_gone()

    def is_gone(self) -> None:
        """No customer any more."""
        self.one.moves_to(Stage.DROPPED_OUT)
        self.one.clocks[Clock.LEAVE] = self.hazard(Decision.FINAL_LOSS, "final_loss_rate")
        self.one.clocks[Clock.ADVANCE] = self.hazard(Decision.RETURN, "return_rate")
        self.lapses += 1

    def is_missed(self) -> None:
        """The firm has a customer less; from tomorrow on all whom one knows see it."""
        self.one.ages(Curve.DROPOUTS, 1)
        self.letters.tells_invited_friends(Letter.LEFT)
        if self.nature.has("grief_effect"):
            self.letters.tells_all(Letter.DEFECTED, floor(self.one.now) + 1.0)

    def finds_a_reason(self) -> Reason:
        """Why the customer leaves: each reason has its weight today."""
        if not self.nature.has("reasons"):
            return Reason.NEED
        weights = {
            Reason.NEED: self.nature.number("leave_need"),
            Reason.PRICE: self.one.lever("leave_price"),
            Reason.COMPETITOR: self.one.lever("leave_rival"),
            Reason.SERVICE: self.nature.number("leave_service"),
        }
        u, below = self.nature.uniform(Decision.REASON, self.one.number, self.lapses), 0.0
        left = u * sum(weights.values())
        if self.nature.has("satisfaction_on"):  # what a bad mood adds is for the service
            left *= max(self.nature.mood_ratio(self.one.satisfaction), 1.0)
        for reason, weight in weights.items():
            below += weight
            if left < below:
                return reason
        return Reason.SERVICE

    # ---- what may follow ----

    def comes_back(self, life: int) -> None:
        """Another life as a customer, unasked or by our offer, at a cost to us."""
        one, cost = self.one, self.nature.amount("return_cost")
        one.notes(Event.RETURNED)
        one.ages(Curve.RETURNS, 1)
        one.books_on(Account.WINBACK, -cost)
        one.brings(-cost)
        one.which_life = life
        self.begins_a_life()
        self.letters.tells_invited_friends(Letter.BACK)
        self.silence.begins_after_a_return()

    def is_lost(self) -> None:
        """Gone for good."""
        if self.one.is_customer:
            self.running_costs.settles(self.one.now)
            self.is_missed()
        self.one.notes(Event.LOST)
        self.one.moves_to(Stage.LOST)
        self.ends_a_life()
        self.one.stops(Clock.LEAVE, Clock.ADVANCE)
