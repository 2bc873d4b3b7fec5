"""A wish begins a sales cycle, at whose end the people of the firm decide as one."""

from __future__ import annotations

import numpy as np

from sim.core.ground.clocks import timer_on
from sim.core.ground.jit import formula
from sim.core.ground.ledger import book, note
from sim.core.ground.memory import more, person
from sim.core.ground.state import FADE
from sim.core.ground.types import World
from sim.core.verbs.need import next_need
from sim.mechanisms.buying_centre.rules import cycle
from sim.vocabulary import NEVER, Account, Decision, Event, Stage


@formula
def wished(w: World, i: int, t: float, searched: bool) -> None:
    """Somebody in the firm would take an offer of ours; the others will be asked. Until then nobody forgets us."""
    p = person(w, i)
    m = more(w, i)
    note(w, i, t, Event.CYCLE_BEGUN, w.centre_cost)
    book(w, p, t, Account.ACCOUNT_WORK, -w.centre_cost)
    p.spent -= w.centre_cost
    m.wished_on = p.needs
    m.searched = np.uint8(searched)
    p.at_need = t + cycle(w, i)
    if p.stage == Stage.REACHED:
        p.at_leave = NEVER


@formula
def decided(w: World, i: int, t: float, won: bool) -> None:
    """The firm has decided. One that decides against us may forget us again, and what came up meanwhile is over."""
    p = person(w, i)
    m = more(w, i)
    m.cycles_over = np.float64(m.cycles_over) + cycle(w, i)
    note(w, i, t, Event.ACCOUNT_WON if won else Event.ACCOUNT_LOST, 0)
    if won:
        return
    if p.stage == Stage.REACHED:
        p.at_leave = timer_on(w, p.cell, FADE, Decision.FADE, i, p.entries, t)
        p.entries += np.uint16(1)
    next_need(w, i, t)
