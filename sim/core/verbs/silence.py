"""Silence: the firm calls a customer lapsed who has not ordered for long. A label, never a state of the customer."""

from __future__ import annotations

import numpy as np

from sim.core.ground.jit import formula
from sim.core.ground.memory import more, person
from sim.core.ground.types import World
from sim.vocabulary import NEVER


@formula
def patience_of_firm(multiple: float, days: float, first: float, last: float, orders: int) -> float:
    """Days of silence after which a customer counts as lapsed: a multiple of the own mean gap, at least ``days``."""
    gap = (last - first) / (orders - 1) if orders > 1 else 0.0
    return max(multiple * gap, days)


@formula
def heard_from(w: World, i: int, t: float) -> None:
    """An order: the label goes, and the firm waits for the next one."""
    if w.label_days > 0.0:
        p = person(w, i)
        m = more(w, i)
        first, orders = np.float64(p.first_at) - np.float64(m.before), np.int64(p.orders)
        m.at_silence = t + patience_of_firm(w.label_multiple, w.label_days, first, t, orders)


@formula
def expect_order(w: World, i: int, t: float) -> None:
    """The firm has won the customer back and waits for an order."""
    m = more(w, i)
    m.at_silence = t + w.label_days if w.label_days > 0.0 else NEVER
