"""Points: earned and used up by orders, lost by staying away; and the upper tier."""

from __future__ import annotations

from sim.reference.subscriber import Subscriber
from sim.vocabulary import Account, Clock, Event, Points


class Saver(Subscriber):
    """A member of the loyalty programme: everybody who has ordered and kept it, where there is a programme."""

    @property
    def in_upper_tier(self) -> bool:
        """Whether the customer belongs to the upper tier; its clock runs until that is over."""
        return Clock.TIER in self.clocks

    @property
    def points_end(self) -> float:
        """The last moment of the present balance."""
        return self.nature.points_end(self.points_since)

    def points_in_mind(self) -> float:
        """What the present balance takes off the price in the customer's mind."""
        if not self.nature.has("points_value") or self.now > self.points_end:
            return 0.0
        return self.nature.worth_of_points(self.points)

    def takes_part_in_the_programme(self, paid: int, sent_back: bool) -> None:
        """An order, of which ``paid`` is due: points used, points earned on the rest, a step to the upper tier."""
        if not self.nature.has("points_on") or sent_back:
            return
        self.loses_old_points(self.now)
        expected = self.nature.accrued(self.points)
        redeemed = self.redeems(paid)
        earned = self.nature.points_earned(paid - redeemed, self.in_upper_tier)
        self.books.points_moved(self.now, Points.ISSUED, earned)
        self.points += earned
        cost = redeemed + self.nature.accrued(self.points) - expected
        self.books_on(Account.POINTS, -cost)
        self.brings(-cost)
        self.comes_nearer_the_upper_tier()
        self.points_since = self.now

    def redeems(self, paid: int) -> int:
        """Use points, as far as there are any and the order goes. How many."""
        if self.points == 0 or not self.nature.wants_to_redeem(self.number, self.occasion):
            return 0
        redeemed = min(self.points, paid)
        self.points -= redeemed
        self.notes(Event.REDEEMED, redeemed)
        self.books.points_moved(self.now, Points.REDEEMED, redeemed)
        return redeemed

    def loses_old_points(self, now: float) -> None:
        """Points whose last moment is before ``now`` have lapsed on that day, and what they were expected to cost is
        saved."""
        end = self.points_end
        if self.points == 0 or now <= end:
            return
        saved = self.nature.accrued(self.points)
        self.books.points_moved(end, Points.EXPIRED, self.points)
        self.books.booked(end, self.cell, Account.POINTS, saved)
        self.brings(saved, end)
        self.points = 0

    def comes_nearer_the_upper_tier(self) -> None:
        """One more order in this membership year. Enough of them: in the upper tier until the end of the next one."""
        enough = self.nature.amount("tier_orders")
        year, latest = (self.nature.membership_year(self.first_order_at, t) for t in (self.now, self.points_since))
        if year != latest:
            self.orders_this_year = 0
        if self.orders_this_year >= enough:
            return
        self.orders_this_year += 1
        if self.orders_this_year == enough:
            if not self.in_upper_tier:
                self.notes(Event.UPGRADED, year)
            self.clocks[Clock.TIER] = self.nature.year_ends(self.first_order_at, year + 1)
