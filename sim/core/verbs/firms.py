"""Firms as customers: a wish begins a sales cycle, at whose end the people of the firm decide as one."""

from __future__ import annotations

import numpy as np

from sim.core.ground.arithmetic import exp
from sim.core.ground.clocks import timer_on
from sim.core.ground.draws import uniform
from sim.core.ground.jit import formula
from sim.core.ground.ledger import book, note
from sim.core.ground.memory import common, more, person
from sim.core.ground.normal import normal_score
from sim.core.ground.state import FADE
from sim.core.ground.types import World
from sim.core.verbs.need import next_need
from sim.vocabulary import NEVER, Account, Decision, Event, Stage


@formula
def is_firm(w: World, i: int) -> bool:
    """Whether several people decide."""
    return w.centre_on > 0 and common(w, person(w, i).cell).firm > 0.0


@formula
def objecting(w: World, i: int, first: int, people: int, chance: float) -> int:
    """How many object of so many ``people`` of a buying centre, the ``first`` one on."""
    many = 0
    for place in range(first, first + people):
        many += uniform(w.key, Decision.SCEPTIC, i, place, 0) < chance
    return many


@formula
def doubt(w: World, i: int, worked_on: bool) -> float:
    """Utility that all who object add to our offers; fewer do where the firm that sells has worked on them."""
    place = np.int64(w.centre_users)
    many = objecting(w, i, 0, place, w.doubts_users if worked_on else w.sceptic)
    many += objecting(w, i, place, w.centre_technicians, w.doubts_technicians if worked_on else w.sceptic)
    place += w.centre_technicians
    many += objecting(w, i, place, w.centre_buyers, w.doubts_buyers if worked_on else w.sceptic)
    place += w.centre_buyers
    many += objecting(w, i, place, w.centre_bosses, w.doubts_bosses if worked_on else w.sceptic)
    return w.sceptic_utility * many


@formula
def cycle(w: World, i: int) -> float:
    """Days from the wish of the present occasion to the decision."""
    score = normal_score(uniform(w.key, Decision.CYCLE, i, person(w, i).needs, 0))
    return w.cycle_days * exp(w.cycle_spread * score)


@formula
def wish(w: World, i: int, t: float, searched: bool) -> None:
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
    """The firm has decided, for us or against us."""
    m = more(w, i)
    m.cycles_over = np.float64(m.cycles_over) + cycle(w, i)
    note(w, i, t, Event.ACCOUNT_WON if won else Event.ACCOUNT_LOST, 0)


@formula
def wait_for_the_next_wish(w: World, i: int, t: float) -> None:
    """The firm has decided against us, and may forget us again; what came up meanwhile is over."""
    p = person(w, i)
    if p.stage == Stage.REACHED:
        p.at_leave = timer_on(w, p.cell, FADE, Decision.FADE, i, p.entries, t)
        p.entries += np.uint16(1)
    next_need(w, i, t)
