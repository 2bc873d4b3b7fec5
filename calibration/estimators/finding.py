"""What an estimator found: numbers of the market with interval, label and sentence, and how they get into its tree."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal, TypeVar

import numpy as np
import pandas as pd

from calibration.entries import definite, put
from calibration.identified import HARDLY_NARROWED, PRECISION_OF_BELIEFS, Label
from calibration.likelihood import NORMAL_95, Array, Estimate
from scenarios.files.loading import load
from scenarios.parameter import Parameter

Scale = Literal["log", "logit", "linear"]
Number = TypeVar("Number", float, Array)
FEW = 10
"""Events below which nothing is called identified."""
LIMITS = {"1/day": (1e-9, 100.0), "minutes": (1e-6, 1e6), "days": (1e-6, 2e4), "1": (1e-6, 1e6)}
PART = (1e-9, 1.0 - 1e-9)
"""Limits of a share."""
WIDE = (-1e6, 1e6)


@dataclass(frozen=True)
class Finding:
    """A number of the market: ``path`` below ``market``, such as "service.desks.phone.patience".

    ``ends``: 5 % and 95 % points, None where the number is held. ``scale``: on which the belief is normal. ``sd``: its
    standard deviation there. ``sentence``: how it was found, in words; the source of the entry.
    """

    path: str
    value: float
    unit: str
    ends: tuple[float, float] | None
    scale: Scale
    sd: float
    label: Label
    sentence: str

    def put(self, market: dict[str, Any]) -> None:
        """Put it in the place of what is assumed in ``market``, a tree in the form of base.yaml's ``market``."""
        limits = (
            WIDE if self.scale == "linear" else PART if self.scale == "logit" else LIMITS.get(self.unit, (0.0, 1e9))
        )
        low, high = limits_of(self.path)
        limits = max(limits[0], low), min(limits[1], high)
        entry = parameter_at(market, self.path)
        put(entry, self.value, self.ends, limits, label=self.label, source=self.sentence, unit=self.unit)
        if "interval" in entry:
            entry["scale"] = self.scale

    def z_of(self, true: float) -> float:
        """Standard deviations between the value and what is true, on its scale."""
        return (onto(self.scale, self.value) - onto(self.scale, true)) / self.sd

    def to_json(self) -> dict[str, Any]:
        """As plain data."""
        return {
            "path": f"market.{self.path}",
            "value": self.value,
            "unit": self.unit,
            "interval": None if self.ends is None else list(self.ends),
            "scale": self.scale,
            "label": self.label,
            "sentence": self.sentence,
        }


@dataclass(frozen=True)
class Findings:
    """All that an estimator found, and what else it has to say. ``together``: the correlations of the beliefs' normal
    scores, None where each is on its own."""

    found: tuple[Finding, ...]
    notes: tuple[str, ...] = ()
    together: Array | None = None

    def __getitem__(self, path: str) -> Finding:
        return next(one for one in self.found if one.path == path)

    def __contains__(self, path: str) -> bool:
        return any(one.path == path for one in self.found)

    def put(self, market: dict[str, Any]) -> tuple[str, ...]:
        """Put everything into ``market``; returns the paths for which it has no place, such as unknown desks."""
        left = []
        for one in self.found:
            try:
                one.put(market)
            except KeyError:
                left.append(one.path)
        if self.together is not None:
            known = [k for k, one in enumerate(self.found) if one.path not in left]
            matrix = definite(self.together[np.ix_(known, known)])
            block = {"parameters": [self.found[k].path for k in known], "matrix": matrix}
            market["correlations"] = [*market.get("correlations", ()), block]
        return tuple(left)

    def to_json(self) -> dict[str, Any]:
        """As plain data."""
        return {"found": [one.to_json() for one in self.found], "notes": list(self.notes)}


def parameter_at(market: Mapping[str, Any], path: str) -> dict[str, Any]:
    """The Parameter at ``path`` of a tree; items of lists go by their name. KeyError where there is none."""
    node: Any = market
    rest = path
    while rest:
        if isinstance(node, list | tuple):
            items = {item["name"]: item for item in node}
            key = max((name for name in items if f"{rest}.".startswith(f"{name}.")), key=len, default=None)
            if key is None:
                raise KeyError(path)
            node = items[key]
        else:
            key = rest.partition(".")[0]
            node = node[key]
        rest = rest[len(key) + 1 :]
    if not isinstance(node, dict) or "value" not in node:
        raise KeyError(path)
    return node


@dataclass(frozen=True)
class Belief:
    """What is believed of a number before a table is read: normal on ``scale`` around ``middle``, both there."""

    middle: float
    sd: float
    scale: Scale


