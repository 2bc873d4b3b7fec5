"""Regions and segments: how often customers order in each, how soon they leave, and how much they spend.

Orders and drop-out of a group follow the Pareto/NBD of all customers with both rates times a ratio of its own; amounts
are compared by the mean of customers' means. Ratios are believed to be about 1 (groups.yaml). What people are like and
what was done for them is not told apart: a region in which prices were lower orders more. Regions and segments are each
held against all customers, so where they go together, a difference stands in both.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd

from calibration.entries import put
from calibration.estimators.finding import Belief, Finding, found, label_of
from calibration.estimators.posterior import posterior_by_slopes
from calibration.likelihood import Array
from calibration.pareto_nbd import Kinds, ParetoNBD, total_likelihood
from calibration.summary import Histories
from scenarios.ground.packaged import packaged

REST = {"region": "elsewhere", "segment": "others"}
"""The group of those whose own is not told, or has few customers, by the column."""
NAMED = r"[^.=\x00-\x1f\x7f]{1,80}"
LIMITS = (1e-3, 1e3)


def regions(customers: pd.DataFrame | None, seen: Histories, model: ParetoNBD) -> list[dict[str, Any]]:
    """The ``regions`` of a market, in the form of base.yaml, from the column ``region`` of ``customers``; none where
    there are not two of them. ``model``: of all customers. A region's share of people is that of the customers."""
    if customers is None or "region" not in customers:
        return []
    return [
        {"name": name, "share": float(those.mean()), **_traits("region", those, seen, model)}
        for name, those in _apart("region", customers, seen)
    ]


def segments(
    customers: pd.DataFrame | None, seen: Histories, model: ParetoNBD, known: Sequence[Mapping[str, Any]]
) -> list[dict[str, Any]]:
    """The ``segments`` of a market from the column ``segment`` of ``customers``, as :func:`regions`.

    How a segment responds to prices, orders do not tell: as the segment of ``known`` with its name, else as the mean.
    """
    if customers is None or "segment" not in customers:
        return []
    before = {one["name"]: one for one in known}
    return [
        {**_of_people(before.get(name), name, those), **_traits("segment", those, seen, model)}
        for name, those in _apart("segment", customers, seen)
    ]


def of_customers(customers: pd.DataFrame, ids: np.ndarray, column: str) -> np.ndarray:
    """The region or segment (``column``) of each customer of ``ids``, text [customer]; REST beyond those that are told
    apart."""
    told = customers.drop_duplicates("customer_id").set_index("customer_id")[column]
    lives = told.reindex(ids).fillna("").astype(str).str.strip()
    size = lives[lives.str.fullmatch(NAMED)].value_counts()
    kept = size[size >= _number("few")].index[: int(_number("most"))]
    return lives.where(lives.isin(kept), REST[column]).to_numpy(object)


def ratios(column: str, those: np.ndarray, seen: Histories, model: ParetoNBD) -> Iterator[Finding]:
    """The ratios of a part of the customers to all of them: need, leaving, spend. ``those``: bool [customer],
    a region or segment (``column``)."""
    belief = Belief(0.0, _number("spread"), "log")
    part = replace(
        seen, **{name: getattr(seen, name)[those] for name in ("customer_id", "first", "last", "x", "spend")}
    )
    kinds, orders = part.grouped(), int(part.x.sum())
    mode, covariance = posterior_by_slopes(lambda at: log_likelihood(at, kinds, model), [0.0, 0.0], [belief] * 2)
    said = f"{orders:,} repeat orders of {len(part):,} customers of the {column}, against those of all"
    for name, middle, variance in zip(("need", "leaving"), mode, np.diag(covariance), strict=True):
        sd = float(np.sqrt(variance))
        yield found(name, float(np.exp(middle)), sd, "log", "ratio", label_of(sd, belief.sd, orders), said)
    yield from _spend(column, part.spend[part.spend > 0.0], seen.spend[seen.spend > 0.0], belief)


def log_likelihood(at: Array, kinds: Kinds, model: ParetoNBD) -> tuple[float, Array]:
    """Of customers of the ``kinds`` (summary.Histories.grouped) at the logarithms of their ratios on the rates of
    orders and of drop-out, and its gradient (2,)."""
    need, leaving = np.exp(at)
    value, slope = total_likelihood(np.array([model.r, model.alpha / need, model.s, model.beta / leaving]), kinds)
    return value, -slope[[1, 3]]


def _spend(column: str, amounts: Array, of_all: Array, belief: Belief) -> Iterator[Finding]:
    """The ratio of the mean of customers' mean orders, normal on the logarithm; none where all are alike."""
    error = np.std(amounts, ddof=1) / np.sqrt(len(amounts)) / np.mean(amounts) if len(amounts) > 1 else 0.0
    if error == 0.0:
        return
    kept = belief.sd**2 / (belief.sd**2 + error**2)
    ratio, sd = float(np.exp(kept * np.log(np.mean(amounts) / np.mean(of_all)))), float(error * np.sqrt(kept))
    said = f"mean order of {len(amounts):,} customers of the {column}, against that of all"
    yield found("spend", ratio, sd, "log", "ratio", label_of(sd, belief.sd, len(amounts)), said)


def _apart(column: str, customers: pd.DataFrame, seen: Histories) -> list[tuple[str, np.ndarray]]:
    """The groups and who is in each, bool [customer]; none where there are not two."""
    those = of_customers(customers, seen.customer_id, column)
    names = np.unique(those)
    return [(str(name), those == name) for name in names] if len(names) > 1 else []


def _of_people(before: Mapping[str, Any] | None, name: str, those: np.ndarray) -> dict[str, Any]:
    """A segment with the share that it has of customers; its response to price as ``before``, else that of the mean."""
    share = f"share of {len(those):,} customers, taken for that of all people"
    mean = {"value": 1.0, "unit": "ratio", "label": "assumed", "source": "not told by orders: the mean of all people"}
    own = {} if before is None else {key: before[key] for key in ("title", "price_sensitivity") if key in before}
    of_people = {"value": float(those.mean()), "unit": "share", "label": "assumed", "source": share}
    return {"name": name, "price_sensitivity": mean, **own, "share": of_people}


def _traits(column: str, those: np.ndarray, seen: Histories, model: ParetoNBD) -> dict[str, Any]:
    told: dict[str, Any] = {}
    for one in ratios(column, those, seen, model):
        if one.label != "assumed":
            told[one.path] = {"value": 1.0, "unit": "ratio"}
            put(told[one.path], one.value, one.ends, LIMITS, label=one.label, source=one.sentence)
    return told


def _number(name: str) -> float:
    return float(packaged("calibration.estimators", "groups.yaml")[name]["value"])
