"""A service desk on SimPy: a resource whose staff goes off duty, and a process for each ticket."""

from __future__ import annotations

from collections.abc import Callable, Generator
from math import floor

from simpy import Event as Moment
from simpy import PriorityResource
from simpy.events import EventPriority
from simpy.resources.resource import PriorityRequest

from sim.core.loop.desk import exponential, micro_days, wait_bin
from sim.plan import WAIT_BINS
from sim.reference.books import Books
from sim.reference.calendar import Calendar
from sim.reference.nature import Nature
from sim.reference.ticket import Ticket
from sim.vocabulary import NEVER, Decision, Desk, Event, Letter

OFF_DUTY = -1
"""The priority of going off duty: who waits has 0 or 1. Work in hand is finished first."""

WORK_ENDS, SHIFT_CHANGES, TICKET_JOINS, PATIENCE_ENDS = map(EventPriority, range(2, 6))
"""What comes first at equal times, behind all that SimPy does at once (0 and 1)."""

MOST_TURNS = 255
"""A ticket that has come back so often is solved."""

Noted = Callable[[Ticket, float, Event, int], None]
"""Tells what happened to a ticket, when, and an amount."""


class ServiceDesk:
    """One desk: its staff, its queue, and who is over today."""

    def __init__(self, number: int, nature: Nature, books: Books, calendar: Calendar, notes: Noted) -> None:
        self.number, self.nature, self.books, self.calendar, self.notes = number, nature, books, calendar, notes
        self.shifts = self.nature.staff[number]
        self.staff = PriorityResource(self.calendar, max(1, *self.shifts))
        self.off_duty: list[PriorityRequest] = []
        self.over: list[Ticket] = []
        self.calendar.process(self.changes_shifts())

    def counts(self, kind: Desk, amount: int = 1) -> None:
        """Count something that happens now."""
        self.books.counts("desk_days", floor(self.calendar.now), self.number, kind, amount=amount)

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
        waiting = len(self.staff.queue) - (len(self.off_duty) - gone)
        self.books.counts("desk_days", day, self.number, Desk.WAITING, amount=waiting)
        self.books.counts("desk_days", day, self.number, Desk.BUSY, amount=self.staff.count - gone)

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
        patience, u = self.nature.desk("patience", self.number), self.nature.drawn(ticket, Decision.PATIENCE)
        ticket.until = ticket.time + exponential(u, patience) if patience > 0.0 else NEVER
        ticket.silent = self.nature.drawn(ticket, Decision.SILENT) < self.nature.desk("silent_share", self.number)
        if ticket.turn > 0:
            self.counts(Desk.REOPENED)
            self.notes(ticket, ticket.time, Event.REOPENED, self.number)

    def is_given_up(self, ticket: Ticket) -> None:
        """Whoever waits has had enough."""
        ticket.end, ticket.outcome = ticket.until, Letter.GAVE_UP
        self.counts(Desk.GAVE_UP)
        self.counts(Desk.IN_VAIN, micro_days(ticket.waited))
        self.books.counts("waits", 2, self.number, wait_bin(ticket.waited, WAIT_BINS))
        if ticket.silent:
            self.counts(Desk.SILENT)
        self.over.append(ticket)

    def works(self, time: float) -> Generator[Moment, None, None]:
        """A member of staff is busy for a time."""
        start = self.calendar.now
        yield self.calendar.at(start + time, WORK_ENDS)
        self.counts(Desk.HANDLED, micro_days(self.calendar.now - start))

    def helps(self, ticket: Ticket) -> Generator[Moment, None, None]:
        """A member of staff deals with a ticket; it is solved, or comes back on a later day."""
        nature = self.nature
        ticket.start = self.calendar.now
        yield from self.works(nature.handling_time(ticket))
        ticket.end = self.calendar.now
        self.counts(Desk.SERVED)
        self.counts(Desk.WAITED, micro_days(ticket.waited))
        self.books.counts("waits", 0, self.number, wait_bin(ticket.waited, WAIT_BINS))
        if ticket.turn == MOST_TURNS or nature.drawn(ticket, Decision.SOLVED) < nature.desk("solved", self.number):
            ticket.outcome = Letter.SERVED
            self.counts(Desk.SOLVED)
            self.counts(Desk.SOLVING, micro_days(ticket.end - ticket.opened))
            self.books.counts("waits", 1, self.number, wait_bin(ticket.end - ticket.opened, WAIT_BINS))
        else:
            ticket.outcome = Letter.UNSOLVED
            later = exponential(nature.drawn(ticket, Decision.REOPENED), nature.number("reopen_delay"))
            ticket.again = floor(ticket.end) + 1.0 + later
        self.over.append(ticket)
