"""Calls: due some days after an order, to whoever does not wait for one already."""

from __future__ import annotations

import numpy as np

from sim.core.ground.jit import formula
from sim.core.ground.ledger import book, earn, note
from sim.core.ground.memory import more, person
from sim.core.ground.types import World
from sim.core.verbs.loyalty import reconsider_loyalty
from sim.mechanisms.classes.rules import is_for
from sim.mechanisms.satisfaction.rules import moved_to
from sim.vocabulary import NEVER, Account, Event, Stage


@formula
def order_kept(w: World, i: int, t: float, at: int, n: int, paid: int) -> None:
    """An order: a call will be due, unless one is, if customers of the class are called."""
    m = more(w, i)
    if m.at_call == np.float32(NEVER) and is_for(w.call_who, np.int64(m.value_class)):
        m.at_call = t + w.call_after


@formula
def at_call(w: World, i: int, t: float) -> None:
    """The firm calls. It costs the same whoever answers; who is no customer any more takes no notice."""
    p = person(w, i)
    m = more(w, i)
    m.at_call = NEVER
    note(w, i, t, Event.CALLED, w.call_cost)
    book(w, p, t, Account.CARE, -w.call_cost)
    earn(w, p, t, -w.call_cost)
    if p.stage != Stage.CUSTOMER:
        return
    if w.satisfaction_on:
        m.satisfaction = moved_to(np.float64(m.satisfaction), w.call_mood, w.satisfaction_weight)
    m.at_call_fades = t + w.call_felt
    reconsider_loyalty(w, i, t)


@formula
def at_call_fades(w: World, i: int, t: float) -> None:
    """The call is forgotten."""
    more(w, i).at_call_fades = NEVER
    reconsider_loyalty(w, i, t)
