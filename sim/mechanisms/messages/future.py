"""What messages will do and cost beyond the horizon.

Who gets them opts out at a constant rate q. Where the future counts less at a rate e (the discount and the own
drop-out), e / (e + q) of what is still to come falls to the time before that. Left out: messages to who has dropped
out, and that the firm writes no more to who is called lapsed, and does again after an order.
"""

from __future__ import annotations

import numpy as np

from sim.core.ground.state import EXPONENTIAL
from sim.mechanisms.messages.rules import WEEK
from sim.plan import Plan
from sim.vocabulary import MICRO, NEVER

Array = np.ndarray


def lasting(plan: Plan, people: Array, more: Array) -> Array:
    """The share of what is still to come of each that falls to the time with messages: float64 [person]."""
    b = plan.behaviour[0]
    ends = b["discount_rate"] + (people["dropout"] * people["ratio"] if b["dropout_kind"] == EXPONENTIAL else 0.0)
    with np.errstate(divide="ignore"):
        stops = -np.log1p(-b["message_stop"]) / WEEK
    with np.errstate(invalid="ignore"):
        share = np.where(ends > 0.0, ends / (ends + stops), float(stops == 0.0))
    gets_any = (int(b["message_who"]) >> more["value_class"].astype(np.int64)) & 1 == 1
    return np.where(gets_any & (more["message_due"] < NEVER), share, 0.0)


def cost_by_day(plan: Plan, people: Array, more: Array | None, orders: Array) -> Array:
    """Cost of messages a day, currency, float64 [person]; as if for ever."""
    b = plan.behaviour[0]
    if not b["message_on"] or more is None:
        return np.zeros_like(orders)
    return np.asarray(b["message_cost"] / MICRO / WEEK * lasting(plan, people, more))
