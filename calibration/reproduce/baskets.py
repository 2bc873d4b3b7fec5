"""Patterns of what customers buy in a week: categories, items, products, deals.

As in the table of Bain et al. 2023 (RetailSynth): of weeks with a visit; the units of a product that a customer buys in
a week are one quantity; what nobody bought is not told of.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import numpy as np
import pandas as pd

from calibration.assortment import can_tell, median_lift, read
from calibration.likelihood import Array
from sim.plan import Plan
from sim.vocabulary import Event

DAYS = 7


def _none(kind: type = np.int64) -> np.ndarray:
    return np.zeros(0, kind)


@dataclass(frozen=True)
class Lines:
    """Order lines, an array each [line]: ``who`` bought, in which ``week``, which ``product`` of which ``category``
    (codes), how many ``units``, and the ``depth`` of the deal, 0 for none."""

    who: np.ndarray = field(default_factory=_none)
    week: np.ndarray = field(default_factory=_none)
    product: np.ndarray = field(default_factory=_none)
    category: np.ndarray = field(default_factory=_none)
    units: Array = field(default_factory=lambda: _none(float))
    depth: Array = field(default_factory=lambda: _none(float))

    def __len__(self) -> int:
        return len(self.who)

    def of(self, chosen: np.ndarray) -> Lines:
        """The same of the customers ``chosen``, bool [customer]."""
        rows = chosen[self.who]
        found = {name: values[rows] for name, values in vars(self).items()}
        return replace(self, **found | {"who": (np.cumsum(chosen) - 1)[found["who"]]})


def real_lines(orders: pd.DataFrame, ids: np.ndarray, until: np.datetime64, length: int) -> Lines:
    """The lines of the ``length`` days after ``until``; customers are places in ``ids``, sorted texts. None where
    ``orders`` tell of no products."""
    if not can_tell(orders):
        return Lines()
    day = (orders["ordered_at"].to_numpy("datetime64[D]") - until).astype(np.int64) - 1
    lines, _, _, customers, first_day = read(orders[(day >= 0) & (day < length)])
    first = int((first_day - until).astype(np.int64)) - 1
    return Lines(
        who=np.searchsorted(ids, customers)[lines["customer"]],
        week=(lines["day"].to_numpy() + first) // DAYS,
        product=lines["product"].to_numpy(np.int64),
        category=lines["category"].to_numpy(np.int64),
        units=lines["units"].to_numpy(float),
        depth=lines["depth"].to_numpy(float),
    )


def simulated_lines(plan: Plan, journal: np.ndarray, place: np.ndarray, length: int) -> Lines:
    """The lines of the first ``length`` days of a run of ``plan``; ``place`` [person]: the number of each customer."""
    lines = journal[(journal["kind"] == Event.BASKET_LINE) & (journal["time"] < length)]
    product = lines["amount"] >> 32
    of = np.repeat(np.arange(len(plan.categories)), plan.categories_sold["products"])
    return Lines(
        who=place[lines["who"]],
        week=np.floor(lines["time"] / DAYS).astype(np.int64),
        product=product,
        category=of[product] if len(of) else product,
        units=((lines["amount"] >> 8) & 0xFFFFFF).astype(float),
        depth=(lines["amount"] & 0xFF) / 100.0,
    )


def _customer_weeks(lines: Lines) -> np.ndarray:
    """A number for the customer and the week of each line."""
    return lines.who * (int(lines.week.max(initial=0)) + 1) + lines.week


def _once(first: np.ndarray, other: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """The pairs that there are, each once: (first, other), and which of them each pair given is."""
    base = int(other.max(initial=0)) + 1
    found, place = np.unique(first * base + other, return_inverse=True)
    return found // base, found % base, place


def categories_per_customer_week(lines: Lines) -> Array:
    """Categories that a customer buys in a week with a visit."""
    week, _, _ = _once(_customer_weeks(lines), lines.category)
    return np.unique(week, return_counts=True)[1].astype(float)


def items_per_customer_week(lines: Lines) -> Array:
    """Units that a customer buys in a week with a visit."""
    _, place = np.unique(_customer_weeks(lines), return_inverse=True)
    return np.asarray(np.bincount(place, lines.units), float)


def item_quantity(lines: Lines) -> Array:
    """Units of a product that a customer buys in a week in which it is bought."""
    _, _, place = _once(_customer_weeks(lines), lines.product)
    return np.asarray(np.bincount(place, lines.units), float)


def category_purchase(lines: Lines) -> Array:
    """Share of visits, a customer's week each, on which a category is bought, by category."""
    weeks = _customer_weeks(lines)
    _, category, _ = _once(weeks, lines.category)
    return np.unique(category, return_counts=True)[1] / max(len(np.unique(weeks)), 1)


def product_given_category(lines: Lines) -> Array:
    """Share of the visits on which its category is bought on which a product is, by product."""
    weeks = _customer_weeks(lines)
    _, category, _ = _once(weeks, lines.category)
    own = np.bincount(category)
    _, product, _ = _once(weeks, lines.product)
    of = np.zeros(int(lines.product.max(initial=-1)) + 1, np.int64)
    of[lines.product] = lines.category
    found, count = np.unique(product, return_counts=True)
    return np.asarray(count / own[of[found]], float)


def line_depth(lines: Lines) -> Array:
    """What a deal takes off a line, share of its regular price; 0 without one."""
    return lines.depth


def pair_lift(lines: Lines, most: int = 60) -> Array:
    """How much more often two of the ``most`` bought categories are bought in one week than if they were independent,
    ratio, by pair."""
    week, category, _ = _once(_customer_weeks(lines), lines.category)
    if not len(week):
        return np.zeros(0)
    top = np.argsort(-np.bincount(category), kind="stable")[:most]
    weeks = np.unique(week, return_inverse=True)[1]
    held = np.zeros((int(weeks.max()) + 1, len(top)), np.float32)
    for k, one in enumerate(top):
        held[weeks[category == one], k] = 1.0
    both, own = held.T @ held / len(held), held.mean(axis=0)
    return np.asarray((both / np.outer(own, own))[np.triu_indices(len(top), 1)], float)


def lines_on_deal(lines: Lines) -> float:
    """Share of lines that are on a deal."""
    return float((lines.depth > 0.0).mean())


def mean_deal(lines: Lines) -> float:
    """Mean depth of the deals on lines; 0 where there are none."""
    dealt = lines.depth[lines.depth > 0.0]
    return float(dealt.mean()) if len(dealt) else 0.0


def category_lift(lines: Lines) -> float:
    """Units of a product in a week on a deal over those off it: the median over categories; NaN where too little sells
    in every week."""
    names = ("week", "product", "category", "units", "depth")
    return median_lift(pd.DataFrame({name: getattr(lines, name) for name in names}))
