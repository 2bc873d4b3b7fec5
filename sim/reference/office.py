"""The firm at the end of a day: tickets come in, the desks' day passes, customers get their answers."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from math import ceil, floor

from sim.core.loop.desk import micro_days
from sim.mechanisms.desk.rules import complaints_needed
from sim.reference.books import Books
from sim.reference.calendar import Calendar
from sim.reference.desk import ServiceDesk
from sim.reference.letter_box import Neighbour
from sim.reference.nature import Nature
from sim.reference.ticket import Ticket
from sim.vocabulary import Ask, Decision, Event, Letter

COPY_DAYS = 7.0
"""Days over which the copies of a ticket spread."""


class Office:
    """The service desks on a calendar of their own, which follows that of the customers a day behind."""

    def __init__(self, people: Sequence[Neighbour], nature: Nature, books: Books) -> None:
        self.people, self.nature, self.books = people, nature, books
        self.calendar = Calendar()
        self.desks = [
            ServiceDesk(number, nature, books, self.calendar, self.notes) for number in range(nature.amount("desks"))
        ]
        self.asked: list[Ticket] = []
        self.joining: defaultdict[int, list[Ticket]] = defaultdict(list)  # by the day on which they do
        self.complaints = [0] * nature.causes
        self.mended_from = [-1] * nature.causes

    def notes(self, ticket: Ticket, time: float, event: Event, amount: int) -> None:
        """Something happened to a ticket; those of customers who are not simulated are only counted at the desk."""
        if not ticket.copy:
            self.books.happened(time, ticket.who, self.people[ticket.who].cell, event, amount)

    def closes(self, day: int) -> None:
        """The end of a day."""
        if not self.desks:
            return
        for ticket in self.asked:
            self.takes_in(ticket, day)
        self.asked = []
        self.plans_mending(day)
        for ticket in sorted(self.joining.pop(day, []), key=lambda ticket: (ticket.time, *ticket.identity)):
            self.desks[ticket.desk].expects(ticket)
        self.calendar.run(until=day + 1.0)
        over = []
        for desk in self.desks:
            desk.ends_the_day(day)
            over += desk.over
            desk.over = []
        for ticket in sorted(over, key=lambda ticket: (ticket.end, *ticket.identity)):
            self.answers(ticket)
        self.tells_complainers(day + 1)

    def takes_in(self, ticket: Ticket, day: int) -> None:
        """A customer's ticket joins today; so will those of customers who are like this one, within a week."""
        self.joining[day].append(ticket)
        if self.complaints and ticket.ask in (Ask.FIRST_ORDER, Ask.REPEAT_ORDER):
            self.complaints[self.nature.cause(ticket.who, ticket.index, ticket.ask)] += 1
        for number in range(1, floor(self.nature.number("copies") + self.nature.drawn(ticket, Decision.COPIES)) + 1):
            copy = replace(ticket, copy=number)
            on = day + floor(COPY_DAYS * self.nature.drawn(copy, Decision.COPY_DAY))
            copy.opened = copy.time = self.nature.clock_time(on + self.nature.drawn(copy, Decision.COPY_TIME))
            copy.desk = self.nature.desk_for(self.nature.drawn(copy, Decision.DESK))
            self.expects(copy)

    def expects(self, ticket: Ticket) -> None:
        """A ticket will join on a day, unless it comes after the horizon."""
        if ticket.time < self.nature.number("days"):
            self.joining[floor(ticket.time)].append(ticket)

    def answers(self, ticket: Ticket) -> None:
        """The customer hears tomorrow what became of a ticket; one that is not solved comes back."""
        if ticket.outcome == Letter.GAVE_UP:
            self.notes(ticket, ticket.end, Event.GAVE_UP, int(micro_days(ticket.waited)))
        else:
            self.notes(ticket, ticket.end, Event.SERVED, int(micro_days(ticket.waited)))
        if ticket.outcome == Letter.SERVED:
            self.notes(ticket, ticket.end, Event.SOLVED, int(micro_days(ticket.end - ticket.opened)))
        if not ticket.copy:
            self.writes(ticket.outcome, ticket.who, ticket.desk, ticket)
        if ticket.outcome == Letter.UNSOLVED:
            self.expects(ticket.comes_back(self.nature.clock_time(ticket.again)))

    def writes(self, letter: Letter, to: int, sender: int, what: Ticket | int) -> None:
        """What the firm writes arrives when the next day begins."""
        self.people[to].letter_box.expects(letter, sender, self.calendar.now, what)

    def causes(self) -> list[tuple[int, int]]:
        """Of each cause of trouble the complaints, and the day from which it is mended, -1 never."""
        return list(zip(self.complaints, self.mended_from, strict=True))

    def has_mended(self, cause: int, day: int) -> bool:
        """Whether a cause of trouble is one no longer."""
        return 0 <= self.mended_from[cause] <= day

    def plans_mending(self, day: int) -> None:
        """What so many of all customers have complained of will be mended."""
        if not self.nature.has("mend"):
            return
        after, accuracy = self.nature.number("mend_after"), self.nature.number("mend_accuracy")
        for cause, complaints in enumerate(self.complaints):
            needed = complaints_needed(after, accuracy, self.nature.uniform(Decision.CAUSE_FOUND, cause))
            if complaints * (self.nature.number("copies") + 1.0) >= needed and self.mended_from[cause] < 0:
                self.mended_from[cause] = day + 1 + ceil(self.nature.number("mend_days"))

    def tells_complainers(self, tomorrow: int) -> None:
        """Those who complained of what is mended from tomorrow on may be told so."""
        if not self.nature.has("mend_told"):
            return
        for cause, day in enumerate(self.mended_from):
            if day == tomorrow:
                for person in self.people:
                    if cause in person.complained:
                        self.writes(Letter.MENDED, person.number, cause, cause)
