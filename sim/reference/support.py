"""Support: what a customer wants of the service desk, and what becomes of it."""

from __future__ import annotations

from math import floor

from sim.core.ground.arithmetic import exp
from sim.core.loop.desk import exponential
from sim.mechanisms.desk.rules import trouble_chance
from sim.mechanisms.satisfaction.rules import patience_lost
from sim.reference.letters import Letters
from sim.reference.lifetime import Lifetime
from sim.reference.loyalty import Loyalty
from sim.reference.nature import FIRST, START
from sim.reference.person import Person
from sim.reference.referral import Referral
from sim.reference.satisfaction import TICKET, Satisfaction
from sim.reference.ticket import Ticket
from sim.vocabulary import Account, Ask, Decision, Event, Letter, Reason


class Support:
    """A person who may need help."""

    def __init__(self, one: Person) -> None:
        self.one, self.nature = one, one.nature
        self.letters, self.loyalty, self.lifetime = one.part(Letters), one.part(Loyalty), one.part(Lifetime)
        self.referral, self.satisfaction = one.part(Referral), one.part(Satisfaction)

    def expects_trouble(self, occasion: int, item: int) -> None:
        """After an order: something may be wrong with it, which shows on a later day; a beginner may need help."""
        nature = self.nature
        if not nature.has("desks"):
            return
        ask = Ask.FIRST_ORDER if item == FIRST else Ask.REPEAT_ORDER
        if nature.has("trouble_share") and self.is_in_trouble(ask, occasion, item):
            self.will_ask(ask, occasion, item)
        u = nature.uniform(Decision.TROUBLE, self.one.number, occasion, START)
        if item == FIRST and u < nature.number("start_share"):
            self.will_ask(Ask.START, occasion, START)

    def is_in_trouble(self, ask: Ask, occasion: int, item: int) -> bool:
        """Whether something is wrong with an order; not for a cause that has been mended."""
        one, nature = self.one, self.nature
        if nature.causes:
            cause = nature.cause(one.number, occasion, ask)
            if one.market.office.has_mended(cause, floor(one.now)):
                return False
        chance = trouble_chance(nature.number("trouble_share"), one.lever("quality"), nature.number("quality_anchor"))
        return nature.uniform(Decision.TROUBLE, one.number, occasion, item) < chance

    def will_ask(self, ask: Ask, occasion: int, item: int) -> None:
        """A letter to oneself."""
        u, now = self.nature.uniform(Decision.TROUBLE_DELAY, self.one.number, occasion, item), self.one.now
        shows = now + exponential(u, self.nature.number("trouble_delay"))
        self.letters.sends(Letter.TROUBLE, self.one.number, ask, max(shows, floor(now) + 1.0), occasion)

    def asks(self, ask: Ask, index: int) -> None:
        """Open a ticket, which joins the queue of a desk at the hour at which people ask."""
        one, nature = self.one, self.nature
        desk = nature.desk_for(nature.uniform(Decision.DESK, one.number, index, ask << 8))
        one.notes(Event.ASKED, desk)
        one.open_tickets += 1
        if nature.causes and ask in (Ask.FIRST_ORDER, Ask.REPEAT_ORDER):
            one.complained.add(nature.cause(one.number, index, ask))
        self.loyalty.is_reconsidered()
        time = nature.clock_time(one.now)
        one.market.office.asked.append(Ticket(one.number, ask, index, 0, desk, self.urgency(), time, time))

    def urgency(self) -> int:
        """0 for whom the firm helps before others, else 1."""
        loyal = self.nature.amount("urgent_orders")
        goes_first = 0 < loyal <= self.one.orders or self.nature.amount("urgent_segments") >> self.one.segment & 1
        return 0 if goes_first else 1

    def hears_from_the_desk(self, letter: Letter, ticket: Ticket) -> None:
        """What became of a ticket: what it has cost; perhaps the end; an experience; perhaps a recommendation."""
        one, nature = self.one, self.nature
        if letter != Letter.GAVE_UP:
            cost = nature.micro((ticket.end - ticket.start) * nature.desk("cost", ticket.desk))
            one.costs_to_serve(Account.SUPPORT, cost)
        if letter != Letter.UNSOLVED:
            one.open_tickets -= 1
        address = ticket.index, ticket.ask << 8 | ticket.turn
        if letter == Letter.SERVED:
            one.tells("ticket_solved", *address)
        if nature.has("wait_exit") and one.is_customer:
            u = nature.uniform(Decision.SERVICE_EXIT, one.number, *address)
            if u < 1.0 - exp(-nature.number("wait_exit") * ticket.waited):
                self.lifetime.drops_out(Reason.SERVICE)
        self.loyalty.is_reconsidered()
        self.satisfaction.experiences(self.worth_of(letter, ticket), ticket.index, TICKET | address[1])
        if letter == Letter.SERVED and one.is_customer and nature.has("share_served"):
            self.referral.may_follow_a_ticket(ticket.index, ticket.ask)

    def worth_of(self, letter: Letter, ticket: Ticket) -> float:
        """What one makes of the wait, and of having been helped or not."""
        number = self.nature.number
        worth = float(-patience_lost(number("satisfaction_wait"), ticket.waited, number("wait_scale")))
        if letter == Letter.SERVED:
            lost = patience_lost(number("satisfaction_solving"), ticket.end - ticket.opened, number("solving_scale"))
            worth += number("satisfaction_solved") - lost
        elif letter == Letter.GAVE_UP:
            worth -= number("satisfaction_gave_up")
        return worth
