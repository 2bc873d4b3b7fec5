"""The end of the day at the firm: tickets come in, the desks' day passes, customers get their answers."""

from __future__ import annotations

import numpy as np

from sim.core.ground.batch import FIRST, REPEAT
from sim.core.ground.desk_memory import ambient, asked, joining, known, set_ambient, set_joining, set_known, ticket
from sim.core.ground.draws import uniform
from sim.core.ground.jit import formula, kernel
from sim.core.ground.ledger import note
from sim.core.ground.memory import more
from sim.core.ground.types import Ticket, World
from sim.core.loop.desk import DONE, desk_day, doubles_key, draw, micro_days
from sim.core.loop.post import send
from sim.core.loop.tickets import NONE, forget_answered, place_for_ticket, set_aside, sorted_list
from sim.mechanisms.desk.rules import cause_of, clock_time, desk_for, enough_complaints
from sim.vocabulary import NEVER, Ask, Decision, Event, Letter

COPY_DAYS = 7.0
"""Days over which the doubles of a ticket spread."""


@formula
def new_ticket(w: World, a: Ticket, day: int) -> int:
    """A ticket like ``a``, in the list of those that join on ``day``; returns its number."""
    number = place_for_ticket(w)
    c = ticket(w, number)
    c.time = a.time
    c.opened = a.opened
    c.who = a.who
    c.index = a.index
    c.double = a.double
    c.ask = a.ask
    c.turn = 0
    c.desk = a.desk
    c.urgency = a.urgency
    c.again = NEVER
    c.end = NEVER
    c.over = 0
    c.next = joining(w, day)
    set_joining(w, day, number)
    return number


@formula
def add_doubles(w: World, a: Ticket, day: int) -> None:
    """Tickets of customers of the market who are not simulated: like this one, spread over a week."""
    turn = np.int64(a.ask) << 8
    key = doubles_key(w.key, turn)
    number = np.int64(w.copies + uniform(w.key, Decision.COPIES, a.who, a.index, turn))
    for double in range(1, number + 1):
        on = day + np.int64(COPY_DAYS * uniform(key, Decision.COPY_DAY, a.who, a.index, double))
        if on < w.days:
            c = ticket(w, new_ticket(w, a, on))
            c.double = double
            c.time = clock_time(w, on + uniform(key, Decision.COPY_TIME, a.who, a.index, double))
            c.opened = c.time
            c.desk = desk_for(w, draw(w, c, Decision.DESK))


@formula
def learn_cause(w: World, a: Ticket) -> None:
    """A complaint about the cause of trouble."""
    if w.causes > 0 and (a.ask == Ask.FIRST_ORDER or a.ask == Ask.REPEAT_ORDER):
        cause = cause_of(w, a.who, a.index, FIRST if a.ask == Ask.FIRST_ORDER else REPEAT)
        set_known(w, cause, 0, known(w, cause, 0) + 1)


@kernel
def take_in(w: World, worker: World, day: int) -> None:
    """The tickets that a worker's customers have opened today."""
    for k in range(worker.asked_used):
        a = asked(worker, k)
        new_ticket(w, a, day)
        w.tickets_own += 1
        learn_cause(w, a)
        add_doubles(w, a, day)
    worker.asked_used = 0


@formula
def plan_mending(w: World, day: int) -> None:
    """A cause that so many have complained of will be mended."""
    for cause in range(w.causes):
        if known(w, cause, 1) < 0 and enough_complaints(w, cause, known(w, cause, 0)):
            set_known(w, cause, 1, day + 1 + np.int64(np.ceil(w.mend_days)))


@formula
def tell_complainers(w: World, due: np.ndarray, day: int, used: int) -> int:
    """Those who complained of what is mended from tomorrow on are told so."""
    for cause in range(w.causes):
        if known(w, cause, 1) == day + 1:
            for i in range(w.population):
                if (np.int64(more(w, i).complained) >> cause) & 1:
                    used = send(w, due, used, i, cause, Letter.MENDED, cause, day + 1.0)
    return used


@formula
def come_again(w: World, number: int) -> None:
    """Tickets of the day's list that were served before join as the next turn."""
    while number != NONE:
        c = ticket(w, number)
        if c.again < NEVER:
            c.time = clock_time(w, c.again)
            c.turn += np.uint8(1)
            c.again = NEVER
        number = c.next


@formula
def answer(w: World, due: np.ndarray, day: int, number: int, used: int) -> int:
    """Tell customers what became of their tickets, and the books."""
    while number != NONE:
        c = ticket(w, number)
        following = c.next_over
        gave_up = c.end == c.until
        if c.double == 0:
            who = np.int64(c.who)
            kind = Letter.GAVE_UP if gave_up else (Letter.UNSOLVED if c.again < NEVER else Letter.SERVED)
            if gave_up:
                note(w, who, c.end, Event.GAVE_UP, micro_days(c.end - c.time))
            else:
                note(w, who, c.end, Event.SERVED, micro_days(c.start - c.time))
                if kind == Letter.SERVED:
                    note(w, who, c.end, Event.SOLVED, micro_days(c.end - c.opened))
            used = send(w, due, used, who, np.int64(c.desk), kind, number, day + 1.0)
        if c.again < NEVER:
            again = np.int64(c.again)
            if again < w.days:
                c.next = joining(w, again)
                set_joining(w, again, number)
            else:
                c.again = NEVER
        if c.over == DONE and c.again == NEVER:
            set_aside(w, number)
        number = following
    return used


@kernel
def close(w: World, due: np.ndarray, day: int, used: int) -> int:
    """The desks' day; returns how many places of the mail have ever been used."""
    if w.mend:
        plan_mending(w, day)
        if w.mend_told:
            used = tell_complainers(w, due, day, used)
    forget_answered(w)
    come_again(w, joining(w, day))
    todays = sorted_list(w, joining(w, day), False)
    over = np.int64(NONE)
    for h in range(w.desks):
        todays, over = desk_day(w, h, day, todays, over)
    return answer(w, due, day, sorted_list(w, over, True), used)


@formula
def mended_tomorrow(w: World, fresh: int, day: int) -> int:
    """How many causes may be mended from the next day on, with ``fresh`` more complaints."""
    count = 0
    for cause in range(w.causes):
        at_once = w.mend_days == 0.0 and enough_complaints(w, cause, known(w, cause, 0) + fresh)
        count += np.int64(known(w, cause, 1) == day + 1 or (known(w, cause, 1) < 0 and at_once))
    return count


@kernel
def room_needed(w: World, fresh: int, day: int) -> tuple[int, int, int]:
    """What the end of a day with ``fresh`` tickets may need: places for tickets, for mail, journal lines."""
    live = np.int64(w.tickets_used - w.tickets_free)
    own = np.int64(w.tickets_own)
    letters = own + fresh
    if w.mend and w.mend_told:
        letters += w.population * mended_tomorrow(w, fresh, day)
    return live + fresh * (np.int64(np.ceil(w.copies)) + 2), letters, 4 * (own + fresh)


@kernel
def hear_around(w: World, day: int, joined: int) -> None:
    """The ambient word of mouth of ``day``: in proportion to the share of people who have become customers."""
    set_ambient(w, day + 1, ambient(w, day) + w.ambient * (joined / w.population))
