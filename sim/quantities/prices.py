"""What becomes of occasions at a price, and what they bring. Customers are independent of each other."""

from __future__ import annotations

import numpy as np

from sim.quantities.observed import Observed, Quantity, ratio
from sim.vocabulary import MICRO, Event


def occasions(observed: Observed) -> np.ndarray:
    """Occasions to be expected of everybody as a customer, after the first order, float64 [person]."""
    people, days = observed.ledger.people, observed.plan.days
    ends = np.full(len(people), float(days))
    gone = observed.lines(Event.DROPPED_OUT, Event.LOST)
    np.minimum.at(ends, gone["who"], gone["time"])
    lived = np.where(people["orders"] > 0, ends - people["first_at"], 0.0)
    return np.asarray(lived * people["need_rate"])


def share_of_occasions(observed: Observed, at: float, of: str | None) -> tuple[float, float]:
    """Share of customers' occasions that end in an order."""
    return _bought(observed, observed.lines(Event.ORDERED))


def offer_share(observed: Observed, at: float, of: str | None) -> tuple[float, float]:
    """Share of customers' occasions that end in an order of offer number ``at``, counted from 1."""
    orders = observed.lines(Event.ORDERED)
    return _bought(observed, orders[_offer(observed, orders) == at - 1])


def _bought(observed: Observed, orders: np.ndarray) -> tuple[float, float]:
    return ratio(np.bincount(orders["who"], minlength=observed.plan.people).astype(float), occasions(observed))


def _offer(observed: Observed, orders: np.ndarray) -> np.ndarray:
    """Which offer each order was for, read off what was paid where all orders of an offer cost the same."""
    plan = observed.plan
    day = orders["time"].astype(np.int64)
    asked = plan.offers_made["units"] * plan.offer_prices[:, day].T * plan.levers[0]["price"][day, None]
    paid = orders["amount"] / MICRO / plan.behaviour[0]["mean_order"]
    return np.asarray(np.abs(asked - paid[:, None]).argmin(axis=1))


def contribution_per_occasion(observed: Observed, at: float, of: str | None) -> tuple[float, float]:
    """What a customer's occasion brings, currency, at ``at`` per cent of the scenario's price."""
    other = observed if at == 100 else observed.otherwise[f"price {at:g}"]
    plan = other.plan
    orders = other.lines(Event.ORDERED)
    day = orders["time"].astype(np.int64)
    levers = plan.levers[0][day]
    price = levers["price"] * plan.offer_prices[_offer(other, orders), day]
    brought = orders["amount"] / MICRO * (1.0 - (levers["goods"] + levers["fulfilment"]) / price)
    return ratio(np.bincount(orders["who"], brought, minlength=plan.people), occasions(other))


QUANTITIES: dict[str, Quantity] = {
    "share_of_occasions": share_of_occasions,
    "offer_share": offer_share,
    "contribution_per_occasion": contribution_per_occasion,
}
