"""The post: letters of a day go into their receivers' inboxes, after the day is over."""

from __future__ import annotations

import numpy as np

from sim.core.ground.jit import formula, kernel
from sim.core.ground.memory import envelope, outgoing, person
from sim.core.ground.types import Envelope, World


@formula
def earlier(one: Envelope, other: Envelope) -> bool:
    """Whether one letter comes before another: by time, then by sender, then by kind."""
    if one.time != other.time:
        return one.time < other.time
    if one.sender != other.sender:
        return one.sender < other.sender
    return one.kind < other.kind


@formula
def sort_in(w: World, due: np.ndarray, place: int) -> None:
    """Put the letter at ``place`` into its receiver's inbox, behind those that do not come after it."""
    letter = envelope(w, place)
    p = person(w, letter.to)
    before = np.int64(-1)
    behind = np.int64(p.inbox)
    while behind >= 0 and not earlier(letter, envelope(w, behind)):
        before = behind
        behind = np.int64(envelope(w, behind).next)
    letter.next = behind
    if before < 0:
        p.inbox = place
    else:
        envelope(w, before).next = place
    if letter.time < w.days:
        due[letter.to] = min(np.int64(due[letter.to]), np.int64(letter.time))


@formula
def free_place(sender: World, w: World, used: int) -> int:
    """A place for a letter: one that ``sender`` has emptied, else ``used``, the first that was never filled."""
    place = np.int64(sender.free)
    if place < 0:
        return used
    sender.free = envelope(w, place).next
    return place


@formula
def throw_away(w: World, place: int) -> None:
    """The place of a letter that has been opened is free again."""
    envelope(w, place).next = w.free
    w.free = place


@kernel
def deliver(w: World, due: np.ndarray, sender: World, used: int) -> int:
    """Deliver the letters in ``sender``'s outbox; returns how many places of the store have ever been used.

    The result does not depend on the order of delivery.
    """
    for k in range(sender.outbox_used):
        letter = outgoing(sender, k)
        place = free_place(sender, w, used)
        if place == used:
            used += 1
        new = envelope(w, place)
        new.time = letter.time
        new.to = letter.to
        new.sender = letter.sender
        new.what = letter.what
        new.kind = letter.kind
        sort_in(w, due, place)
    sender.outbox_used = 0
    return used


@formula
def send(w: World, due: np.ndarray, used: int, to: int, sender: int, kind: int, what: int, arrival: float) -> int:
    """Send a letter of the firm; returns how many places of the store have ever been used."""
    place = free_place(w, w, used)
    if place == used:
        used += 1
    new = envelope(w, place)
    new.time = arrival
    new.to = to
    new.sender = sender
    new.what = what
    new.kind = kind
    sort_in(w, due, place)
    return used
