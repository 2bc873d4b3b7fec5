"""What people reached and on the list are expected to bring after the horizon: an absorbing chain of two stages.

The levers of the last day stay for ever and demand is at its mean. Somebody reached orders, joins the list, or forgets;
somebody on it orders or leaves, with the messages remembered that a long stay brings. Left out: trials, what friends
and invitations still do, what an enquiry loses by waiting, the price that people are used to, and who comes to know us
only later.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from sim.core.ground.state import FADE, NURTURE_COST, OPT_IN, THRESHOLD
from sim.engine import Ledger
from sim.mechanisms.places.future import at_places
from sim.plan import Plan
from sim.vocabulary import Stage


class Somebody(NamedTuple):
    """People, arrays [person]: ``cell``, ``segment``, ``response`` to the price, what they are ``willing`` to pay."""

    cell: np.ndarray
    segment: np.ndarray
    response: np.ndarray
    willing: np.ndarray


def prospects(plan: Plan, ledger: Ledger) -> tuple[float, float]:
    """(first orders still to come of who is reached or on the list at the horizon, discounted to it; what messages to
    them will cost, currency), of the people simulated."""
    discount = float(plan.behaviour[0]["discount_rate"])
    listed, reached = _of(ledger, Stage.RETAINED), _of(ledger, Stage.REACHED)
    bought, messages = _on_list(plan, listed, discount)
    orders, cost = float(bought.sum()), float(messages.sum())
    buy = _occasions(plan, reached, Stage.REACHED, 0.0)
    joins, fades = (_rate(plan, row, reached.cell) for row in (OPT_IN, FADE))
    stay = _over(buy + joins + fades + discount)
    bought, messages = _on_list(plan, reached, discount)
    orders += float((stay * (buy + joins * bought)).sum())
    return orders, cost + float((stay * joins * messages).sum())


def _of(ledger: Ledger, stage: Stage) -> Somebody:
    """Who stands in ``stage`` and could ever buy."""
    people = ledger.people
    who = np.flatnonzero((people["stage"] == stage) & (people["potential"] > 0))
    willing = ledger.more["willingness"][who].astype(float) if len(ledger.more) else np.zeros(len(who))
    segment = people["segment"][who].astype(np.int64)
    return Somebody(people["cell"][who], segment, people["price_response"][who].astype(float), willing)


def _on_list(plan: Plan, people: Somebody, discount: float) -> tuple[np.ndarray, np.ndarray]:
    """Of each on the list: (first orders to come, what messages will cost, currency), discounted: float64 [person]."""
    b = plan.behaviour[0]
    remembered = plan.levers["touches"][:, -1][people.cell] * b["touch_memory"]
    buy = _occasions(plan, people, Stage.RETAINED, b["nurture_effect"] * np.log1p(remembered))
    leave = b["unsubscribe_rate"] + b["unsubscribe_fatigue"] * remembered**2
    stay = _over(buy + np.minimum(leave, b["unsubscribe_bound"]) + discount)
    return buy * stay, _rate(plan, NURTURE_COST, people.cell) * stay


def _occasions(plan: Plan, people: Somebody, stage: Stage, lift: np.ndarray | float) -> np.ndarray:
    """Occasions of people in ``stage`` that go to us, per day: float64 [person]. ``lift``: utility beside the price."""
    b = plan.behaviour[0]
    levers = plan.levers[:, -1][people.cell]
    prices = plan.listed(levers, -1) * levers["price"] * (1.0 - levers["deal_first"])
    rate = b["prospect_rate"] * plan.demand * plan.traits["need"][people.cell]
    there = at_places(plan, people.cell, people.response, prices, plan.days - 1) if plan.places else None
    if b["rule"] == THRESHOLD:
        willing = people.willing >= prices[0] if there is None else there.willing(people.willing, prices)[0]
        return np.asarray(rate * willing)
    utility = b["ours"][stage] - people.response * (prices - b["anchor"]) + lift
    utility = utility if there is None else utility + there.utility
    made = plan.offers_made["segments"][:, None] >> people.segment & 1
    ours = (np.exp(utility + plan.offers_made["utility"][:, None]) * made).sum(axis=0)
    moved = people.response * b["competitor_response"] * (levers["rival"] - 1.0)
    others = np.exp(b["competitor"][stage] - moved) + np.exp(b["nothing"][stage])
    return np.asarray(rate * ours / (ours + others))


def _over(ends: np.ndarray) -> np.ndarray:
    """Mean days until one of the ``ends`` (per day) comes, 0 where none ever does."""
    return np.divide(1.0, ends, out=np.zeros(len(ends)), where=ends > 0.0)


def _rate(plan: Plan, row: int, cell: np.ndarray) -> np.ndarray:
    """A hazard or cost per day on the last day, float64 [person]."""
    curve = plan.curves[:, row]
    return np.asarray((curve[:, plan.days] - curve[:, plan.days - 1])[cell])
