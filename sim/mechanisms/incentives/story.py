"""Incentives in a customer's life: expected by nobody, remembered row by row."""

from types import SimpleNamespace

from sim.mechanisms.classes.rules import is_for
from sim.mechanisms.incentives.rules import (
    acceptance,
    birthday,
    has_left_for,
    next_campaign,
    next_round,
    next_year,
    years_on,
)
from sim.mechanisms.satisfaction.rules import moved_to
from sim.reference.lifetime import Lifetime
from sim.reference.loyalty import Loyalty
from sim.reference.part import Part
from sim.reference.person import Person
from sim.reference.precision import single
from sim.vocabulary import NEVER, WON_BACK, Account, Decision, Event, Granted, Occasion, Stage, Whether

YEARLY = (Occasion.BIRTHDAY, Occasion.ANNIVERSARY)
DATED = (*YEARLY, Occasion.CAMPAIGN)


class Story(Part):
    """Somebody to whom incentives go out."""

    def __init__(self, one: Person) -> None:
        super().__init__(one)
        self.rows = self.nature.incentive_rows
        self.had = [0] * len(self.rows)
        self.due: dict[int, float] = {}  # by row, while its day is waited for
        self.not_before = [0.0] * len(self.rows)
        self.coupon_until, self.coupon_row = -1.0, 0
        self.latest, self.has_used = 0.0, False
        self.talked_at = -1.0

    def dropout_ratio(self) -> float:
        """Who came back by an incentive leaves sooner, or later, by what it was."""
        life = self.one.which_life
        return self.rows[life - WON_BACK].life if life >= WON_BACK else 1.0

    def coupon(self) -> float:
        """The latest coupon, while it holds."""
        return self.rows[self.coupon_row].depth if self.one.now <= self.coupon_until else 0.0

    # ---- what rows wait for ----

    def ordered(self, less: int) -> None:
        """The coupon is used up; what waits for orders comes up, what waits for silence waits anew."""
        if less > 0:
            self.counts(self.coupon_row, Granted.REDEEMED)
            self.counts(self.coupon_row, Granted.LESS, less)
            self.has_used = True
        self.coupon_until = -1.0
        self.latest = self.one.now
        for r, row in enumerate(self.rows):
            if row.occasion == Occasion.ORDER and row.nth in (0, self.one.orders):
                self.comes_up(r, row)
            elif row.occasion == Occasion.SILENCE and row.days > 0.0:
                self.due[r] = max(single(self.one.now + row.days), self.not_before[r])
            elif row.occasion in DATED and self.one.orders == 1:
                self.is_due(r, self.first_due(row))
        self.waits()

    def is_due(self, r: int, day: float) -> None:
        """The row waits for ``day``; for none if that is 0."""
        if day > 0.0:
            self.due[r] = day

    def first_due(self, row: SimpleNamespace) -> float:
        """When a row with days of its own comes first: after a year, on the next birthday, with the next campaign."""
        if row.occasion == Occasion.CAMPAIGN:
            return next_campaign(row.days, row.again, row.until, self.one.now)
        if row.occasion == Occasion.ANNIVERSARY:
            return years_on(self.one.now + row.days, 0.0)
        born = birthday(self.nature.uniform(Decision.BIRTHDAY, self.one.number))
        return next_year(born + row.days, self.one.now)

    def known_before(self, silent: float) -> None:
        """What has days of its own comes; what waits for silence has waited since the latest order."""
        self.latest = single(self.one.now - silent)
        for r, row in enumerate(self.rows):
            if row.occasion == Occasion.SILENCE and row.days > silent:
                self.due[r] = single(self.one.now + (row.days - silent))
            elif row.occasion == Occasion.ANNIVERSARY:
                self.due[r] = next_round(row.days - self.one.customer_before, self.one.now)
            elif row.occasion in DATED:
                self.is_due(r, self.first_due(row))
        self.waits()

    def friend_won(self) -> None:
        """What waits for friends comes up."""
        for r, row in enumerate(self.rows):
            if row.occasion == Occasion.FRIEND and row.nth in (0, self.one.friends_won):
                self.comes_up(r, row)
        self.waits()

    def silent(self) -> None:
        """What waits for being called lapsed comes up."""
        for r, row in enumerate(self.rows):
            if row.occasion == Occasion.SILENCE and row.days == 0.0:
                self.comes_up(r, row)

    def comes_up(self, r: int, row: SimpleNamespace) -> None:
        """At once, or after days; while its day is waited for, nothing comes up anew."""
        if r in self.due:
            return
        if row.days > 0.0:
            self.due[r] = max(single(self.one.now + row.days), self.not_before[r])
        elif self.one.now >= self.not_before[r]:
            self.goes_out(r, row)

    def waits(self) -> None:
        """For the earliest day."""
        if self.due:
            self.is_set("at_incentive", min(self.due.values()))
        else:
            self.stops("at_incentive")

    def at_incentive(self) -> None:
        """The day has come, of one row or of several."""
        for r in sorted(r for r, day in self.due.items() if day == self.one.now):
            row = self.rows[r]
            del self.due[r]
            if row.occasion in YEARLY:
                self.due[r] = years_on(self.one.now, row.again)
            elif row.occasion == Occasion.CAMPAIGN:
                self.is_due(r, self.first_due(row))
            self.goes_out(r, row)
        self.waits()

    # ---- the incentive ----

    def is_meant(self, row: SimpleNamespace, to: list[int]) -> bool:
        """Whether the firm means this incentive for people like this one."""
        lapsed = self.nature.has("label_days") and self.runs_until("at_silence") == NEVER
        upper = self.runs_until("at_tier") < NEVER
        for whether, has in ((row.lapsed, lapsed), (row.tier, upper), (row.used, self.has_used)):
            if whether == (Whether.WITHOUT if has else Whether.WITH):
                return False
        if not row.least_silent <= self.one.now - self.latest <= row.most_silent or self.one.now > row.until:
            return False
        fits = row.least <= self.one.orders <= row.most_orders and is_for(row.classes, self.one.value_class)
        return bool(fits and to[self.one.cell] > 0)

    def is_drawn(self, row: SimpleNamespace) -> bool:
        """Whether this one is of the share of those who are meant."""
        u = self.nature.uniform(Decision.INCENTIVE_SHARE, self.one.number, int(self.one.now), row.number)
        return row.share == 1.0 or u < row.share

    def goes_out(self, r: int, row: SimpleNamespace) -> None:
        """Whoever has left us costs it, too; an incentive for silence may bring them back."""
        if self.had[r] >= row.most or not self.is_meant(row, self.nature.incentive_who[r]) or not self.is_drawn(row):
            return
        if row.reasons > 0:
            self.talks()
            if not has_left_for(row.reasons, self.one.stage, self.one.reason):
                return
        self.had[r] += 1
        if row.occasion not in DATED:
            self.not_before[r] = single(self.one.now + row.again) if row.again > 0.0 else 0.0
        self.counts(r, Granted.SENT)
        self.counts(r, Granted.COST, row.cost)
        self.one.notes(Event.GRANTED, row.number)
        self.one.costs_to_serve(Account.INCENTIVE, row.cost)
        if self.one.is_customer:
            self.is_given(r, row)
        elif self.one.stage == Stage.DROPPED_OUT and row.occasion == Occasion.SILENCE and self.is_convinced(r, row):
            self.counts(r, Granted.RETURNED)
            self.is_given(r, row)
            self.one.part(Lifetime).comes_back(WON_BACK + r)

    def is_convinced(self, r: int, row: SimpleNamespace) -> bool:
        """Whether the incentive makes up for the reason to leave."""
        u = self.nature.uniform(Decision.WINBACK, self.one.number, self.had[r], row.number)
        match = self.nature.number("talk_match") if row.reasons > 0 else 1.0
        ratio = self.nature.of("accept_reason", self.one.reason) * match
        return bool(u < acceptance(self.nature.number("accept_return"), ratio))

    def talks(self) -> None:
        """About having left, and why; once for all rows of the moment."""
        if self.talked_at == single(self.one.now):
            return
        self.talked_at = single(self.one.now)
        cost = self.nature.amount("talk_cost")
        self.one.notes(Event.TALKED, cost)
        self.one.costs_to_serve(Account.TALK, cost)

    def is_given(self, r: int, row: SimpleNamespace) -> None:
        """A coupon, a pleasure, or words."""
        if row.depth > 0.0:
            self.coupon_until, self.coupon_row = single(self.one.now + row.valid), r
        if row.worth != 0.0 and self.nature.has("satisfaction_on"):
            weight = self.nature.number("satisfaction_weight")
            self.one.satisfaction = single(moved_to(self.one.satisfaction, row.worth, weight))
            self.one.part(Loyalty).is_reconsidered()

    def counts(self, r: int, kind: Granted, amount: int = 1) -> None:
        """What becomes of a row."""
        self.one.books.counts("granted", self.one.day, r, kind, amount=amount)
