"""Points and tier in a customer's life: earned and used up by orders, lost by staying away."""

from math import floor

from sim.core.ground import ledger
from sim.mechanisms.points import rules
from sim.reference.loyalty import Loyalty
from sim.reference.nature import REPEAT
from sim.reference.part import Part
from sim.vocabulary import NEVER, Account, Decision, Event, Points


class Story(Part):
    """A member of the loyalty programme: everybody who has ordered and kept it, where there is a programme."""

    points = 0  # micro-units of face value
    points_at = 0.0  # the latest order that counts
    year_orders = 0  # that count, up to what the highest tier takes
    counted_at = 0.0  # the latest of what counts towards the tiers
    tier = 0  # the latest of the upper ones

    @property
    def in_upper_tier(self) -> bool:
        """Whether the customer belongs to the upper tier; its clock runs until that is over."""
        return self.runs_until("at_tier") < NEVER

    @property
    def present_tier(self) -> int:
        """Which of the upper tiers the customer belongs to, 1 to 3; 0 for none."""
        return self.tier if self.in_upper_tier else 0

    def by_tier(self, none: str, ending: str) -> float:
        """The number of behaviour of the customer's tier; ``none``: its name where there is none."""
        return self.nature.number((none, f"tier{ending}", f"second{ending}", f"third{ending}")[self.present_tier])

    @property
    def last_moment(self) -> float:
        """The last moment of the present balance."""
        return rules.points_end(self.points_at, self.nature.number("points_days"))

    def accrued(self) -> int:
        """What the firm expects the balance to cost it."""
        return int(rules.accrued(self.points, self.nature.number("points_kept")))

    def dropout_ratio(self) -> float:
        """Who is in an upper tier stays longer."""
        if not self.in_upper_tier:
            return 1.0
        return float(rules.stays_longer(self.present_tier, *map(self.nature.number, ("tier_dropout", "next_dropout"))))

    def price_off(self) -> float:
        """What the present balance takes off the price in the customer's mind."""
        if not self.nature.has("points_value") or self.one.now > self.last_moment:
            return 0.0
        return rules.money_in_mind(self.points, self.nature.number("points_value"), self.nature.number("mean_order"))

    def member_price(self) -> float:
        """What a member pays less."""
        if self.one.orders == 0:
            return 0.0
        return self.by_tier("member_off", "_off")

    def order_kept(self, paid: int) -> None:
        """Points used, points earned on the rest, a step to the upper tier."""
        self.loses_old_points(self.one.now)
        expected = self.accrued()
        redeemed = self.redeems(paid)
        earned = self.earned(paid - redeemed)
        self.one.books.counts("programme", self.one.day, Points.ISSUED, amount=earned)
        self.points += earned
        cost = redeemed + self.accrued() - expected
        self.one.costs_to_serve(Account.POINTS, cost)
        if self.nature.has("tier_orders"):
            self.comes_nearer_the_upper_tier(1)
        self.points_at = self.one.now

    def friend_won(self) -> None:
        """A friend's first order counts as some of one's own."""
        if self.nature.has("friend_counts") and self.one.is_customer:
            self.comes_nearer_the_upper_tier(self.nature.amount("friend_counts"))

    def earned(self, paid: int) -> int:
        """Points that an amount paid earns."""
        rate = self.nature.number("earn_rate")
        if self.in_upper_tier:
            rate *= self.by_tier("", "_earn")
        return int(ledger.scaled(paid, rate))

    def redeems(self, paid: int) -> int:
        """Use points, as far as there are any and the order goes. How many."""
        u = self.nature.uniform(Decision.REDEEM, self.one.number, self.one.occasion, REPEAT)
        redeemed = min(self.points, paid)
        if redeemed == 0 or u >= self.nature.number("redeem"):
            return 0
        self.points -= redeemed
        self.one.notes(Event.REDEEMED, redeemed)
        self.one.books.counts("programme", self.one.day, Points.REDEEMED, amount=redeemed)
        return redeemed

    def horizon(self, t: float) -> None:
        """What has lapsed by then is booked."""
        self.loses_old_points(t)

    def loses_old_points(self, now: float) -> None:
        """Points whose last moment is before ``now`` have lapsed on that day, and what they were expected to cost is
        saved."""
        end = self.last_moment
        if self.points == 0 or now <= end:
            return
        saved = self.accrued()
        self.one.books.counts("programme", floor(end), Points.EXPIRED, amount=self.points)
        self.one.books.booked(end, self.one.cell, Account.POINTS, saved)
        self.one.brings(saved, end)
        self.points = 0

    def comes_nearer_the_upper_tier(self, many: int) -> None:
        """More orders in this membership year. Enough of them: in an upper tier until the end of the next one."""
        first = self.one.first_order_at - self.one.customer_before
        year, latest = (int(rules.membership_year(first, t)) for t in (self.one.now, self.counted_at))
        if year != latest:
            self.year_orders = 0
        self.counted_at = self.one.now
        most = self.nature.amount("tier_most")
        if self.year_orders >= most:
            return
        self.year_orders = min(self.year_orders + many, most)
        reached, before = self.earned_tier(), self.present_tier
        if reached == 0 or reached < before:
            return
        self.tier = reached
        self.is_set("at_tier", rules.year_ends(first, year + 1))
        if reached > before:
            if before == 0:
                self.one.notes(Event.UPGRADED, year)
            if before > 0 or reached > 1:
                self.one.notes(Event.TIER_MOVED, reached)
            self.one.part(Loyalty).is_reconsidered()

    def earned_tier(self) -> int:
        """What the orders of this membership year bring."""
        enough = (self.nature.amount(f"{tier}_orders") for tier in ("tier", "second", "third"))
        return int(rules.reached_tier(self.year_orders, *enough))

    def at_tier(self) -> None:
        """The years in this tier are over: on in a lower one, if the latest was enough for it."""
        first = self.one.first_order_at - self.one.customer_before
        past, latest = (int(rules.membership_year(first, t)) for t in (self.one.now - 0.5, self.counted_at))
        earned = self.earned_tier() if latest == past else 0
        if earned > 0:
            self.tier = earned
            self.is_set("at_tier", rules.year_ends(first, past + 1))
            self.one.notes(Event.TIER_MOVED, earned)
        else:
            self.stops("at_tier")
            self.one.notes(Event.DOWNGRADED)
        self.one.part(Loyalty).is_reconsidered()
