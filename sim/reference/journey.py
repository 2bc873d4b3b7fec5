"""The journey from stage to stage, and what each costs by the day: messages, a trial, service, the community."""

from __future__ import annotations

from collections.abc import Iterator
from math import floor
from operator import or_

from sim.core.ground import state
from sim.reference.person import Person
from sim.vocabulary import Account, Curve, Stage


class Journey:
    """Where a person stands; what a stage has cost is booked at its end."""

    def __init__(self, one: Person) -> None:
        self.one, self.nature, self.books = one, one.nature, one.books

    def moves_to(self, stage: Stage) -> None:
        """Enter another stage."""
        one = self.one
        self.settles(one.now)
        self.books.counts("flows", one.day, one.stage, stage)
        one.stage, one.since = stage, one.now

    def settles(self, until: float) -> None:
        """Book what the present stage has cost by the day."""
        match self.one.stage:
            case Stage.RETAINED:
                self.settles_cost_to_win(Account.NURTURE, state.NURTURE_COST, until)
            case Stage.TRIAL:
                self.settles_cost_to_win(Account.TRIAL, state.TRIAL_COST, until)
            case Stage.CUSTOMER:
                self.settles_cost_to_serve(Account.SERVICE, state.SERVICE_COST, until)
                if self.one.asks("is_member", False, join=or_):
                    self.settles_cost_to_serve(Account.COMMUNITY, state.COMMUNITY_COST, until)

    def settles_cost_to_win(self, account: Account, curve: int, until: float) -> None:
        """Of somebody who has not yet bought."""
        for time, cost in self.costs_by_day(curve, until):
            self.books.booked(time, self.one.cell, account, -cost)
            self.one.cost_to_win -= cost

    def settles_cost_to_serve(self, account: Account, curve: int, until: float) -> None:
        """Of a customer, whose value it lowers, at each age."""
        one = self.one
        for time, cost in self.costs_by_day(curve, until):
            self.books.booked(time, one.cell, account, -cost)
            one.earned -= cost
        for age, start, end in self.ages_since(until):
            cost = self.cost_of(curve, start, end)
            value = one.present_value(-cost, 0.5 * (start + end))
            one.earned_at_present_value += value
            self.books.aged_by(age, one.first_order_at, one.cell, one.group, Curve.VALUE, value)

    def cost_of(self, curve: int, start: float, end: float) -> int:
        """What a cost curve adds between two times, micro-units; parts add up."""
        before, after = (self.nature.micro(self.nature.level(self.one.cell, curve, t)) for t in (start, end))
        return after - before

    def costs_by_day(self, curve: int, until: float) -> Iterator[tuple[float, int]]:
        """What a cost curve has added on each day of this stage: (from when, micro-units)."""
        start = self.one.since
        while start < until:
            end = min(floor(start) + 1.0, until)
            yield start, self.cost_of(curve, start, end)
            start = end

    def ages_since(self, until: float) -> Iterator[tuple[int, float, float]]:
        """The spans of age that a customer has gone through in this stage: (which, from, to)."""
        width, last, first = self.books.age_width, self.books.plan.age_bins - 1, self.one.first_order_at
        start, age = self.one.since, min(floor((self.one.since - first) / width), last)
        while start < until:
            end = until if age == last else min(first + (age + 1) * width, until)
            if end > start:
                yield age, start, end
                start = end
            age += 1
