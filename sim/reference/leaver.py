"""Staying and leaving: loyalty and what moves it, sleeping demand, the drop-out, the return, the loss."""

from __future__ import annotations

from sim.core import state
from sim.reference.shopper import Shopper
from sim.vocabulary import Account, Clock, Curve, Decision, Event, Letter, Reason, Stage


class Leaver(Shopper):
    """A customer who will not be one for ever."""

    # ---- a customer's life begins ----

    def begins_a_customers_life(self) -> None:
        """From now on drop-out and loss threaten, and demand may go to sleep."""
        self.recommends_until = -1.0
        self.loyalty_ratio = self.present_ratio()
        self.stops(Clock.ADVANCE)
        self.clocks[Clock.LEAVE] = self.life_clock(Decision.CUSTOMER_LOSS, "customer_loss_rate")
        self.loyalty_left = self.nature.patience(Decision.DROPOUT, self.number, self.lapses)
        self.loyalty_since = self.now
        match self.nature.amount("dropout_kind"):
            case state.EXPONENTIAL:
                self.sets_dropout()
            case state.RENEWAL:
                self.renewals = 0
                self.clocks[Clock.DROPOUT] = self.now + self.nature.number("renewal_days")
                return
        if self.nature.has("pause_rate"):
            self.sets_next_pause()

    def life_clock(self, decision: Decision, rate: str) -> float:
        """When a constant hazard of this life fires."""
        patience = self.nature.patience(decision, self.number, self.lapses)
        return self.nature.after(patience, self.nature.number(rate), self.now)

    # ---- loyalty ----

    def present_ratio(self) -> float:
        """The drop-out rate to be in force, ratio to one's own."""
        nature, ratio = self.nature, 1.0
        if self.recommends_until >= 0.0:
            ratio *= nature.number("sharer_ratio")
        if self.in_community:
            ratio *= nature.number("community_dropout")
        if self.friend_is_customer:
            ratio *= nature.number("referred_ratio")
        if self.hunter:
            ratio *= nature.number("hunter_dropout")
        ratio *= self.life_ratio
        breadth = self.categories.bit_count()
        if nature.has("breadth_effect") and breadth > 1:
            ratio *= nature.breadth_ratio(breadth)
        return ratio

    def reconsiders_loyalty(self) -> None:
        """Something that loyalty depends on has changed: what is used up of the threshold stays used up."""
        ratio = self.present_ratio()
        if ratio == self.loyalty_ratio:
            return
        used = self.loyalty_used()
        self.loyalty_ratio = ratio
        if self.nature.amount("dropout_kind") == state.EXPONENTIAL:
            self.loyalty_left = max(self.loyalty_left - used, 0.0)
            self.loyalty_since = self.now
            self.sets_dropout()

    def loyalty_used(self) -> float:
        """The part of the drop-out threshold used up since it was last looked at."""
        rate = self.dropout_rate * self.loyalty_ratio
        if not self.nature.has("dropout_curve"):
            return self.nature.used(rate, self.loyalty_since, self.now)
        passed, before = (self.nature.level(self.cell, state.DROPOUT, t) for t in (self.now, self.loyalty_since))
        return rate * (passed - before)

    def sets_dropout(self) -> None:
        """When the rest of the threshold will be used up."""
        rate = self.dropout_rate * self.loyalty_ratio
        if self.nature.has("dropout_curve") and rate > 0.0:
            level = self.nature.level(self.cell, state.DROPOUT, self.now) + self.loyalty_left / rate
            self.clocks[Clock.DROPOUT] = self.nature.when(self.cell, state.DROPOUT, level, self.now)
        else:
            self.clocks[Clock.DROPOUT] = self.nature.after(self.loyalty_left, rate, self.now)

    def recommendation_binds(self) -> None:
        """Who recommends us is more loyal for a while."""
        if self.nature.number("sharer_ratio") == 1.0:
            return
        self.recommends_until = self.clocks[Clock.ADVANCE] = self.now + self.nature.number("sharer_days")
        self.reconsiders_loyalty()

    def recommendation_wears_off(self) -> None:
        """The while is over."""
        self.recommends_until = -1.0
        self.stops(Clock.ADVANCE)
        self.reconsiders_loyalty()

    def dropout_chance_now(self) -> float:
        """The chance of leaving at an order or a renewal."""
        weight = 1.0
        if self.nature.has("dropout_curve"):
            reasons = self.nature.number("leave_need"), self.lever("leave_price"), self.lever("leave_rival")
            weight = sum(reasons) + self.nature.number("leave_service")
        return min(self.dropout_chance * self.loyalty_ratio * weight, 1.0)

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

    def drops_out(self) -> None:
        """Buys no more; nobody sees it."""
        self.settles(self.now)
        if self.nature.has("reasons"):
            self.reason = self.finds_a_reason()
        self.notes(Event.DROPPED_OUT)
        self.ages(Curve.DROPOUTS, 1)
        self.tells_invited_friends(Letter.LEFT)
        self.moves_to(Stage.DROPPED_OUT)
        self.ends_a_customers_life()
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
        for reason, weight in weights.items():
            below += weight
            if left < below:
                return reason
        return Reason.SERVICE

    def ends_a_customers_life(self) -> None:
        """No occasions any more, and nothing that could end or pause them."""
        self.stops(Clock.NEED, Clock.DROPOUT, Clock.PAUSE)
        self.dormant = False

    def comes_back(self, life: str) -> None:
        """Another life as a customer, at a cost to us; ``life`` names the ratio on its drop-out rate."""
        self.notes(Event.RETURNED)
        self.ages(Curve.RETURNS, 1)
        self.moves_to(Stage.CUSTOMER)
        cost = self.nature.amount("return_cost")
        self.books_on(Account.WINBACK, -cost)
        self.brings(-cost)
        self.life_ratio = self.nature.number(life)
        self.waits_for_an_occasion()
        self.begins_a_customers_life()
        self.tells_invited_friends(Letter.BACK)
        self.labelled = False
        if self.nature.has("label_days"):
            self.clocks[Clock.SILENCE] = self.now + self.nature.number("label_days")

    def is_lost(self) -> None:
        """Gone for good."""
        if self.is_customer:
            self.settles(self.now)
            self.ages(Curve.DROPOUTS, 1)
            self.tells_invited_friends(Letter.LEFT)
        self.notes(Event.LOST)
        self.moves_to(Stage.LOST)
        self.ends_a_customers_life()
        self.stops(Clock.LEAVE, Clock.ADVANCE)
