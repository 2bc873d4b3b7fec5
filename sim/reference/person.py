"""One person of the market: who it is, what is going on, and how it enters the books."""

from __future__ import annotations

from collections.abc import Callable
from math import floor
from typing import Any, TypeVar

from sim.core.ground import state
from sim.core.ground.ledger import scaled
from sim.reference.letter_box import LetterBox
from sim.reference.market import Market
from sim.reference.precision import Clocks
from sim.vocabulary import FIRST_LIFE, NEVER, ORGANIC, Account, Clock, Curve, Event, Reason, Stage

Kind = TypeVar("Kind")
Answer = TypeVar("Answer")


class Person:
    """Traits, the present state that parts share, and the clocks that run. Times in days, money in micro-units of
    currency."""

    def __init__(self, number: int, market: Market) -> None:
        nature = market.nature
        self.number, self.market, self.nature = number, market, nature
        self.calendar, self.books = market.calendar, market.books
        self.clocks = Clocks()
        self.letter_box = LetterBox(self.calendar, self.clocks)
        self.own: dict[Any, Any] = {}  # what one has, by kind
        self.parts: tuple[Any, ...] = ()  # those of mechanisms that are on, in their order (sim.reference.part)

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
        self.willingness = 0.0  # to pay, where people buy below it

        # the journey
        self.stage = Stage.UNAWARE
        self.since = 0.0
        self.credited = ORGANIC
        self.opted_out = False

        # buying
        self.occasion = self.orders = self.categories = 0
        self.first_order_at = self.second_order_at = NEVER
        self.customer_before = 0.0  # time 0, days
        self.earned = self.earned_at_present_value = self.cost_to_win = 0

        # staying and leaving
        self.which_life = FIRST_LIFE
        self.reason = Reason.NEED

        # friends
        self.inviter = -1
        self.invited_friends = self.friends_won = 0

        # service, and what one makes of us
        self.open_tickets = 0
        self.complained: set[int] = set()  # of which causes
        self.satisfaction = self.opinion = 0.0
        self.value_class = 0  # as the firm classes customers, where it does

    def part(self, kind: Callable[[Person], Kind]) -> Kind:
        """The person's part of a kind: everybody has one of each."""
        if kind not in self.own:
            self.own[kind] = kind(self)
        return self.own[kind]

    def asks(
        self, hook: str, known: Answer, *said: Any, join: Callable[[Answer, Answer], Answer] = lambda _, answer: answer
    ) -> Answer:
        """What is known when all parts that have a method of that name have answered: the latest answer, or all that
        is ``known``, joined one by one. Questions have the names that they have in the core (sim.core.hooks)."""
        for part in self.parts:
            if hasattr(part, hook):
                known = join(known, getattr(part, hook)(*said))
        return known

    def tells(self, hook: str, *said: Any) -> None:
        """All parts that have a method of that name hear what happens."""
        self.asks(hook, None, *said)

    @property
    def now(self) -> float:
        """The time, days."""
        return self.calendar.now

    @property
    def day(self) -> int:
        """The day."""
        return floor(self.now)

    @property
    def is_customer(self) -> bool:
        """Whether the person is a customer and has not dropped out."""
        return self.stage == Stage.CUSTOMER

    @property
    def group(self) -> int:
        """Those with the same source of the first order, alike in segment, region and place."""
        return self.credited * self.nature.labels + self.label

    def lever(self, name: str) -> float:
        """What a policy does today for the person's cell."""
        return self.nature.lever(name, self.cell, self.now)

    def reward(self, name: str) -> int:
        """An amount that a policy sets today for the person's cell."""
        return int(self.lever(name))

    def stops(self, *clocks: Clock) -> None:
        """Clocks that no longer run."""
        for clock in clocks:
            self.clocks.pop(clock, None)

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

    def costs_to_serve(self, account: Account, amount: int) -> None:
        """It costs an amount to have the customer."""
        self.books_on(account, -amount)
        self.brings(-amount)

    def present_value(self, amount: int, time: float) -> int:
        """Micro-units of a time, discounted to the first order."""
        return int(scaled(amount, self.nature.faded(state.PRESENT_VALUE, time - self.first_order_at)))

    def ages(self, curve: Curve, amount: int, time: float | None = None) -> None:
        """Add to a curve by customers' age, now or at a time past."""
        at = self.now if time is None else time
        self.books.aged(at, self.first_order_at, self.cell, self.group, curve, amount)

    def brings(self, amount: int, time: float | None = None) -> None:
        """The customer brings us an amount, now or at a time past."""
        at = self.now if time is None else time
        value = self.present_value(amount, at)
        self.earned += amount
        self.earned_at_present_value += value
        self.ages(Curve.VALUE, value, at)
