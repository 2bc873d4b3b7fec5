"""What a customer is worth after the horizon, from the true state: a linear solve over active and dropped out."""

from __future__ import annotations

import numpy as np

from sim.core.state import SERVICE_COST
from sim.plan import Plan
from sim.vocabulary import MICRO, Stage


def choice_probability(plan: Plan, people: np.ndarray, price: np.ndarray) -> np.ndarray:
    """Probability that a customer's occasion goes to us at ``price`` (ratio): logit, float64 [person]."""
    b = plan.behaviour[0]
    ours = np.exp(b["ours"][Stage.CUSTOMER] - people["price_response"] * (price - 1.0))
    rest = np.exp(b["competitor"][Stage.CUSTOMER]) + np.exp(b["nothing"][Stage.CUSTOMER])
    return ours / (ours + rest)


def residual(plan: Plan, people: np.ndarray) -> np.ndarray:
    """Expected contribution after the horizon, discounted to the first order; currency, float64 [person].

    ``people``: PERSON records of customers at the horizon. The levers of the last day stay for ever, demand is
    at its mean. With active value V and dropped-out value W, rates mu (drop-out), x (loss), h (return), f
    (final loss), flow v and discount d:

        V = (v + mu W) / (d + mu + x),    W = h (V - cost) / (d + h + f).
    """
    b = plan.behaviour[0]
    last = plan.levers[people["cell"], plan.days - 1]
    orders = people["need_rate"] * choice_probability(plan, people, last["price"])
    size = b["spend_mean_scale"] / people["spend_rate"]
    last_day = plan.curves[:, SERVICE_COST, plan.days] - plan.curves[:, SERVICE_COST, plan.days - 1]
    service = last_day[people["cell"]]
    flow = orders * size * (last["price"] - last["goods"] - last["fulfilment"]) - service
    dropout = people["dropout_rate"]
    d, back = b["discount"], b["return_rate"]
    ends = d + dropout + b["customer_loss_rate"]
    away = d + back + b["final_loss_rate"] or np.inf
    cost = b["return_cost"] / MICRO
    active = (flow - dropout * back * cost / away) / (ends - dropout * back / away)
    dropped = back * (active - cost) / away
    # while having recommended us still works, the drop-out rate is another; afterwards as above
    left = np.maximum(people["sharer_until"] - plan.days, 0.0)
    slowed = dropout * b["sharer_ratio"]
    ends_slowed = d + slowed + b["customer_loss_rate"]
    until = (flow + slowed * dropped) / ends_slowed
    active = until + (active - until) * np.exp(-ends_slowed * left)
    value = np.select([people["stage"] == Stage.CUSTOMER, people["stage"] == Stage.DROPPED_OUT], [active, dropped], 0.0)
    return value * np.exp(-d * (plan.days - people["first_at"]))
