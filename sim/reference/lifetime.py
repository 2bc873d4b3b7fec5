"""A life as a customer: its beginning, the drop-out, the return, the loss."""

from __future__ import annotations

from math import floor
from types import SimpleNamespace

from sim.core.ground import state
from sim.mechanisms.satisfaction.rules import mood_ratio
from sim.reference.awareness import Awareness
from sim.reference.exposure import Exposure
from sim.reference.journey import Journey
from sim.reference.letters import Letters
from sim.reference.loyalty import Loyalty
from sim.reference.occasions import Occasions
from sim.reference.person import Person
from sim.vocabulary import Account, Clock, Curve, Decision, Event, Letter, Reason, Stage


class Lifetime:
    """A customer who will not be one for ever."""

    def __init__(self, one: Person) -> None:
        self.one, self.nature = one, one.nature
        self.occasions, self.loyalty, self.exposure = one.part(Occasions), one.part(Loyalty), one.part(Exposure)
        self.letters, self.journey = one.part(Letters), one.part(Journey)
        self.lapses = 0

    def begins(self) -> None:
        """From now on one is a customer: drop-out and loss threaten."""
        one = self.one
        self.journey.moves_to(Stage.CUSTOMER)
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
        one.tells("life_begins")

    def ends(self) -> None:
        """No occasions any more, and nothing that could end or pause them."""
        self.one.stops(Clock.NEED, Clock.DROPOUT)
        self.one.tells("life_ends")

    def hazard(self, decision: Decision, rate: str) -> float:
        """When a constant hazard of this life fires."""
        patience = self.nature.patience(decision, self.one.number, self.lapses)
        return self.nature.after(patience, self.nature.number(rate), self.one.now)

    def goes_on(self, known: SimpleNamespace) -> None:
        """Of who was a customer before the beginning; what is brought counts from now on."""
        one = self.one
        one.stops(Clock.ADVANCE)
        one.credited = self.nature.sources + 1
        one.part(Awareness).reached_at = one.first_order_at = one.now
        one.orders = known.orders
        if one.orders > 1:
            one.second_order_at = one.now
        one.ages(Curve.CUSTOMERS, 1)
        if known.alive:
            one.notes(Event.EXISTING, one.orders)
            self.begins()
            self.has_waited(known.first)
        else:
            one.notes(Event.FORMER, one.orders)
            one.reason = self.finds_a_reason()
            self.is_gone()
        one.customer_before = known.age
        one.tells("known_before", known.silent)

    def has_waited(self, first: float) -> None:
        """Where the time until the next occasion, or the end of the contract, depends on how long one has waited."""
        if self.nature.amount("dropout_kind") == state.RENEWAL:
            self.one.clocks[Clock.DROPOUT] = self.one.now + first
        elif self.nature.amount("regularity") != 1 and self.one.need_rate > 0.0 and self.occasions.come():
            self.occasions.is_set(1, first)

    def drops_out(self, reason: Reason | None = None) -> None:
        """Buys no more; nobody sees it, but for friends. ``reason``: if there is a known one."""
        one = self.one
        one.reason = self.finds_a_reason() if reason is None else reason
        one.notes(Event.DROPPED_OUT)
        self.is_missed()
        self.is_gone()
        self.ends()

    def is_gone(self) -> None:
        """No customer any more; return and final loss are still to come."""
        self.journey.moves_to(Stage.DROPPED_OUT)
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
            left *= max(mood_ratio(self.nature.number("satisfaction_dropout"), self.one.satisfaction), 1.0)
        for reason, weight in weights.items():
            below += weight
            if left < below:
                return reason
        return Reason.SERVICE

    def comes_back(self, life: int) -> None:
        """Another life as a customer, unasked or by an incentive, at a cost to us."""
        one, cost = self.one, self.nature.amount("return_cost")
        one.notes(Event.RETURNED)
        one.ages(Curve.RETURNS, 1)
        one.costs_to_serve(Account.WINBACK, cost)
        one.which_life = life
        self.begins()
        self.letters.tells_invited_friends(Letter.BACK)

    def is_lost(self) -> None:
        """Gone for good."""
        if self.one.is_customer:
            self.is_missed()
        self.one.notes(Event.LOST)
        self.journey.moves_to(Stage.LOST)
        self.ends()
        self.one.stops(Clock.LEAVE, Clock.ADVANCE)
