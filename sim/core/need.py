"""Occasions: when a person needs something of the category. An absolute clock that no policy moves.

Occasion n comes when the operational time of the season reaches the sum of n exponential gaps; those before a
person can buy are passed over. Prospects and customers have a clock each, both running from day 0.
"""

from __future__ import annotations

import numpy as np

from sim.core.clocks import level, when
from sim.core.draws import threshold
from sim.core.jit import formula
from sim.core.state import NEED
from sim.core.memory import person
from sim.vocabulary import NEVER, Decision, Stage


@formula
def gap(key, i, n, customer, rate):
    """Operational time between occasions n - 1 and n."""
    if customer:
        return threshold(key, Decision.NEED_REPEAT, i, n, 0) / rate
    return threshold(key, Decision.NEED_FIRST, i, n, 0) / rate


@formula
def next_need(w, i, t):
    """Set the first occasion after ``t``, passing over those that came before the person could buy."""
    p = person(w, i)
    customer = p.stage == Stage.CUSTOMER
    rate = p.need_rate if customer else w.prospect_rate
    p.at_need = NEVER
    if rate <= 0.0:
        return
    now = level(w, p.cell, NEED, t)
    while p.need_level <= now:
        p.needs += np.uint32(1)
        p.need_level += gap(w.key, i, p.needs, customer, rate)
    p.at_need = when(w, p.cell, NEED, p.need_level, t)


@formula
def pass_need(w, i, t):
    """The occasion at ``t`` is over: set the next one."""
    p = person(w, i)
    customer = p.stage == Stage.CUSTOMER
    rate = p.need_rate if customer else w.prospect_rate
    p.needs += np.uint32(1)
    p.need_level += gap(w.key, i, p.needs, customer, rate)
    p.at_need = when(w, p.cell, NEED, p.need_level, t)
