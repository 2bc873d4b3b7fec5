"""Silence: all that the firm sees of a drop-out. It calls who is silent lapsed, and may make an offer."""

from __future__ import annotations

from sim.core.verbs.loyalty import WON_BACK
from sim.reference.leaver import Leaver
from sim.reference.precision import single
from sim.vocabulary import Account, Clock, Decision, Event, Stage


class Sleeper(Leaver):
    """A customer of whom nothing is heard for a while."""

    def is_heard_of(self) -> None:
        """An order: silence begins anew. The firm waits a multiple of the customer's own mean gap."""
        if not self.nature.has("label_days"):
            return
        patience = self.nature.firms_patience(self.first_order_at, self.now, self.orders)
        self.clocks[Clock.SILENCE] = self.now + patience

    def is_called_lapsed(self) -> bool:
        """The silence has lasted long enough for the firm. Whether the customer comes back by its offer."""
        self.notes(Event.LABELLED)
        self.stops(Clock.SILENCE)
        if not self.nature.has("winback") or self.offers >= self.nature.amount("offers_most"):
            return False
        return self.gets_an_offer()

    def gets_an_offer(self) -> bool:
        """Who only bought slowly gets it too; who is lost does not answer."""
        self.offers += 1
        self.notes(Event.OFFERED)
        cost = self.nature.amount("offer_cost")
        self.books_on(Account.OFFER, -cost)
        self.brings(-cost)
        won = self.stage == Stage.DROPPED_OUT and self.is_convinced()
        if won:
            self.comes_back(WON_BACK)
        if self.is_customer and self.nature.has("offer_depth"):
            self.coupon_until = single(self.now + self.nature.number("offer_days"))
        return won

    def is_convinced(self) -> bool:
        """Whether the offer makes up for the reason to leave."""
        return self.nature.uniform(Decision.WINBACK, self.number, self.offers) < self.nature.acceptance(self.reason)
