"""Orders count for the class; at each review the firm looks at them."""

from __future__ import annotations

import numpy as np

from sim.core.ground.jit import formula
from sim.core.ground.ledger import book, earn, note
from sim.core.ground.memory import more, person
from sim.core.ground.types import World
from sim.mechanisms.classes.rules import class_of, next_review
from sim.vocabulary import MICRO, NEVER, Account, Event


@formula
def order_kept(w: World, i: int, t: float, at: int, n: int, paid: int) -> None:
    """What is paid counts from now on."""
    m = more(w, i)
    m.paid_lately = np.float64(m.paid_lately) + paid / MICRO
    if m.next_review == np.float32(NEVER):
        m.next_review = next_review(w.class_days, t)


@formula
def at_review(w: World, i: int, t: float) -> None:
    """A review. It costs the same for everybody; the firm cannot see who has dropped out."""
    p = person(w, i)
    m = more(w, i)
    m.next_review = next_review(w.class_days, t)
    found = class_of(np.float64(m.paid_lately), w.class_a, w.class_b)
    note(w, i, t, Event.CLASSED, found)
    book(w, p, t, Account.CLASSES, -w.class_cost)
    earn(w, p, t, -w.class_cost)
    if found != m.value_class:
        m.value_class = np.uint8(found)
        note(w, i, t, Event.CLASS_MOVED, found)
    m.paid_lately = np.float64(m.paid_lately) * w.class_keeps
