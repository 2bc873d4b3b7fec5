"""Recognise and reach: contacts from each source, awareness, and its fading."""

from __future__ import annotations

import numpy as np

from sim.core.ground.clocks import level, timer_on, when
from sim.core.ground.desk_memory import ambient
from sim.core.ground.draws import threshold, uniform
from sim.core.ground.jit import formula, lookup
from sim.core.ground.ledger import move, note
from sim.core.ground.memory import count_contact, curve, person, set_target, target
from sim.core.ground.state import FADE, OPT_IN, REACH
from sim.core.ground.types import Person, World
from sim.core.verbs.need import next_need
from sim.vocabulary import NEVER, ORGANIC, Decision, Event, Stage


@lookup
def contact_time(w: World, cell: int, source: int, target: float, t: float) -> float:
    """When a source makes contact next. With ambient word of mouth no later than that: it is told day by day."""
    if source == ORGANIC and w.ambient > 0.0:
        return ambient_time(w, cell, target, t)
    return when(w, cell, REACH + source, target, t)


@formula
def ambient_time(w: World, cell: int, target: float, t: float) -> float:
    """When organic contacts and those by word of mouth, whose level is known until the end of today, reach ``target``.

    Beyond today it is a time before which they cannot, whoever becomes a customer. The organic rate is constant.
    """
    day = np.int64(t)
    rate = curve(w, cell, REACH, 1)
    start = curve(w, cell, REACH, day) + ambient(w, day)
    end = curve(w, cell, REACH, day + 1) + ambient(w, day + 1)
    if target < end:
        return max(day + (target - start) / (end - start), t)
    return day + 1.0 + (target - end) / (rate + w.ambient)


@formula
def schedule_contact(w: World, i: int, t: float) -> None:
    """The earliest next contact over all sources."""
    p = person(w, i)
    p.at_reach = NEVER
    for s in range(w.clocks):
        at = contact_time(w, p.cell, s, target(w, i, s), t)
        if at < p.at_reach:
            p.at_reach = at
            p.reach_source = s


@formula
def contacted(w: World, i: int, t: float) -> None:
    """A source makes effective contact: an unaware person now knows us; others are reminded."""
    p = person(w, i)
    source = p.reach_source
    if source == ORGANIC and w.ambient > 0.0:
        at = np.float32(ambient_time(w, p.cell, target(w, i, source), t))  # as the clock would hold it
        if np.float64(at) > t:
            schedule_contact(w, i, t)
            return
    step = threshold(w.key, Decision.REACH, i, count_contact(w, i, source), source)
    set_target(w, i, source, target(w, i, source) + step)
    schedule_contact(w, i, t)
    if p.stage == Stage.UNAWARE:
        become_aware(w, i, t, source)
    else:
        remember(w, p, t, source)
        note(w, i, t, Event.TOUCHED, source)


@formula
def become_aware(w: World, i: int, t: float, source: int) -> None:
    """Unaware to reached: awareness starts to fade, opting in and first occasions become possible."""
    p = person(w, i)
    p.cause = source
    remember(w, p, t, source)
    if p.reached_at == NEVER:
        p.reached_at = t
    note(w, i, t, Event.REACHED, source)
    reached(w, i, t)


@formula
def remember(w: World, p: Person, t: float, source: int) -> None:
    """Keep the latest contact that the firm can see: not what people hear of it elsewhere."""
    if (w.seen >> source) & 1:
        p.touched = source
        p.touched_at = t


@formula
def remember_bystanders(w: World, i: int, t: float) -> None:
    """The latest visible touch that did nothing: each medium's are a Poisson process of its own, seen backwards.

    There were none before time 0, as nothing was spent.
    """
    p = person(w, i)
    for s in range(1, w.clocks):
        row = REACH + w.clocks + s
        behind = level(w, p.cell, row, t) - threshold(w.key, Decision.VISIBLE_TOUCH, i, 0, s)
        at = when(w, p.cell, row, behind, 0.0) if behind > 0.0 else -NEVER
        if at > np.float64(p.touched_at):
            p.touched = s
            p.touched_at = at


@formula
def captured(w: World, i: int, t: float) -> bool:
    """Whether somebody who has an occasion comes to us by way of a paid medium that waits for such people."""
    p = person(w, i)
    u = uniform(w.key, Decision.CAPTURE, i, p.needs, 0)
    share = 0.0
    for s in range(1, w.clocks):
        share += curve(w, p.cell, REACH + 2 * w.clocks + s, np.int64(t))
        if u < share:
            remember(w, p, t, s)
            note(w, i, t, Event.TOUCHED, s)
            return True
    return False


@formula
def reached(w: World, i: int, t: float) -> None:
    """Enter the stage of those who know us but are in no list of ours."""
    p = person(w, i)
    move(w, p, t, Stage.REACHED)
    p.at_leave = timer_on(w, p.cell, FADE, Decision.FADE, i, p.entries, t)
    p.at_advance = NEVER
    if p.opted_out == 0:
        p.at_advance = timer_on(w, p.cell, OPT_IN, Decision.OPT_IN, i, p.entries, t)
    p.entries += np.uint16(1)
    next_need(w, i, t)


@formula
def forget(w: World, i: int, t: float, kind: int) -> None:
    """Awareness fades, or a person unsubscribes: unaware again, open to new contacts."""
    p = person(w, i)
    note(w, i, t, kind, 0)
    move(w, p, t, Stage.UNAWARE)
    p.at_leave = NEVER
    p.at_advance = NEVER
    p.at_need = NEVER
