"""Who has brought a customer is thanked."""

from __future__ import annotations

from sim.core.ground.jit import formula
from sim.core.ground.ledger import book, note
from sim.core.ground.memory import more, person
from sim.core.ground.types import World
from sim.vocabulary import Account, Event


@formula
def friend_won(w: World, i: int, t: float) -> None:
    """A friend has become a customer. It costs the same whoever feels it; it belongs to what winning people costs."""
    p = person(w, i)
    more(w, i).care_until = t + w.care_days
    note(w, i, t, Event.THANKED_REFERRER, w.care_cost)
    book(w, p, t, Account.CHAIN_CARE, -w.care_cost)
    p.spent -= w.care_cost
