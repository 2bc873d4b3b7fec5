"""What one person writes to another: nothing arrives before the next day."""

from __future__ import annotations

import numpy as np

from sim.core.ground.jit import formula
from sim.core.ground.memory import outgoing, person
from sim.core.ground.network import contact, contacts
from sim.core.ground.types import World
from sim.core.hooks.answers import friends_matter
from sim.vocabulary import Letter, Ties


@formula
def write(w: World, sender: int, to: int, kind: int, arrival: float, what: int) -> None:
    """Put a letter into the outbox. Its room was checked before the event (see sim.core.loop.journey.live)."""
    letter = outgoing(w, w.outbox_used)
    letter.time = arrival
    letter.to = to
    letter.sender = sender
    letter.what = what
    letter.kind = kind
    w.outbox_used += 1


@formula
def tomorrow(t: float) -> float:
    """The earliest moment at which what happens at ``t`` can reach somebody else."""
    return np.floor(t) + 1.0


@formula
def in_a_day(t: float) -> float:
    """When news of what happens at ``t`` arrives: in the order in which it was sent."""
    return t + 1.0


@formula
def tell_friends(w: World, i: int, t: float, kind: int) -> None:
    """Let everybody whom this person has invited know, where that means something to them.

    Fresh contacts are used up by asking for them: there friends are not told.
    """
    if not friends_matter(w) or w.network_kind == Ties.FRESH:
        return
    for turn in range(np.int64(person(w, i).invites)):
        to = contact(w, i, turn)
        if to != i:
            write(w, i, to, kind, in_a_day(t), 0)


@formula
def tell_contacts(w: World, i: int, t: float) -> None:
    """All contacts see that this person has dropped out, from the next day on (Nitzan & Libai 2011)."""
    if w.grief_effect == 0.0:
        return
    for turn in range(contacts(w, i)):
        to = contact(w, i, turn)
        if to != i:
            write(w, i, to, Letter.DEFECTED, tomorrow(t), 0)
