"""One person of the market: who it is, what is going on, and how it enters the books."""

from __future__ import annotations

from collections.abc import Iterator
from math import floor
from typing import TYPE_CHECKING, Any

from simpy import Process

from sim.core.ground import state
from sim.reference.part import Part
from sim.reference.precision import Clocks, single
from sim.vocabulary import FIRST_LIFE, NEVER, ORGANIC, Account, Clock, Curve, Decision, Event, Letter, Reason, Stage

if TYPE_CHECKING:
    from sim.reference.market import Market


class Person:
    """Traits, the present state, and the clocks that run. Times in days, money in micro-units of currency."""

    process: Process

    def __init__(self, number: int, market: Market) -> None:
        nature = market.nature
        self.number, self.market, self.nature = number, market, nature
        self.calendar, self.books = market.calendar, market.books

        # what mechanisms are in one's life; those that are on
        self.parts: tuple[Part, ...] = ()

        # traits
        self.known = nature.known(number)
        self.segment = nature.segment(number)
        self.start = nature.start(number)
        self.could_buy = nature.could_buy(number, self.start)
        self.label = nature.label(number, self.segment)
        self.cell = nature.cell(number, self.label, self.could_buy)
        self.entry = nature.entry(number)
        self.need_rate = nature.need_rate(number, self.cell)
        self.dropout = nature.dropout(number, self.cell)
        self.spend_rate = nature.spend_rate(number, self.cell)
        self.price_response = nature.price_response(number, self.cell)
        self.willingness = nature.willingness(number) if nature.amount("rule") == state.THRESHOLD else 0.0

        # what is going on
        self.stage = Stage.UNAWARE
        self.since = 0.0
        self.clocks = Clocks()
        self.letters = 0  # received so far
        self.letter_box: list[tuple[float, int, Letter, int, Any]] = []  # (arrival, sender, kind, number, what)

        # hearing of us
        self.contacts = [0] * nature.sources
        self.contact_levels = [self.first_contact(source) for source in range(nature.sources)]
        self.next_source = ORGANIC
        self.awakened_by = self.touched_by = self.credited = ORGANIC
        self.reached_at, self.touched_at = NEVER, -NEVER
        self.awakenings = self.doubts = self.trials = 0
        self.opted_out = False
        self.is_talked_of = False  # as a free user

        # buying
        self.occasion, self.occasion_level = 0, 0.0
        self.orders = self.stock = self.categories = 0
        self.first_order_at = self.second_order_at = NEVER
        self.reference_price = 1.0
        self.deal_prone, self.deal_prone_at = 0.0, 0.0
        self.customer_before = 0.0  # time 0, days
        self.earned = self.earned_at_present_value = self.cost_to_win = 0

        # staying and leaving
        self.exposed_to = 0.0  # the exposure at which the customer drops out
        self.loyalty_ratio = 1.0
        self.which_life = FIRST_LIFE
        self.lapses = self.pauses = 0
        self.reason = Reason.NEED
        self.dormant = False

        # friends
        self.inviter = -1
        self.invited_friends = self.friends_won = 0
        self.has_recommended = False  # lately
        self.hunter = self.in_community = self.friend_is_customer = False

        # service, and what one makes of us
        self.questions = self.open_tickets = 0
        self.complained: set[int] = set()  # of which causes
        self.satisfaction = self.opinion = 0.0
        self.value_class = 0  # as the firm classes customers, where it does
        self.told = 0  # contacts told how it was
        self.grief, self.grief_at = 0.0, 0.0  # contacts who have left us, weighed, at a time

    def first_contact(self, source: int) -> float:
        """The level on a source's curve of its first contact, which comes after entry into the market."""
        if self.nature.waits_to_be_invited(self.number):
            return NEVER
        patience = self.nature.patience(Decision.REACH, self.number, 0, source)
        if not self.nature.has("inflow"):
            return single(patience)
        return single(self.nature.level(self.cell, state.REACH + source, self.entry) + patience)

    @property
    def now(self) -> float:
        """The time, days."""
        return self.calendar.now

    @property
    def is_customer(self) -> bool:
        """Whether the person is a customer and has not dropped out."""
        return self.stage == Stage.CUSTOMER

    def lever(self, name: str) -> float:
        """What a policy does today for the person's cell."""
        return self.nature.lever(name, self.cell, self.now)

    def reward(self, name: str) -> int:
        """An amount that a policy sets today for the person's cell."""
        return self.nature.reward(name, self.cell, self.now)

    def stops(self, *clocks: Clock) -> None:
        """Clocks that no longer run."""
        for clock in clocks:
            self.clocks.pop(clock, None)

    def moves_to(self, stage: Stage) -> None:
        """Enter another stage."""
        self.books.moved(self.now, self.stage, stage)
        self.stage, self.since = stage, self.now

    def notes(self, event: Event, amount: int = 0) -> None:
        """Something happened."""
        self.books.happened(self.now, self.number, self.cell, event, amount)

    def books_on(self, account: Account, amount: int) -> None:
        """Book an amount today."""
        self.books.booked(self.now, self.cell, account, amount)

    def costs(self, account: Account, amount: int) -> None:
        """It costs an amount to win the person, or those whom the person brings."""
        self.books_on(account, -amount)
        self.cost_to_win -= amount

    @property
    def group(self) -> int:
        """Those with the same source of the first order, alike in segment, region and place."""
        return self.credited * self.nature.labels + self.label

    def ages(self, curve: Curve, amount: int, time: float | None = None) -> None:
        """Add to a curve by customers' age, now or at a time past."""
        at = self.now if time is None else time
        self.books.aged(at, self.first_order_at, self.cell, self.group, curve, amount)

    def brings(self, amount: int, time: float | None = None) -> None:
        """The customer brings us an amount, now or at a time past."""
        at = self.now if time is None else time
        value = self.nature.present_value(amount, at - self.first_order_at)
        self.earned += amount
        self.earned_at_present_value += value
        self.books.aged(at, self.first_order_at, self.cell, self.group, Curve.VALUE, value)

    def settles(self, until: float) -> None:
        """At the end of a stage: book what it has cost by the day. Messages, a trial, service, the community."""
        match self.stage:
            case Stage.RETAINED:
                self.settles_cost_to_win(Account.NURTURE, state.NURTURE_COST, until)
            case Stage.TRIAL:
                self.settles_cost_to_win(Account.TRIAL, state.TRIAL_COST, until)
            case Stage.CUSTOMER:
                self.settles_cost_to_serve(Account.SERVICE, state.SERVICE_COST, until)
                if self.in_community:
                    self.settles_cost_to_serve(Account.COMMUNITY, state.COMMUNITY_COST, until)

    def settles_cost_to_win(self, account: Account, curve: int, until: float) -> None:
        """Of somebody who has not yet bought."""
        for time, cost in self.costs_by_day(curve, until):
            self.books.booked(time, self.cell, account, -cost)
            self.cost_to_win -= cost

    def settles_cost_to_serve(self, account: Account, curve: int, until: float) -> None:
        """Of a customer, whose value it lowers, at each age."""
        for time, cost in self.costs_by_day(curve, until):
            self.books.booked(time, self.cell, account, -cost)
            self.earned -= cost
        for age, start, end in self.ages_since(until):
            cost = self.cost_of(curve, start, end)
            value = self.nature.present_value(-cost, 0.5 * (start + end) - self.first_order_at)
            self.earned_at_present_value += value
            self.books.aged_by(age, self.first_order_at, self.cell, self.group, Curve.VALUE, value)

    def cost_of(self, curve: int, start: float, end: float) -> int:
        """What a cost curve adds between two times, micro-units; parts add up."""
        before, after = (self.nature.micro(self.nature.level(self.cell, curve, t)) for t in (start, end))
        return after - before

    def costs_by_day(self, curve: int, until: float) -> Iterator[tuple[float, int]]:
        """What a cost curve has added on each day of this stage: (from when, micro-units)."""
        start = self.since
        while start < until:
            end = min(floor(start) + 1.0, until)
            yield start, self.cost_of(curve, start, end)
            start = end

    def ages_since(self, until: float) -> Iterator[tuple[int, float, float]]:
        """The spans of age that a customer has gone through in this stage: (which, from, to)."""
        width, last = self.books.age_width, self.books.plan.age_bins - 1
        start, age = self.since, min(floor((self.since - self.first_order_at) / width), last)
        while start < until:
            end = until if age == last else min(self.first_order_at + (age + 1) * width, until)
            if end > start:
                yield age, start, end
                start = end
            age += 1
