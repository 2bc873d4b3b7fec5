"""Other advisers, who see the same tables: an even split, last-touch credit, a marketing-mix model."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd
from scipy.optimize import lsq_linear, minimize

WEEK, YEAR = 7, 52
CARRY = (0.0, 0.2, 0.4, 0.6, 0.8)
"""Geometric adstock, per week, that the marketing-mix model tries."""
HALF = (0.25, 0.5, 1.0, 2.0, 4.0)
"""Half saturation that it tries, by the mean spend a week."""
RIDGE = (0.1, 1.0, 10.0, 100.0)
"""Penalties that it tries, on coefficients of standardised regressors."""
HELD_OUT = 26
"""Last weeks on which it chooses."""
PASSES = 2
Spend = Mapping[str, float]


def even(now: Spend) -> dict[str, float]:
    """The same for each channel."""
    return dict.fromkeys(now, sum(now.values()) / len(now))


def last_touch(now: Spend, tables: Mapping[str, pd.DataFrame]) -> dict[str, float]:
    """Spend moved in proportion to the customers of the last year that a unit of it is credited with."""
    paid, orders = tables["spend"], tables["orders"]
    since = pd.to_datetime(paid["date"]).max() - pd.Timedelta(days=WEEK * YEAR)
    won = orders[(orders["channel"] != "") & (pd.to_datetime(orders["ordered_at"]) > since)].groupby("channel").size()
    spent = paid[pd.to_datetime(paid["date"]) > since].groupby("channel")["spend"].sum()
    wanted = {name: now[name] * float(won.get(name, 0)) / max(float(spent[name]), 1e-9) for name in now}
    whole = sum(wanted.values())
    return {name: x / whole * sum(now.values()) for name, x in wanted.items()} if whole > 0 else dict(now)


class MixModel:
    """Weekly first orders on adstocked, saturated spend, with trend and two waves a year: carry-over and saturation by
    coordinate descent on a grid, coefficients of media by ridge and not below 0, all chosen on the last weeks."""

    def __init__(self, tables: Mapping[str, pd.DataFrame]) -> None:
        spend, self.first = weekly(tables)
        self.names, self.spend = [str(name) for name in spend], spend.to_numpy().T
        self.usual = self.spend.mean(axis=1)
        weeks = np.arange(len(self.first))
        angle = 2 * np.pi * weeks / (365.25 / WEEK)
        waves = [f(k * angle) for k in (1, 2) for f in (np.cos, np.sin)]
        self.others = np.stack([np.ones(len(weeks)), weeks / len(weeks), *waves], axis=1)
        shape = [(CARRY[1], HALF[2])] * len(self.names)
        penalty, least = RIDGE[1], np.inf
        for _ in range(PASSES):
            for k in range(len(shape)):
                for tried in ((carry, half) for carry in CARRY for half in HALF):
                    other = [*shape[:k], tried, *shape[k + 1 :]]
                    miss = self._missed(other, penalty)
                    if miss < least:
                        shape, least = other, miss
            penalty = min(RIDGE, key=lambda p: self._missed(shape, p))
            least = self._missed(shape, penalty)
        self.shape = shape
        self.height = self._coefficients(self._media(shape), slice(None), penalty)[: len(shape)]

    def best(self, now: Spend, most: Spend) -> dict[str, float]:
        """The split of the total of ``now`` that it expects most of."""
        total = sum(now.values())
        high = np.array([most[name] for name in self.names])
        half = self.usual * np.array([half for _, half in self.shape])
        start = np.array([now[name] for name in self.names])
        answer = minimize(
            lambda x: -float((self.height * x / (half + x)).sum()),
            start,
            method="SLSQP",
            bounds=[(0.0, float(x)) for x in high],
            constraints={"type": "eq", "fun": lambda x: (x.sum() - total) / total},
        )
        found = np.clip(answer.x, 0.0, high) if np.isfinite(answer.x).all() else start
        return dict(zip(self.names, (found * total / found.sum()).tolist(), strict=True))

    def _media(self, shape: list[tuple[float, float]]) -> np.ndarray:
        columns = []
        for spent, usual, (carry, half) in zip(self.spend, self.usual, shape, strict=True):
            stock = np.empty_like(spent)
            level = spent[: YEAR // 4].mean()
            for w, x in enumerate(spent):
                level = carry * level + (1.0 - carry) * x
                stock[w] = level
            columns.append(stock / (usual * half + stock))
        return np.stack(columns, axis=1)

    def _coefficients(self, media: np.ndarray, used: slice, penalty: float) -> np.ndarray:
        x = np.hstack([media, self.others])[used]
        n = media.shape[1]
        ridge = np.zeros((n, x.shape[1]))
        ridge[:, :n] = np.diag(np.sqrt(penalty) * np.maximum(media[used].std(axis=0), 1e-9))
        low = np.concatenate([np.zeros(n), np.full(x.shape[1] - n, -np.inf)])
        y = np.concatenate([self.first[used], np.zeros(n)])
        return np.asarray(lsq_linear(np.vstack([x, ridge]), y, (low, np.inf)).x)

    def _missed(self, shape: list[tuple[float, float]], penalty: float) -> float:
        media = self._media(shape)
        found = self._coefficients(media, slice(0, -HELD_OUT), penalty)
        left = self.first - np.hstack([media, self.others]) @ found
        return float((left[-HELD_OUT:] ** 2).sum())


def weekly(tables: Mapping[str, pd.DataFrame]) -> tuple[pd.DataFrame, np.ndarray]:
    """Spend by whole week and channel, and first orders by week."""
    spend, orders = tables["spend"], tables["orders"]
    days = pd.to_datetime(spend["date"])
    week = (days - days.min()).dt.days // WEEK
    by_week = spend.pivot_table(values="spend", index=week, columns="channel", aggfunc="sum", fill_value=0.0)
    first = pd.to_datetime(orders.groupby("customer_id")["ordered_at"].min())
    at = ((first - days.min()).dt.days // WEEK).to_numpy()
    return by_week, np.bincount(at[(at >= 0) & (at < len(by_week))], minlength=len(by_week)).astype(float)
