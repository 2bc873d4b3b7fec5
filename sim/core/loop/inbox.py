"""Opening letters: what friends, the firm and one's own orders have in store."""

from __future__ import annotations

import numpy as np

from sim.core.ground.desk_memory import desk, ticket
from sim.core.ground.jit import formula, step
from sim.core.ground.ledger import book, earn, micro
from sim.core.ground.memory import envelope, more, person
from sim.core.ground.types import Ticket, World
from sim.core.hooks.acts import friend_won, ticket_solved
from sim.core.loop.post import throw_away
from sim.core.verbs.lapse import leave_for
from sim.core.verbs.loyalty import grieve, is_customer, reconsider_loyalty
from sim.core.verbs.reach import become_aware
from sim.core.verbs.refer import friend_joined, invited, inviter_moved, share_after_service
from sim.core.verbs.satisfaction import TICKETS, experience, mended
from sim.core.verbs.service import ask
from sim.mechanisms.desk.rules import runs_away
from sim.mechanisms.satisfaction.rules import ticket_worth
from sim.vocabulary import NEVER, ORGANIC, Account, Letter, Reason, Stage


@step
def letter_arrives(w: World, i: int, t: float) -> None:
    """The first letter in the inbox is opened."""
    p = person(w, i)
    place = np.int64(p.inbox)
    letter = envelope(w, place)
    p.inbox = letter.next
    sender = np.int64(letter.sender)
    what = np.int64(letter.what)
    kind = letter.kind
    throw_away(w, place)
    if kind == Letter.INVITATION:
        invited(w, i, t, sender)
    elif kind == Letter.JOINED:
        friend_joined(w, i, t, sender)
        friend_won(w, i, t)
    elif kind == Letter.LEFT or kind == Letter.BACK:
        inviter_moved(w, i, t, sender, kind == Letter.BACK)
    elif kind == Letter.DEFECTED:
        grieve(w, i, t)
    elif kind == Letter.TROUBLE:
        ask(w, i, t, sender, what)
    elif kind == Letter.MENDED:
        mended(w, i, t, what)
    elif kind == Letter.WARNING or kind == Letter.PRAISE:
        hear(w, i, t, kind == Letter.PRAISE)
    else:
        hear_of_ticket(w, i, t, kind, ticket(w, what))


@formula
def hear(w: World, i: int, t: float, praise: bool) -> None:
    """A contact speaks well or ill of us: it counts for who has no experience of one's own."""
    p = person(w, i)
    if p.orders > 0:
        return
    m = more(w, i)
    if not praise:
        m.opinion -= w.warn_effect
        return
    m.opinion += w.praise_effect
    if p.stage == Stage.UNAWARE and (p.start == Stage.UNAWARE or p.reached_at < NEVER):
        become_aware(w, i, t, ORGANIC)


@step
def hear_of_ticket(w: World, i: int, t: float, kind: int, c: Ticket) -> None:
    """What became of a ticket, also of one that was given up, the day after: its cost, perhaps the end of custom, else
    an experience and perhaps an invitation to friends."""
    p = person(w, i)
    m = more(w, i)
    if kind != Letter.GAVE_UP:
        cost = micro((c.end - c.start) * desk(w, np.int64(c.desk)).cost)
        book(w, p, t, Account.SUPPORT, -cost)
        earn(w, p, t, -cost)
    if kind != Letter.UNSOLVED:
        m.open -= np.uint16(1)
    waited = (c.until if kind == Letter.GAVE_UP else c.start) - c.time
    index = np.int64(c.index)
    item = (np.int64(c.ask) << 8) | np.int64(c.turn)
    if kind == Letter.SERVED:
        ticket_solved(w, i, t, index, item)
    if w.wait_exit > 0.0 and is_customer(w, i) and runs_away(w, i, waited, index, item):
        leave_for(w, i, t, Reason.SERVICE)
    worth = ticket_worth(w, kind, waited, c.end - c.opened)
    reconsider_loyalty(w, i, t)
    experience(w, i, t, worth, index, TICKETS | item)
    if kind == Letter.SERVED and is_customer(w, i):
        share_after_service(w, i, t, index, np.int64(c.ask))
