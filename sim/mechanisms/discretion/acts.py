"""The staff compensates whom it has helped."""

from __future__ import annotations

from sim.core.ground.draws import uniform
from sim.core.ground.jit import formula
from sim.core.ground.ledger import book, earn, note
from sim.core.ground.memory import person
from sim.core.ground.types import World
from sim.vocabulary import Account, Decision, Event


@formula
def ticket_solved(w: World, i: int, t: float, index: int, item: int) -> None:
    """A ticket is solved. What compensation costs belongs to the customer."""
    if uniform(w.key, Decision.COMPENSATED, i, index, item) >= w.compensated:
        return
    p = person(w, i)
    note(w, i, t, Event.COMPENSATED, w.compensation)
    book(w, p, t, Account.COMPENSATION, -w.compensation)
    earn(w, p, t, -w.compensation)
