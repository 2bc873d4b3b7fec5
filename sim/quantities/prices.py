"""What becomes of occasions at a price, and what they bring. Customers are independent of each other."""

from __future__ import annotations

import numpy as np

from sim.quantities.observed import Observed, Quantity, ratio
from sim.vocabulary import MICRO, Event


def occasions(observed: Observed) -> np.ndarray:
    """Occasions to be expected of everybody after the first order; where all know us from the start, those before it
    too: float64 [person]."""
    people, days = observed.ledger.people, observed.plan.days
    ends = np.full(len(people), float(days))
    gone = observed.lines(Event.DROPPED_OUT, Event.LOST)
    np.minimum.at(ends, gone["who"], gone["time"])
    lived = np.where(people["orders"] > 0, ends - people["first_at"], 0.0)
    found = np.asarray(lived * people["need_rate"])
    if _known(observed):
        rate = observed.plan.behaviour[0]["prospect_rate"] * observed.plan.traits["need"][people["cell"]]
        found = found + np.minimum(people["first_at"], days) * rate
    return found


def _known(observed: Observed) -> bool:
    """Whether everybody knows us from the start, so that first orders come of occasions that are counted."""
    return bool(observed.plan.behaviour[0]["start_reached"] >= 1.0)


def _orders(observed: Observed) -> np.ndarray:
    """The orders that the occasions led to: lines of the journal."""
    return observed.lines(Event.ORDERED, *([Event.FIRST_ORDER] if _known(observed) else []))


def share_of_occasions(observed: Observed, at: float, of: str | None) -> tuple[float, float]:
    """Share of customers' occasions that end in an order."""
    return _bought(observed, _orders(observed))


def offer_share(observed: Observed, at: float, of: str | None) -> tuple[float, float]:
    """Share of customers' occasions that end in an order of offer number ``at``, counted from 1."""
    orders = _orders(observed)
    return _bought(observed, orders[_offer(observed, orders) == at - 1])


def _bought(observed: Observed, orders: np.ndarray) -> tuple[float, float]:
    return ratio(np.bincount(orders["who"], minlength=observed.plan.people).astype(float), occasions(observed))


def _offer(observed: Observed, orders: np.ndarray) -> np.ndarray:
    """Which offer each order was for, read off what was paid where all orders of an offer cost the same."""
    plan = observed.plan
    asked = plan.offers_made["units"] * _listed(observed, orders) * _levers(observed, orders)["price"][:, None]
    paid = orders["amount"] / MICRO / plan.behaviour[0]["mean_order"]
    return np.asarray(np.abs(asked - paid[:, None]).argmin(axis=1))


def _levers(observed: Observed, orders: np.ndarray) -> np.ndarray:
    """LEVER [order]: those of whoever orders, on the day."""
    cell = observed.ledger.people["cell"][orders["who"]]
    return np.asarray(observed.plan.levers[cell, orders["time"].astype(np.int64)])


def _listed(observed: Observed, orders: np.ndarray) -> np.ndarray:
    """The price of each offer to whoever orders, before the price level: float64 [order, offer]."""
    plan = observed.plan
    lists = plan.offer_prices.reshape(-1, len(plan.offers_made), plan.days)
    return np.asarray(lists[_levers(observed, orders)["price_list"], :, orders["time"].astype(np.int64)])


def contribution_per_occasion(observed: Observed, at: float, of: str | None) -> tuple[float, float]:
    """What a customer's occasion brings, currency, at ``at`` per cent of the scenario's price."""
    other = observed if at == 100 else observed.otherwise[f"price {at:g}"]
    plan = other.plan
    orders = _orders(other)
    levers = _levers(other, orders)
    price = levers["price"] * _listed(other, orders)[np.arange(len(orders)), _offer(other, orders)]
    brought = orders["amount"] / MICRO * (1.0 - (levers["goods"] + levers["fulfilment"]) / price)
    return ratio(np.bincount(orders["who"], brought, minlength=plan.people), occasions(other))


QUANTITIES: dict[str, Quantity] = {
    "share_of_occasions": share_of_occasions,
    "offer_share": offer_share,
    "contribution_per_occasion": contribution_per_occasion,
}
