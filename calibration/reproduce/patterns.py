"""Patterns of a history, the same arithmetic for real and simulated customers.

Visit: an order in a week. Patterns by customer are of those who ordered in the window; gaps lie within it.
Weeks since the last purchase: of customers who bought in the first three weeks, every later week, visited or not
(Bain et al. 2023, RetailSynth, from which visit share and spend per customer-week are as well).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache

import numpy as np

from calibration.likelihood import Array
from calibration.reproduce import baskets
from calibration.reproduce.baskets import Lines
from calibration.reproduce.window import DAYS, Window
from scenarios.ground.packaged import packaged

OPENING = 3  # weeks at the beginning that make customers comparable
LAST_WEEKS = 4
HORIZONS = (4, 13, 26, 52)  # weeks
FEWEST = 20  # customers below which a share is not told
CLASSES = 3  # of recency, frequency and money each


@dataclass(frozen=True)
class Pattern:
    """What ``patterns.yaml`` says of a pattern: title, unit ("currency": that of the orders), tolerance of its
    distance, and the parameters of the market on which it rests."""

    title: str
    unit: str
    rests_on: tuple[str, ...]
    tolerance: float = 0.0


@cache
def said() -> Mapping[str, Pattern]:
    """The table ``patterns.yaml`` by name, in the order in which patterns are shown."""
    tree = packaged("calibration.reproduce", "patterns.yaml")
    groups = tree["rests_on"]
    return {
        name: Pattern(
            one["title"],
            one["unit"],
            tuple(path for group in one["rests_on"] for path in groups[group]),
            tree["tolerance"]["value"] if name in tree["tolerance"]["of"] else 0.0,
        )
        for name, one in tree["patterns"].items()
    }


def order_days(window: Window) -> Array:
    """Order days of each customer."""
    return np.bincount(window.who)[np.unique(window.who)].astype(float)


def gap_days(window: Window) -> Array:
    """Days from one order day of a customer to the next, at least one."""
    same = window.who[1:] == window.who[:-1]
    return np.maximum(np.diff(window.day)[same], 1).astype(float)


def order_days_per_week(window: Window) -> Array:
    """Order days of a customer in a week with a visit."""
    return np.unique(window.who * window.weeks + window.week, return_counts=True)[1].astype(float)


def order_value(window: Window) -> Array:
    """Amount of an order day."""
    return window.amount


def spend_per_customer_week(window: Window) -> Array:
    """Amount of a customer in a week with a visit."""
    _, place = np.unique(window.who * window.weeks + window.week, return_inverse=True)
    return np.asarray(np.bincount(place, window.amount), float)


def spend_per_customer(window: Window) -> Array:
    """Amount of a customer in the window."""
    return np.bincount(window.who, window.amount)[np.unique(window.who)]


def visit_share(window: Window) -> Array:
    """Share of customers who visit, by week, without the first three."""
    return window.visits.mean(axis=0)[OPENING:] if len(window.visits) else np.zeros(0)


def weeks_since_last(window: Window) -> Array:
    """Weeks since the last visit, of customers of the first three weeks, every week after them."""
    visits = window.visits
    visits = visits[visits[:, :OPENING].any(axis=1)]
    week = np.arange(window.weeks)
    latest = np.maximum.accumulate(np.where(visits, week, -1), axis=1)
    return (week[OPENING:] - latest[:, OPENING - 1 : -1]).ravel().astype(float)


def wait_hours(window: Window) -> Array:
    """Hours from opening a ticket to its first answer, of those that were answered."""
    return window.wait


def of_lines(pattern: Callable[[Lines], Array]) -> Callable[[Window], Array]:
    """A pattern of order lines as one of a window; nothing where it tells of none."""
    return lambda window: pattern(window.lines) if len(window.lines) else np.zeros(0)


BASKETS = (
    baskets.categories_per_customer_week,
    baskets.items_per_customer_week,
    baskets.item_quantity,
    baskets.category_purchase,
    baskets.product_given_category,
    baskets.line_depth,
    baskets.pair_lift,
)
DISTRIBUTIONS: Mapping[str, Callable[[Window], Array]] = {
    one.__name__: one
    for one in (
        order_days,
        gap_days,
        order_days_per_week,
        order_value,
        spend_per_customer_week,
        spend_per_customer,
        visit_share,
        weeks_since_last,
        wait_hours,
    )
} | {one.__name__: of_lines(one) for one in BASKETS}


def level_of_lines(level: Callable[[Lines], float]) -> Callable[[Window], float]:
    """A number of order lines as one of a window; NaN where it tells of none."""
    return lambda window: level(window.lines) if len(window.lines) else np.nan


def orders(window: Window) -> float:
    """Order days of the whole market."""
    return len(window.day) * window.scale


def revenue(window: Window) -> float:
    """What is paid in the window."""
    return float(window.amount.sum()) * window.scale


def new_customers(window: Window) -> float:
    """Customers whose first order is in the window."""
    return float((~window.known).sum()) * window.scale


def mean_order(window: Window) -> float:
    """Mean amount of an order day."""
    return float(window.amount.mean()) if len(window.amount) else 0.0


def retention(window: Window) -> float:
    """Share of customers who ordered in the last four weeks, of those who ordered in the window."""
    return float(window.visits[:, -LAST_WEEKS:].any(axis=1).mean()) if len(window.visits) else 0.0


LEVELS: Mapping[str, Callable[[Window], float]] = {
    one.__name__: one for one in (orders, revenue, new_customers, mean_order, retention)
} | {one.__name__: level_of_lines(one) for one in (baskets.lines_on_deal, baskets.mean_deal, baskets.category_lift)}


def orders_per_week(window: Window) -> Array:
    """Order days by week."""
    return np.asarray(np.bincount(window.week, minlength=window.weeks) * window.scale, float)


def revenue_per_week(window: Window) -> Array:
    """What is paid by week."""
    return np.asarray(np.bincount(window.week, window.amount, window.weeks) * window.scale, float)


def new_per_week(window: Window, channel: str | None = None) -> Array:
    """Customers by the week of their first order; ``channel``: those whom it won."""
    those = ~window.known if channel is None else ~window.known & (window.channel == channel)
    return np.asarray(np.bincount(window.first[those] // DAYS, minlength=window.weeks) * window.scale, float)


SERIES: Mapping[str, Callable[[Window], Array]] = {
    one.__name__: one for one in (orders_per_week, revenue_per_week, new_per_week)
}


def active_within(window: Window) -> Array:
    """Share of the customers known at the beginning with an order within each of HORIZONS; NaN beyond the window."""
    after = np.full(len(window), np.inf)
    np.minimum.at(after, window.who, window.day)
    return _shares(after[window.known], np.full(int(window.known.sum()), window.days))


def repeat_within(window: Window) -> Array:
    """Share of new customers with a repeat order within each of HORIZONS of the first; NaN of too few seen so long."""
    new = ~window.known
    repeat = window.day > window.first[window.who]
    second = np.full(len(window), np.inf)
    np.minimum.at(second, window.who[repeat], window.day[repeat])
    return _shares((second - window.first)[new], window.days - window.first[new])


def _shares(after: Array, seen: np.ndarray) -> Array:
    """Of customers ``seen`` for so many days, the share with an event by HORIZONS, ``after`` so many days."""
    found = np.full(len(HORIZONS), np.nan)
    for k, weeks in enumerate(HORIZONS):
        whole = seen >= DAYS * weeks
        if whole.sum() >= FEWEST:
            found[k] = float((after[whole] < DAYS * weeks).mean())
    return found


CURVES: Mapping[str, Callable[[Window], Array]] = {one.__name__: one for one in (active_within, repeat_within)}


@dataclass(frozen=True)
class Classes:
    """Classes of recency, frequency and money: limits between them, drawn from real customers."""

    recency: Array
    frequency: Array
    money: Array

    @classmethod
    def of(cls, window: Window) -> Classes:
        """The limits that part the customers of ``window`` into thirds, as far as equal values can be parted."""
        levels = np.arange(1, CLASSES) / CLASSES
        return cls(*(np.unique(np.quantile(values, levels)) for values in _rfm(window)))

    @property
    def names(self) -> list[str]:
        """The cells, "recency-frequency-money", each counted from 1, the best class, for recency, the least else."""
        sizes = [len(limits) + 1 for limits in (self.recency, self.frequency, self.money)]
        return ["-".join(str(one + 1) for one in place) for place in np.ndindex(*sizes)]

    def shares(self, window: Window) -> Array:
        """Share of the customers of ``window`` in each cell."""
        limits = (self.recency, self.frequency, self.money)
        places = [np.searchsorted(one, values, "left") for one, values in zip(limits, _rfm(window), strict=True)]
        sizes = [len(one) + 1 for one in limits]
        flat = np.ravel_multi_index(places, sizes)
        return np.bincount(flat, minlength=int(np.prod(sizes))) / max(len(flat), 1)


def _rfm(window: Window) -> tuple[Array, Array, Array]:
    """Days since the latest order at the end, order days and spend in the window, of each customer."""
    latest = window.last.copy()
    np.maximum.at(latest, window.who, window.day)
    number = np.bincount(window.who, minlength=len(window)).astype(float)
    spent = np.asarray(np.bincount(window.who, window.amount, len(window)), float)
    return (window.days - latest).astype(float), number, spent
