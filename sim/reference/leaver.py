"""Leaving: sleeping demand, the drop-out, the return, the loss."""

from __future__ import annotations

from math import floor

from sim.core.ground import state
from sim.reference.loyal import Loyal
from sim.reference.precision import single
from sim.vocabulary import Account, Clock, Curve, Decision, Event, Letter, Reason, Stage


class Leaver(Loyal):
    """A customer who will not be one for ever."""

    # ---- a customer's life begins ----

    def begins_a_customers_life(self) -> None:
        """From now on drop-out and loss threaten, and demand may go to sleep."""
        self.has_recommended = False
        self.loyalty_ratio = self.present_ratio()
        self.stops(Clock.ADVANCE)
        self.clocks[Clock.LEAVE] = self.life_clock(Decision.CUSTOMER_LOSS, "customer_loss_rate")
        match self.nature.amount("dropout_kind"):
            case state.EXPONENTIAL:
                self.keeps_grieving()
                patience = self.nature.patience(Decision.DROPOUT, self.number, self.lapses)
                rate = self.dropout * self.loyalty_ratio
                self.exposed_to = single(self.nature.after(patience, rate, self.exposure(self.now)))
                self.sets_dropout()
            case state.RENEWAL:
                self.occasion = self.lapses << 16
                self.clocks[Clock.DROPOUT] = self.now + self.nature.number("renewal_days")
        if self.nature.has("pause_rate") and self.nature.amount("dropout_kind") != state.RENEWAL:
            self.sets_next_pause()
        self.sets_next_question()

    def life_clock(self, decision: Decision, rate: str) -> float:
        """When a constant hazard of this life fires."""
        patience = self.nature.patience(decision, self.number, self.lapses)
        return self.nature.after(patience, self.nature.number(rate), self.now)

    def sets_next_question(self) -> None:
        """When a customer next wants something of us; how often that is, no policy moves."""
        if self.nature.has("desks"):
            patience = self.nature.patience(Decision.QUESTION, self.number, self.questions)
            rate = self.nature.question_rate(self.cell)
            self.clocks[Clock.QUESTION] = self.nature.after(patience, rate, self.now)

    # ---- demand that sleeps ----

    def sets_next_pause(self) -> None:
        """When demand goes to sleep or wakes up."""
        patience = self.nature.patience(Decision.PAUSE, self.number, self.pauses)
        rate = self.nature.number("resume_rate" if self.dormant else "pause_rate")
        self.clocks[Clock.PAUSE] = self.nature.after(patience, rate, self.now)

    def pauses_or_resumes(self) -> None:
        """Demand goes to sleep or wakes up."""
        self.dormant = not self.dormant
        self.pauses += 1
        self.notes(Event.PAUSED if self.dormant else Event.RESUMED)
        self.waits_for_an_occasion()
        self.sets_next_pause()

    # ---- the end, and another beginning ----

    def drops_out(self, reason: Reason | None = None) -> None:
        """Buys no more; nobody sees it, but for friends. ``reason``: if there is a known one."""
        self.settles(self.now)
        if reason is None:
            reason = self.finds_a_reason() if self.nature.has("reasons") else Reason.NEED
        self.reason = reason
        self.notes(Event.DROPPED_OUT)
        self.ages(Curve.DROPOUTS, 1)
        self.tells_invited_friends(Letter.LEFT)
        self.is_missed()
        self.moves_to(Stage.DROPPED_OUT)
        self.ends_a_customers_life()
        self.clocks[Clock.LEAVE] = self.life_clock(Decision.FINAL_LOSS, "final_loss_rate")
        self.clocks[Clock.ADVANCE] = self.life_clock(Decision.RETURN, "return_rate")
        self.lapses += 1

    def left_before(self) -> None:
        """The drop-out is past; return and final loss are still to come."""
        self.reason = self.finds_a_reason() if self.nature.has("reasons") else Reason.NEED
        self.moves_to(Stage.DROPPED_OUT)
        self.clocks[Clock.LEAVE] = self.life_clock(Decision.FINAL_LOSS, "final_loss_rate")
        self.clocks[Clock.ADVANCE] = self.life_clock(Decision.RETURN, "return_rate")
        self.lapses += 1

    def finds_a_reason(self) -> Reason:
        """Why the customer leaves: each reason has its weight today."""
        weights = {
            Reason.NEED: self.nature.number("leave_need"),
            Reason.PRICE: self.lever("leave_price"),
            Reason.COMPETITOR: self.lever("leave_rival"),
            Reason.SERVICE: self.nature.number("leave_service"),
        }
        u, below = self.nature.uniform(Decision.REASON, self.number, self.lapses), 0.0
        left = u * sum(weights.values())
        if self.nature.has("satisfaction_on"):  # what a bad mood adds is for the service
            left *= max(self.nature.mood_ratio(self.satisfaction), 1.0)
        for reason, weight in weights.items():
            below += weight
            if left < below:
                return reason
        return Reason.SERVICE

    def is_missed(self) -> None:
        """All whom one knows see, from tomorrow on, that one has left us."""
        if self.nature.has("grief_effect"):
            for friend in self.contacts_known():
                self.writes(Letter.DEFECTED, friend, floor(self.now) + 1.0)

    def ends_a_customers_life(self) -> None:
        """No occasions any more, and nothing that could end or pause them."""
        self.stops(Clock.NEED, Clock.DROPOUT, Clock.PAUSE, Clock.QUESTION)
        self.dormant = False

    def comes_back(self, life: int) -> None:
        """Another life as a customer, unasked or by our offer, at a cost to us."""
        self.notes(Event.RETURNED)
        self.ages(Curve.RETURNS, 1)
        self.moves_to(Stage.CUSTOMER)
        cost = self.nature.amount("return_cost")
        self.books_on(Account.WINBACK, -cost)
        self.brings(-cost)
        self.which_life = life
        self.waits_for_an_occasion()
        self.begins_a_customers_life()
        self.tells_invited_friends(Letter.BACK)
        if self.nature.has("label_days"):
            self.clocks[Clock.SILENCE] = self.now + self.nature.number("label_days")

    def is_lost(self) -> None:
        """Gone for good."""
        if self.is_customer:
            self.settles(self.now)
            self.ages(Curve.DROPOUTS, 1)
            self.tells_invited_friends(Letter.LEFT)
            self.is_missed()
        self.notes(Event.LOST)
        self.moves_to(Stage.LOST)
        self.ends_a_customers_life()
        self.stops(Clock.LEAVE, Clock.ADVANCE)
