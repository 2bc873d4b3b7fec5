"""Repeat: occasions of customers, at a rate of their own, until a drop-out that nobody sees."""

from __future__ import annotations

from typing import Any

import numpy as np

from sim.core.convert import choose, our_utility
from sim.core.draws import quantile, uniform
from sim.core.jit import formula
from sim.core.ledger import by_age, earn, note
from sim.core.memory import lever, person
from sim.core.need import pass_need
from sim.core.refer import share
from sim.core.spend import order_size, sell
from sim.vocabulary import Alternative, Curve, Decision, Event, Stage


@formula
def trait(w: Any, law: int, key: int, decision: int, i: int, scale: float) -> float:
    """A person's own rate or sensitivity: a quantile of the population's law times ``scale``."""
    return quantile(w, law, uniform(key, decision, i, 0, 0)) * scale


@formula
def consider_order(w: Any, i: int, t: float) -> None:
    """An occasion of a customer."""
    p = person(w, i)
    n = p.needs
    ours = our_utility(w.ours[Stage.CUSTOMER], p.price_response, lever(w, p.cell, np.int64(t)).price, 0.0)
    competitor = w.competitor[Stage.CUSTOMER]
    nothing = w.nothing[Stage.CUSTOMER]
    if choose(w.key, Decision.CHOICE_REPEAT, i, n, ours, competitor, nothing) == Alternative.OURS:
        size = order_size(w, w.key, Decision.SPEND_REPEAT, i, n, p.spend_rate)
        revenue, contribution = sell(w, p, t, size)
        earn(w, p, t, contribution)
        p.orders += np.uint32(1)
        p.last_at = t
        if p.orders == 2:
            p.second_at = t
        by_age(w, p, t, Curve.ORDERS, 1)
        note(w, i, t, Event.ORDERED, revenue)
        share(w, i, t, n, Decision.SHARE_REPEAT, Decision.DELAY_REPEAT)
    pass_need(w, i, t)