def prior_of(path: str, scale: Scale | None = None) -> Belief:
    """What the library believes of the number ``path`` of the market: base's interval, or full's where base has it off.

    ``scale``: other than the stated one. KeyError where there is no such number, or it is held fixed.
    """
    one = next((found for found in _stated(path) if found.interval is not None), None)
    if one is None or one.interval is None:
        raise KeyError(path)
    on = scale or one.scale
    low, high = (onto(on, end) for end in one.interval)
    return Belief(onto(on, one.value), (high - low) / (2.0 * NORMAL_95), on)


def assumed(path: str) -> float:
    """What the library assumes of the number ``path`` of the market where it is on. KeyError where there is none."""
    base, full = _stated(path)
    return base.value if base.interval is not None else full.value


def believed(path: str) -> Finding:
    """The library's belief of the number ``path``, as it is assumed where a company's tables show that it matters, and
    none tells how much. KeyError where there is none."""
    one = next((found for found in _stated(path) if found.interval is not None), None)
    if one is None or one.interval is None:
        raise KeyError(path)
    belief = prior_of(path)
    return Finding(path, one.value, one.unit, one.interval, one.scale, belief.sd, "assumed", one.source)


def limits_of(path: str) -> tuple[float, float]:
    """What a market may state at ``path``; no limits where the library has no such number."""
    base = _library()[0]
    return base[path].limits if path in base else (-math.inf, math.inf)


def _stated(path: str) -> tuple[Parameter, ...]:
    return tuple(market[path] for market in _library())


@cache
def _library() -> tuple[dict[str, Parameter], ...]:
    """The numbers of the markets of today's policies in the library, by their path below the market."""
    return tuple({at.removeprefix("market."): one for at, one in load(name).parameters()} for name in ("base", "full"))


def onto(scale: Scale, x: float) -> float:
    """``x`` on the scale on which beliefs are normal."""
    if scale == "linear":
        return x
    return math.log(x) if scale == "log" else math.log(x) - math.log1p(-x)


def back(scale: Scale, y: Number) -> Number:
    """The number at ``y`` of a scale, or numbers."""
    if scale == "linear":
        return y
    return np.exp(y) if scale == "log" else 1.0 / (1.0 + np.exp(-y))


def found(path: str, value: float, sd: float, scale: Scale, unit: str, label: Label, sentence: str) -> Finding:
    """A finding whose belief is normal on ``scale`` with standard deviation ``sd`` around ``value``."""
    middle = onto(scale, value)
    ends = back(scale, middle - NORMAL_95 * sd), back(scale, middle + NORMAL_95 * sd)
    return Finding(path, value, unit, ends, scale, sd, label, sentence)


def label_of(sd: float, prior_sd: float | None = None, events: float = math.inf, doubted: bool = False) -> Label:
    """The rule of calibration.identified for one number: ``sd`` and ``prior_sd`` on its scale, ``events`` counted."""
    share = 0.0 if prior_sd is None else sd / prior_sd
    if share > HARDLY_NARROWED:
        return "assumed"
    wide = 2.0 * NORMAL_95 * sd / math.log(10.0) > Estimate.MOST_DECADES
    if wide or doubted or events < FEW or share**2 >= PRECISION_OF_BELIEFS:
        return "bounded"
    return "identified"


def share_of(path: str, yes: float, no: float, unit: str, what: str) -> Finding:
    """A share of ``yes`` among ``yes + no`` (half a count added to each), normal on the logit."""
    a, b = yes + 0.5, no + 0.5
    sd = math.sqrt(1.0 / a + 1.0 / b)
    return found(path, a / (a + b), sd, "logit", unit, label_of(sd, events=min(yes, no)), what)


def completed(frame: pd.DataFrame, moments: tuple[str, ...] = (), numbers: tuple[str, ...] = ()) -> pd.DataFrame:
    """``frame`` with the columns that it may lack, nothing in them."""
    nothing = {name: pd.Series(pd.NaT, frame.index, "datetime64[ns]") for name in moments if name not in frame}
    none = {name: pd.Series(np.nan, frame.index, float) for name in numbers if name not in frame}
    return frame.assign(**nothing, **none)


def counted(column: pd.Series) -> pd.Series:
    """How many, of a column of numbers, or of yes and no; what is not told is none."""
    return column.astype("Float64").fillna(0.0).astype(int)


def sales(orders: pd.DataFrame) -> pd.DataFrame:
    """Orders that were paid, of customers who are known: who, at, amount; sorted by customer and time."""
    sold = orders[(orders["amount"] > 0) & (orders["customer_id"].astype(str) != "")]
    found = pd.DataFrame({"who": sold["customer_id"].astype(str), "at": sold["ordered_at"], "amount": sold["amount"]})
    return found.sort_values(["who", "at"], kind="stable", ignore_index=True)


def days_between(early: Any, late: Any) -> Array:
    """Days from one column of moments to another, float64; NaN where one is missing."""
    span = np.asarray(late, "datetime64[ns]") - np.asarray(early, "datetime64[ns]")
    days = span.astype("timedelta64[ns]").astype(float) / 86_400e9
    return np.where(np.isnat(span), np.nan, days)
