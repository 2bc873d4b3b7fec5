"""Asking: what a customer wants of the service desk, and what becomes of it."""

from __future__ import annotations

from math import floor

from sim.reference.critic import TICKET, Critic
from sim.reference.desk import Ticket
from sim.reference.service import FIRST, START
from sim.vocabulary import Account, Ask, Decision, Event, Letter, Reason


class Asker(Critic):
    """A person who may need help."""

    # ---- trouble ----

    def expects_trouble(self, occasion: int, item: int) -> None:
        """After an order: something may be wrong with it, which shows on a later day; a beginner may need help."""
        if not self.nature.has("desks"):
            return
        if self.nature.has("trouble_share") and self.is_in_trouble(occasion, item):
            self.will_ask(Ask.FIRST_ORDER if item == FIRST else Ask.REPEAT_ORDER, occasion, item)
        if item == FIRST and self.nature.has("start_share") and self.nature.needs_help_to_start(self.number, occasion):
            self.will_ask(Ask.START, occasion, START)

    def is_in_trouble(self, occasion: int, item: int) -> bool:
        """Whether something is wrong with an order; not for a cause that has been mended."""
        ask = Ask.FIRST_ORDER if item == FIRST else Ask.REPEAT_ORDER
        if self.nature.causes:
            cause = self.nature.cause(self.number, occasion, ask)
            if self.market.office.has_mended(cause, floor(self.now)):
                return False
        return self.nature.has_trouble(self.number, occasion, item, self.lever("quality"))

    def will_ask(self, ask: Ask, occasion: int, item: int) -> None:
        """A letter to oneself."""
        shows = self.nature.trouble_shows(self.number, occasion, item, self.now)
        self.writes(Letter.TROUBLE, self.number, max(shows, floor(self.now) + 1.0), ask, occasion)

    # ---- asking ----

    def has_a_question(self) -> None:
        """One of those that come with being a customer."""
        self.questions += 1
        self.asks(Ask.ROUTINE, self.questions - 1)
        self.sets_next_question()

    def asks(self, ask: Ask, index: int) -> None:
        """Open a ticket, which joins the queue of a desk at the hour at which people ask."""
        nature = self.nature
        desk = nature.desk_for(nature.uniform(Decision.DESK, self.number, index, ask << 8))
        self.notes(Event.ASKED, desk)
        self.open_tickets += 1
        if nature.causes and ask in (Ask.FIRST_ORDER, Ask.REPEAT_ORDER):
            self.complained.add(nature.cause(self.number, index, ask))
        self.reconsiders_loyalty()
        urgency = 0 if self.goes_first() else 1
        time = nature.clock_time(self.now)
        self.market.office.asked.append(Ticket(self.number, ask, index, 0, desk, urgency, time, time))

    def goes_first(self) -> bool:
        """Whether the firm helps this customer before others."""
        loyal = self.nature.amount("urgent_orders")
        return 0 < loyal <= self.orders or bool(self.nature.amount("urgent_segments") >> self.segment & 1)

    # ---- the answer ----

    def hears_from_the_desk(self, letter: Letter, ticket: Ticket) -> None:
        """What became of a ticket: what it has cost; perhaps the end; an experience; perhaps a recommendation."""
        if letter != Letter.GAVE_UP:
            cost = self.nature.micro((ticket.end - ticket.start) * self.nature.desk("cost", ticket.desk))
            self.books_on(Account.SUPPORT, -cost)
            self.brings(-cost)
        if letter != Letter.UNSOLVED:
            self.open_tickets -= 1
        address = ticket.index, ticket.ask << 8 | ticket.turn
        if letter == Letter.SERVED:
            for part in self.parts:
                part.ticket_solved(*address)
        if self.nature.has("wait_exit") and self.is_customer:
            u = self.nature.uniform(Decision.SERVICE_EXIT, self.number, *address)
            if self.nature.runs_away(u, ticket.waited):
                self.drops_out(Reason.SERVICE)
        self.reconsiders_loyalty()
        self.experiences(self.worth_of(letter, ticket), ticket.index, TICKET | address[1])
        if letter == Letter.SERVED and self.is_customer and self.nature.has("share_served"):
            self.may_invite_friends_after(ticket.index, ticket.ask)

    def worth_of(self, letter: Letter, ticket: Ticket) -> float:
        """What one makes of the wait, and of having been helped or not."""
        worth = self.nature.worth_of_wait(ticket.waited)
        if letter == Letter.SERVED:
            worth += self.nature.worth_of_solution(ticket.end - ticket.opened)
        elif letter == Letter.GAVE_UP:
            worth -= self.nature.number("satisfaction_gave_up")
        return worth
