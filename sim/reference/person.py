"""One person of the market: who it is, what is going on, and how it enters the books."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from math import ceil, floor
from typing import TYPE_CHECKING, Any

from simpy import Process

from sim.core import state
from sim.vocabulary import NEVER, ORGANIC, Account, Clock, Curve, Decision, Event, Stage

if TYPE_CHECKING:
    from sim.reference.market import Market


class Person:
    """Traits, the present state, and the clocks that run. Times in days, money in micro-units of currency."""

    process: Process

    def __init__(self, number: int, market: Market) -> None:
        nature = market.nature
        self.number, self.market, self.nature = number, market, nature
        self.calendar, self.books = market.calendar, market.books
        self.segment = nature.group(Decision.SEGMENT, number)
        self.cell = self.segment * nature.classes + nature.group(Decision.ACTIVITY, number)
        self.need_rate = nature.need_rate(number)
        self.dropout_rate = nature.dropout_rate(number)
        self.spend_rate = nature.spend_rate(number)
        self.price_response = nature.price_response(number, self.segment)
        self.start = nature.start(number)

        self.stage = Stage.UNAWARE
        self.since = 0.0
        self.clocks: dict[Clock, float] = {}
        self.invitations: list[tuple[float, int]] = []  # (arrival, sender) of those not yet opened

        self.contacts = [0] * nature.sources
        self.contact_levels = [nature.first_contact(number, s) for s in range(nature.sources)]
        self.next_source = ORGANIC
        self.awakened_by = self.touched_by = self.credited = ORGANIC
        self.reached_at, self.touched_at = NEVER, -NEVER
        self.awakenings = self.signups = self.doubts = 0
        self.opted_out = False
        self.inviter = -1

        self.occasion, self.occasion_level = 0, 0.0
        self.orders = 0
        self.first_order_at = self.second_order_at = self.last_order_at = NEVER
        self.lapses = self.invited_friends = 0
        self.loyalty_left = self.loyalty_since = 0.0  # the rest of the drop-out threshold, and since when
        self.recommends_until = -1.0

        self.settled_until = 0.0
        self.earned = self.earned_at_present_value = self.cost_to_win = 0

    @property
    def now(self) -> float:
        """The time, days."""
        return self.calendar.now

    @property
    def is_customer(self) -> bool:
        """Whether the person is a customer and has not dropped out."""
        return self.stage == Stage.CUSTOMER

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

    def ages(self, curve: Curve, amount: int, time: float | None = None) -> None:
        """Add to a curve by customers' age."""
        group = self.credited * self.nature.segments + self.segment
        at = self.now if time is None else time
        self.books.aged(at, self.first_order_at, self.cell, group, curve, amount)

    def brings(self, amount: int) -> None:
        """The customer brings us an amount."""
        value = self.nature.present_value(amount, self.now - self.first_order_at)
        self.earned += amount
        self.earned_at_present_value += value
        self.ages(Curve.VALUE, value)

    def settles(self, until: float) -> None:
        """Book what the person has cost by the day: messages on the list, service as a customer."""
        if self.stage == Stage.RETAINED:
            for time, cost, _ in self.costs_by_day(state.NURTURE_COST, until):
                self.books.booked(time, self.cell, Account.NURTURE, -cost)
                self.cost_to_win -= cost
        elif self.stage == Stage.CUSTOMER:
            for time, cost, middle in self.costs_by_day(state.SERVICE_COST, until):
                value = self.nature.present_value(-cost, middle - self.first_order_at)
                self.books.booked(time, self.cell, Account.SERVICE, -cost)
                self.earned -= cost
                self.earned_at_present_value += value
                self.ages(Curve.VALUE, value, time)
        else:
            return
        self.settled_until = until

    def closes(self, horizon: float) -> None:
        """The end of the run: settle with those who cost something by the day."""
        if self.stage in (Stage.RETAINED, Stage.CUSTOMER):
            self.settles(horizon)

    def costs_by_day(self, curve: int, until: float) -> Iterator[tuple[float, int, float]]:
        """What a cost curve has added on each day since the last settlement: (from when, micro-units, middle)."""
        origin, settled = self.nature.level(self.cell, curve, self.settled_until), 0
        if self.nature.level(self.cell, curve, until) == origin:
            return
        bounds = [self.settled_until, *range(floor(self.settled_until) + 1, ceil(until)), until]
        for start, end in pairwise(bounds):
            total = self.nature.micro(self.nature.level(self.cell, curve, end) - origin)
            yield start, total - settled, 0.5 * (start + end)
            settled = total

    def record(self) -> dict[str, Any]:
        """Everything about the person under the names of sim.core.state.PERSON."""
        return {
            "at_reach": self.clocks.get(Clock.REACH, NEVER),
            "at_leave": self.clocks.get(Clock.LEAVE, NEVER),
            "at_advance": self.clocks.get(Clock.ADVANCE, NEVER),
            "at_need": self.clocks.get(Clock.NEED, NEVER),
            "at_dropout": self.clocks.get(Clock.DROPOUT, NEVER),
            "need_level": self.occasion_level,
            "residual": self.loyalty_left,
            "residual_since": self.loyalty_since,
            "sharer_until": self.recommends_until,
            "need_rate": self.need_rate,
            "dropout_rate": self.dropout_rate,
            "spend_rate": self.spend_rate,
            "price_response": self.price_response,
            "since": self.since,
            "accrued_to": self.settled_until,
            "reached_at": self.reached_at,
            "first_at": self.first_order_at,
            "second_at": self.second_order_at,
            "last_at": self.last_order_at,
            "touched_at": self.touched_at,
            "net": self.earned,
            "value": self.earned_at_present_value,
            "spent": self.cost_to_win,
            "needs": self.occasion,
            "orders": self.orders,
            "referrer": self.inviter,
            "inbox": -1,
            "entries": self.awakenings,
            "signups": self.signups,
            "candidate": self.doubts,
            "lapses": self.lapses,
            "invites": self.invited_friends,
            "stage": self.stage,
            "start": self.start,
            "cause": self.awakened_by,
            "touched": self.touched_by,
            "attributed": self.credited,
            "reach_source": self.next_source,
            "segment": self.segment,
            "cell": self.cell,
            "opted_out": self.opted_out,
        }
