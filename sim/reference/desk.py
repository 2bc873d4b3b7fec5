"""A service desk on SimPy: a resource whose staff goes off duty, and a process for each ticket."""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import dataclass, replace
from math import floor
from typing import TYPE_CHECKING

from simpy import Event as Moment
from simpy import PriorityResource
from simpy.events import EventPriority
from simpy.resources.resource import PriorityRequest

from sim.vocabulary import NEVER, Ask, Decision, Desk, Event, Letter

if TYPE_CHECKING:
    from sim.reference.office import Office

OFF_DUTY = -1
"""The priority of going off duty: who waits has 0 or 1. Work in hand is finished first."""

WORK_ENDS, SHIFT_CHANGES, TICKET_JOINS, PATIENCE_ENDS = map(EventPriority, range(2, 6))
"""What comes first at equal times, behind all that SimPy does at once (0 and 1)."""

MOST_TURNS = 255
"""A ticket that has come back so often is solved."""


@dataclass
class Ticket:
    """What a customer, or one who is not simulated (``copy`` > 0), wants of us. Times in days."""

    who: int
    ask: Ask
    index: int
    copy: int
    desk: int
    urgency: int
    opened: float
    time: float  # joins the queue
    turn: int = 0
    until: float = NEVER
    silent: bool = False
    start: float = NEVER
    end: float = NEVER
    again: float = NEVER
    outcome: Letter = Letter.UNSOLVED

    @property
    def identity(self) -> tuple[int, Ask, int, int]:
        """What tells tickets apart that happen at the same moment."""
        return self.who, self.ask, self.index, self.copy

    @property
    def waited(self) -> float:
        """The wait for the first answer, or in vain."""
        return (self.until if self.outcome == Letter.GAVE_UP else self.start) - self.time

    def comes_back(self, time: float) -> Ticket:
        """The same ticket, as it joins the queue again."""
        return replace(self, turn=self.turn + 1, time=time)


class ServiceDesk:
    """One desk: its staff, its queue, and who is over today."""

    def __init__(self, number: int, office: Office) -> None:
        self.number = number
        self.office, self.nature, self.books, self.calendar = office, office.nature, office.books, office.calendar
        self.shifts = self.nature.staff(number)
        self.staff = PriorityResource(self.calendar, max(1, *self.shifts))
        self.off_duty: list[PriorityRequest] = []
        self.over: list[Ticket] = []
        self.calendar.process(self.changes_shifts())

    def counts(self, kind: Desk, amount: int = 1) -> None:
        """Count something that happens now."""
        self.books.counted(floor(self.calendar.now), self.number, kind, amount)

    # ---- staff ----

    def changes_shifts(self) -> Generator[Moment, None, None]:
        """Every hour: who is not needed goes off duty as soon as the work in hand is done, or comes back."""
        for hour, staff in enumerate(self.shifts):
            yield self.calendar.at(hour / 24.0, SHIFT_CHANGES)
            while self.staff.capacity - len(self.off_duty) > staff:
                self.off_duty.append(self.staff.request(OFF_DUTY))
            while self.staff.capacity - len(self.off_duty) < staff:
                self.comes_on_duty(self.off_duty.pop())

    def comes_on_duty(self, request: PriorityRequest) -> None:
        """The last to go is the first to come back, perhaps before having gone."""
        if request.triggered:
            self.staff.release(request)
        else:
            request.cancel()

    def ends_the_day(self, day: int) -> None:
        """How many wait at midnight, those who have silently gone included, and how many are being helped."""
        gone = sum(request.triggered for request in self.off_duty)
        self.books.counted(day, self.number, Desk.WAITING, len(self.staff.queue) - (len(self.off_duty) - gone))
        self.books.counted(day, self.number, Desk.BUSY, self.staff.count - gone)

    # ---- tickets ----

    def expects(self, ticket: Ticket) -> None:
        """A ticket will join today."""
        self.calendar.process(self.deals_with(ticket))

    def deals_with(self, ticket: Ticket) -> Generator[Moment, None, None]:
        """A ticket joins, waits, and is dealt with; or whoever waits has had enough, and may not say so."""
        yield self.calendar.at(ticket.time, TICKET_JOINS)
        self.takes_down(ticket)
        turn = self.staff.request(ticket.urgency)
        yield turn | self.calendar.at(ticket.until, PATIENCE_ENDS)
        if turn.triggered:
            yield from self.helps(ticket)
        else:
            self.is_given_up(ticket)
            if not ticket.silent:
                turn.cancel()
                return
            yield turn
            yield from self.works(self.nature.desk("silent_time", self.number))
        self.staff.release(turn)

    def takes_down(self, ticket: Ticket) -> None:
        """A ticket joins the queue, for the first time or again."""
        self.counts(Desk.ASKED)
        ticket.until = self.nature.end_of_patience(ticket)
        ticket.silent = self.nature.drawn(ticket, Decision.SILENT) < self.nature.desk("silent_share", self.number)
        if ticket.turn > 0:
            self.counts(Desk.REOPENED)
            self.office.notes(ticket, ticket.time, Event.REOPENED, self.number)

    def is_given_up(self, ticket: Ticket) -> None:
        """Whoever waits has had enough."""
        ticket.end, ticket.outcome = ticket.until, Letter.GAVE_UP
        self.counts(Desk.GAVE_UP)
        self.counts(Desk.IN_VAIN, self.nature.micro_days(ticket.waited))
        self.books.waited(2, self.number, self.nature.wait_bin(ticket.waited))
        if ticket.silent:
            self.counts(Desk.SILENT)
        self.over.append(ticket)

    def works(self, time: float) -> Generator[Moment, None, None]:
        """A member of staff is busy for a time."""
        start = self.calendar.now
        yield self.calendar.at(start + time, WORK_ENDS)
        self.counts(Desk.HANDLED, self.nature.micro_days(self.calendar.now - start))

    def helps(self, ticket: Ticket) -> Generator[Moment, None, None]:
        """A member of staff deals with a ticket; it is solved, or comes back on a later day."""
        nature = self.nature
        ticket.start = self.calendar.now
        yield from self.works(nature.handling_time(ticket))
        ticket.end = self.calendar.now
        self.counts(Desk.SERVED)
        self.counts(Desk.WAITED, nature.micro_days(ticket.waited))
        self.books.waited(0, self.number, nature.wait_bin(ticket.waited))
        if ticket.turn == MOST_TURNS or nature.drawn(ticket, Decision.SOLVED) < nature.desk("solved", self.number):
            ticket.outcome = Letter.SERVED
            self.counts(Desk.SOLVED)
            self.counts(Desk.SOLVING, nature.micro_days(ticket.end - ticket.opened))
            self.books.waited(1, self.number, nature.wait_bin(ticket.end - ticket.opened))
        else:
            ticket.outcome = Letter.UNSOLVED
            ticket.again = nature.comes_back_at(ticket)
        self.over.append(ticket)
