"""A first order is served apart, which is felt for a while."""

from __future__ import annotations

from sim.core.ground.jit import formula
from sim.core.ground.ledger import book, earn, note
from sim.core.ground.memory import more, person
from sim.core.ground.types import World
from sim.core.verbs.loyalty import reconsider_loyalty
from sim.vocabulary import NEVER, Account, Event


@formula
def order_kept(w: World, i: int, t: float, at: int, n: int, paid: int) -> None:
    """The first order: its service costs something. The drop-out rate is that of a customer from now on."""
    p = person(w, i)
    if p.orders != 1:
        return
    more(w, i).welcome_until = t + w.welcome_days
    note(w, i, t, Event.WELCOMED, w.welcome_cost)
    book(w, p, t, Account.WELCOME, -w.welcome_cost)
    earn(w, p, t, -w.welcome_cost)


@formula
def at_welcome_over(w: World, i: int, t: float) -> None:
    """It is forgotten."""
    more(w, i).welcome_until = NEVER
    reconsider_loyalty(w, i, t)
