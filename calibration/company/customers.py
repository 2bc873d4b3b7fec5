"""The list of a company's customers: who is still one, what each will order and bring, and how they are ranked.

Rates are those of the fit (Pareto/NBD, drifting where that forecasts better), amounts Gamma-Gamma given the own mean;
expected orders add up to the forecast of the total. The interval of a value is that of chance alone: nothing with
the probability of no order, else a gamma law with the mean and variance of the orders' sum (its error against
simulation is a few per cent of the width).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from calibration.company.facts import Facts
from calibration.company.folder import Folder
from calibration.company.pseudonyms import ids_of
from calibration.drift import law_of_rates
from calibration.likelihood import Array
from calibration.totals import moments_alive
from sim.closed_forms.buying import expected_life
from sim.problems import BadInput, Problem, shown

SCORES = 5
"""Of recency, frequency and money each: fifths of the customers, 5 the best (Hughes 1994)."""
CLASSES = {"A": 0.80, "B": 0.95, "C": 1.0}
"""Cumulative share of expected value at which a class ends (Pareto analysis; Dickie 1951)."""
LOW, HIGH = 0.05, 0.95
STEPS = 8
"""Parts of the horizon in which orders are discounted."""
BLOCK = 50_000
"""Customers at a time."""
WEEKS_PER_YEAR = 365.0 / 7.0


@dataclass(frozen=True)
class Customers:
    """``table``: a row a customer, the most valuable first: customer, since, latest, orders, p_alive, expected_orders
    (orders_low, orders_high), mean_order, value (value_low, value_high), rfm, abc, segment, channel. Money is
    contribution at today's margins over the ``weeks`` to come, discounted to today."""

    name: str
    currency: str
    until: np.datetime64
    weeks: int
    margin: float
    table: pd.DataFrame

    @property
    def top_share(self) -> float:
        """Share of the expected value that the most valuable tenth brings."""
        value = self.table["value"].to_numpy()
        return float(value[: max(len(value) // 10, 1)].sum() / value.sum()) if value.sum() > 0 else float("nan")

    def classes(self) -> pd.DataFrame:
        """By class: customers, share of them, expected value and its share."""
        found = self.table.groupby("abc", sort=True)["value"].agg(customers="size", value="sum")
        found["share_of_customers"] = found["customers"] / found["customers"].sum()
        found["share_of_value"] = found["value"] / max(found["value"].sum(), 1e-300)
        return found.reset_index()

    def summary(self) -> list[str]:
        """The list in a few sentences."""
        table = self.table
        found = [
            f"{self.name}: {len(table):,} customers on {self.until}; {table['p_alive'].sum():,.0f} of them are expected"
            f" to be customers still.",
            f"Over the next {self.weeks} weeks they are expected to place {table['expected_orders'].sum():,.0f} orders"
            f" and to bring {table['value'].sum():,.0f} {self.currency} (margin {self.margin:.0%} of what is paid,"
            f" discounted); the top tenth brings {self.top_share:.0%} of that.",
        ]
        for row in self.classes().to_dict("records"):
            found.append(
                f"Class {row['abc']}: {row['customers']:,} customers ({row['share_of_customers']:.0%}) with"
                f" {row['share_of_value']:.0%} of the value."
            )
        return found

    def to_json(self) -> dict[str, Any]:
        """Everything as plain data."""
        return {
            "name": self.name,
            "currency": self.currency,
            "until": str(self.until),
            "weeks": self.weeks,
            "margin": self.margin,
            "top_tenth_share_of_value": self.top_share,
            "classes": self.classes().to_dict("records"),
            "customers": self.table.to_dict("records"),
            "summary": self.summary(),
        }


def customers_of(folder: Folder, weeks: int = 52, ids: bool = False) -> Customers:
    """The customers of a fitted company with what they will order over ``weeks``; ``ids``: with their own ids in the
    place of pseudonyms. BadInput where the company has not been fitted."""
    from calibration.company.facts import facts_of

    if isinstance(weeks, bool) or not isinstance(weeks, int) or not 1 <= weeks <= 520:
        raise BadInput([Problem("--weeks", 0, "", shown(weeks), "whole numbers from 1 to 520")])
    place = folder.fitted()
    facts = facts_of(place)
    known = pd.read_parquet(place / "customers.parquet")
    margin, discount = float(facts.tree["margin"]), float(facts.tree["discount_rate"])
    table = _valued(known, facts, weeks, margin, discount)
    if ids:
        table["customer"] = table["customer"].map(ids_of(folder.private))
    return Customers(str(facts.tree["name"]), facts.currency, facts.until, weeks, margin, table)


def _valued(known: pd.DataFrame, facts: Facts, weeks: int, margin: float, discount: float) -> pd.DataFrame:
    parts = [
        _block(known.iloc[first : first + BLOCK], facts, weeks, margin, discount)
        for first in range(0, len(known), BLOCK)
    ]
    table = pd.concat(parts, ignore_index=True)
    table["rfm"] = _rfm(known)
    table["segment"], table["channel"] = known["segment"].to_numpy(), known["channel"].to_numpy()
    table = table.sort_values("value", ascending=False, kind="stable", ignore_index=True)
    table["abc"] = _abc(table["value"].to_numpy())
    return table


def _block(known: pd.DataFrame, facts: Facts, weeks: int, margin: float, discount: float) -> pd.DataFrame:
    model, amounts = facts.model, facts.amounts
    x, exposure, orders, age, recency = (
        known[name].to_numpy(float) for name in ("x", "exposure", "orders", "age", "recency")
    )
    alive = model.p_alive(orders - 1, (age - recency) / 7, age / 7)
    shape, rate = law_of_rates(model, facts.drift, x, exposure / 7)
    rate = rate / float(facts.tree["level"])
    life = expected_life(np.linspace(0.0, weeks, STEPS + 1), model.s, (model.beta + age / 7)[:, None])
    count = alive * shape / rate * life[:, -1]
    middle = (np.arange(STEPS) + 0.5) * weeks / STEPS
    now = alive * shape / rate * (np.diff(life, axis=1) @ (1.0 + discount) ** (-middle / WEEKS_PER_YEAR))
    square = alive * moments_alive(model, shape, rate, age / 7, float(weeks))[1]
    none = 1.0 - alive * (1.0 - model.counts_alive(float(weeks), shape, rate, age / 7, 0)[:, 0])
    number = known["spend_orders"].to_numpy(float)
    order = amounts.conditional_mean(number, known["mean_spend"].to_numpy(float))
    value = margin * order * now
    low, high = _ends(facts, none, count, square, order, number)
    worth = margin * np.divide(now, count, out=np.ones_like(now), where=count > 0)
    lowest, most = _count_ends(none, count, square)
    until = facts.until
    return pd.DataFrame(
        {
            "customer": known["customer"].to_numpy(object),
            "since": (until - age.astype("timedelta64[D]")).astype("datetime64[s]"),
            "latest": (until - recency.astype("timedelta64[D]")).astype("datetime64[s]"),
            "orders": known["orders"].to_numpy(np.int64),
            "p_alive": alive,
            "expected_orders": count,
            "orders_low": lowest,
            "orders_high": most,
            "mean_order": order,
            "value": value,
            "value_low": low * worth,
            "value_high": high * worth,
        }
    )


def _count_ends(none: Array, mean: Array, square: Array) -> tuple[Array, Array]:
    """5 % and 95 % points of the number of orders."""
    ends = [_point(u, none, mean, square) for u in (LOW, HIGH)]
    return np.floor(ends[0]), np.ceil(ends[1])


def _ends(facts: Facts, none: Array, mean: Array, square: Array, order: Array, number: Array) -> tuple[Array, Array]:
    """5 % and 95 % points of what the orders come to, undiscounted: orders with amounts of an own, unsure mean."""
    p, q = facts.amounts.p, facts.amounts.q
    left = (
        p * number + q
    )  # the own rate of amounts is Gamma(left): its inverse has a squared variation of 1 / (left - 2)
    unsure = np.where(left > 2.5, 1.0 / np.maximum(left - 2.0, 0.5), 2.0)
    of_mean = order**2 * (1.0 + unsure)
    second = of_mean * (square + mean / p)
    return tuple(_point(u, none, mean * order, second) for u in (LOW, HIGH))  # type: ignore[return-value]


def _point(u: float, none: Array, mean: Array, square: Array) -> Array:
    """The point at ``u`` of a law that is 0 with probability ``none``, else gamma with what is left of the moments."""
    from scipy.special import gammaincinv

    some = np.maximum(1.0 - none, 1e-12)
    first = mean / some
    variance = np.maximum(square / some - first**2, 1e-12 * first**2 + 1e-300)
    shape = np.clip(first**2 / variance, 1e-3, 1e8)
    above = np.clip((u - none) / some, 0.0, 1.0)
    return np.where(u > none, gammaincinv(shape, above) * first / shape, 0.0)


def _rfm(known: pd.DataFrame) -> list[str]:
    """Three digits from 1 to 5: how lately, how often, for how much a customer has ordered."""
    money = known["mean_spend"] * known["spend_orders"]
    scores = [_fifths(-known["recency"]), _fifths(known["orders"]), _fifths(money)]
    return [f"{r}{f}{m}" for r, f, m in zip(*scores, strict=True)]


def _fifths(values: pd.Series) -> list[int]:
    """The fifth of each value, 5 the highest; equal values are in one."""
    share = values.rank(method="average", pct=True).to_numpy()
    return np.clip(np.ceil(share * SCORES), 1, SCORES).astype(int).tolist()


def _abc(value: Array) -> list[str]:
    """The class of each customer, the most valuable first; who brings nothing is in the last."""
    total = value.sum()
    before = (np.cumsum(value) - value) / total if total > 0 else np.ones_like(value)
    names = list(CLASSES)
    place = np.searchsorted(list(CLASSES.values())[:-1], before + 1e-12, "right")
    return [names[k] for k in place]
