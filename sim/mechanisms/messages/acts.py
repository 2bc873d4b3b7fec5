"""Messages: week after week from the first order on, until somebody opts out or is called lapsed."""

from __future__ import annotations

import numpy as np

from sim.core.ground.draws import uniform
from sim.core.ground.jit import formula
from sim.core.ground.ledger import book, earn, note
from sim.core.ground.memory import more, person
from sim.core.ground.types import World
from sim.mechanisms.classes.rules import is_for
from sim.mechanisms.messages.rules import WEEK
from sim.vocabulary import NEVER, Account, Decision, Event


@formula
def ordered(w: World, i: int, t: float, less: int) -> None:
    """Who orders gets messages from now on, if not already and not opted out."""
    begins(w, i, t)


@formula
def known_before(w: World, i: int, t: float, silent: float) -> None:
    """Who has ordered before gets messages, unless called lapsed."""
    if w.label_days == 0.0 or more(w, i).at_silence < NEVER:
        begins(w, i, t)


@formula
def begins(w: World, i: int, t: float) -> None:
    """The first week of messages begins."""
    m = more(w, i)
    if m.message_due == np.float32(NEVER) and m.no_messages == 0:
        m.message_due = t + WEEK


@formula
def silent(w: World, i: int, t: float) -> None:
    """The firm calls the customer lapsed, and writes no more."""
    more(w, i).message_due = NEVER


@formula
def at_message(w: World, i: int, t: float) -> None:
    """A week of messages is over, if customers of the class get any. It costs the same whoever reads them."""
    p = person(w, i)
    m = more(w, i)
    m.message_due = t + WEEK
    if not is_for(w.message_who, np.int64(m.value_class)):
        return
    note(w, i, t, Event.MESSAGED, w.message_cost)
    book(w, p, t, Account.MESSAGES, -w.message_cost)
    earn(w, p, t, -w.message_cost)
    if uniform(w.key, Decision.OPT_OUT, i, np.int64(t), 0) < w.message_stop:
        m.message_due = NEVER
        m.no_messages = np.uint8(1)
        note(w, i, t, Event.OPTED_OUT, 0)
