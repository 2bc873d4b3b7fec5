"""Cascades of referrals: a customer who was not invited, and all who came of that customer.

Cascades are independent of each other where every invitation reaches somebody new.
"""

from __future__ import annotations

import numpy as np

from sim.quantities.observed import Observed, Quantity, mean, only, ratio
from sim.vocabulary import MICRO, Event


def _per_cascade(observed: Observed, members: np.ndarray, weight: np.ndarray | None = None) -> np.ndarray:
    """Sum over ``members`` (numbers of customers) by cascade, float64 [cascade]."""
    orders = observed.ledger.people["orders"]
    total = np.bincount(observed.root[members], weight, minlength=len(orders)).astype(float)
    return total[(orders > 0) & (observed.inviter < 0)]


def cascade_size(observed: Observed, at: float, of: str | None) -> tuple[float, float]:
    """Customers of a cascade, the first included."""
    return mean(_per_cascade(observed, observed.customers()))


def cascade_variance(observed: Observed, at: float, of: str | None) -> tuple[float, float]:
    """Variance of the customers of a cascade."""
    sizes = _per_cascade(observed, observed.customers())
    return mean((sizes - sizes.mean()) ** 2 * (len(sizes) / max(len(sizes) - 1, 1)))


def cascade_share(observed: Observed, at: float, of: str | None) -> tuple[float, float]:
    """Share of cascades with exactly ``at`` customers."""
    return mean(_per_cascade(observed, observed.customers()) == at)


def ended_by_generation(observed: Observed, at: float, of: str | None) -> tuple[float, float]:
    """Share of cascades without a customer in generation ``at``; the first customer is generation 0."""
    found = observed.customers()
    return mean(_per_cascade(observed, found[observed.generation[found] == at]) == 0)


def _ages(observed: Observed, members: np.ndarray) -> np.ndarray:
    """Days from the first order of the cascade to that of each member."""
    first_at = observed.ledger.people["first_at"]
    return first_at[members] - first_at[observed.root[members]]


def cascade_customers(observed: Observed, at: float, of: str | None) -> tuple[float, float]:
    """Customers of a cascade within ``at`` days of its first order, that one included."""
    found = observed.customers()
    return mean(_per_cascade(observed, found[_ages(observed, found) <= at]))


def _alive(observed: Observed, at: float) -> np.ndarray:
    found = observed.customers()
    gone = observed.lines(Event.DROPPED_OUT, Event.LOST)
    ends = np.full(observed.plan.people, np.inf)
    np.minimum.at(ends, gone["who"], gone["time"])
    first_at = observed.ledger.people["first_at"][observed.root[found]]
    here = (_ages(observed, found) <= at) & (ends[found] - first_at > at)
    return _per_cascade(observed, found[here])


def cascade_alive(observed: Observed, at: float, of: str | None) -> tuple[float, float]:
    """Customers of a cascade who have not dropped out ``at`` days after its first order."""
    return mean(_alive(observed, at))


def cascade_extinct(observed: Observed, at: float, of: str | None) -> tuple[float, float]:
    """Share of cascades of whom all have dropped out ``at`` days after the first order."""
    return mean(_alive(observed, at) == 0)


def _values(observed: Observed, members: np.ndarray) -> np.ndarray:
    return observed.ledger.people["value"][members] / MICRO


def seed_value(observed: Observed, at: float, of: str | None) -> tuple[float, float]:
    """What the customers of a cascade bring in all, each discounted to the own first order, currency."""
    found = observed.customers()
    return mean(_per_cascade(observed, found, _values(observed, found)))


def seed_value_with_children(observed: Observed, at: float, of: str | None) -> tuple[float, float]:
    """The same, everybody's value counted once more for who invited them: one generation counted twice."""
    found = observed.customers()
    times = 1.0 + (observed.generation[found] > 0)
    return mean(_per_cascade(observed, found, _values(observed, found) * times))


def seed_value_with_descendants(observed: Observed, at: float, of: str | None) -> tuple[float, float]:
    """The same, everybody's value counted once more for each in the chain of invitations above them."""
    found = observed.customers()
    return mean(_per_cascade(observed, found, _values(observed, found) * (1.0 + observed.generation[found])))


def growth_rate(observed: Observed, at: float, of: str | None) -> tuple[float, float]:
    """Growth of the number of new customers per day, from the third to the last quarter of ``at`` days."""
    found = observed.customers()
    ages = _ages(observed, found)
    before = _per_cascade(observed, found[(ages > at / 2.0) & (ages <= 0.75 * at)])
    after = _per_cascade(observed, found[(ages > 0.75 * at) & (ages <= at)])
    if not after.any():
        return np.nan, np.nan
    grown, error = ratio(after, before)
    return float(np.log(grown) / (at / 4.0)), error / grown / (at / 4.0)


def share_who_bought(observed: Observed, at: float, of: str | None) -> tuple[float, float]:
    """Share of people who are customers by day ``at``, or have been."""
    return only(float(np.mean(observed.ledger.people["first_at"] <= at)))


def final_size(observed: Observed, at: float, of: str | None) -> tuple[float, float]:
    """Share of people who are customers in the end."""
    return only(len(observed.customers()) / observed.plan.people)


QUANTITIES: dict[str, Quantity] = {
    "cascade_size": cascade_size,
    "cascade_variance": cascade_variance,
    "cascade_share": cascade_share,
    "ended_by_generation": ended_by_generation,
    "cascade_customers": cascade_customers,
    "cascade_alive": cascade_alive,
    "cascade_extinct": cascade_extinct,
    "seed_value": seed_value,
    "seed_value_with_children": seed_value_with_children,
    "seed_value_with_descendants": seed_value_with_descendants,
    "final_size": final_size,
    "growth_rate": growth_rate,
    "share_who_bought": share_who_bought,
}
