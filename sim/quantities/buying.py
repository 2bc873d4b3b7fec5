"""Orders, lifetimes and the value of customers. Customers are independent of each other."""

from __future__ import annotations

import numpy as np

from sim.quantities.observed import Observed, Quantity, mean
from sim.value import residual
from sim.vocabulary import MICRO, Event


def repeat_orders(observed: Observed, at: float, of: str | None) -> tuple[float, float]:
    """Repeat orders by age ``at``, days, of every customer followed that long."""
    people, days = observed.ledger.people, observed.plan.days
    orders = observed.lines(Event.ORDERED)
    young = orders["time"] - people["first_at"][orders["who"]] <= at
    counts = np.bincount(orders["who"][young], minlength=len(people))
    return mean(counts[(people["orders"] > 0) & (people["first_at"] + at <= days)])


def customers_kept(observed: Observed, at: float, of: str | None) -> tuple[float, float]:
    """Share of customers who have not dropped out by age ``at``, days, of those followed that long."""
    people, days = observed.ledger.people, observed.plan.days
    gone = observed.lines(Event.DROPPED_OUT, Event.LOST)
    early = gone["time"] - people["first_at"][gone["who"]] <= at
    left = np.zeros(len(people), bool)
    left[gone["who"][early]] = True
    return mean(~left[(people["orders"] > 0) & (people["first_at"] + at <= days)])


def mean_order(observed: Observed, at: float, of: str | None) -> tuple[float, float]:
    """Mean over customers of what their own orders bring on average, currency."""
    orders = observed.lines(Event.FIRST_ORDER, Event.ORDERED)
    n = observed.plan.people
    total = np.bincount(orders["who"], orders["amount"] / MICRO, minlength=n)
    count = np.bincount(orders["who"], minlength=n)
    return mean(total[count > 0] / count[count > 0])


def value_per_customer(observed: Observed, at: float, of: str | None) -> tuple[float, float]:
    """Contribution of a customer, discounted to the first order, currency: realised plus residual."""
    who = observed.customers()
    value = observed.ledger.people["value"][who] / MICRO
    return mean(value + residual(observed.plan, observed.ledger, who))


QUANTITIES: dict[str, Quantity] = {
    "repeat_orders": repeat_orders,
    "customers_kept": customers_kept,
    "mean_order": mean_order,
    "value_per_customer": value_per_customer,
}
