"""What the buying models see of a customer: repeat orders x, time of the last t_x, age T, in weeks."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
import pyarrow as pa
from numpy.typing import NDArray

from calibration.likelihood import Array

DAYS_PER_WEEK = 7.0
DAYS = 1 << 20
"""More than the days that are counted from 1970."""
FEWEST_MONTHS = 3


@dataclass(frozen=True)
class Histories:
    """One row per customer first seen on or before ``until``; arrays of shape (customers,), sorted by
    customer.

    Orders of one customer on one calendar day are one order. ``first`` and ``last`` are calendar days
    (datetime64[D]), ``x`` counts order days after the first, ``spend`` is the mean amount of those repeat
    order days (NaN where x = 0), in ``currency``. Nothing after ``until`` is used.
    """

    customer_id: NDArray[np.object_]
    first: NDArray[np.datetime64]
    last: NDArray[np.datetime64]
    x: Array
    spend: Array
    until: np.datetime64
    currency: str

    def __len__(self) -> int:
        return len(self.x)

    @property
    def t_x(self) -> Array:
        """Weeks from the first to the last order; 0 where there is no repeat order."""
        return np.asarray((self.last - self.first).astype(float) / DAYS_PER_WEEK)

    @property
    def T(self) -> Array:
        """Weeks from the first order to ``until``."""
        return np.asarray((self.until - self.first).astype(float) / DAYS_PER_WEEK)

    def grouped(self) -> tuple[Array, Array, Array, Array]:
        """Distinct (x, t_x, T) and the number of customers of each, four arrays of one length."""
        rows, n = np.unique(np.stack([self.x, self.t_x, self.T], axis=1), axis=0, return_counts=True)
        return rows[:, 0], rows[:, 1], rows[:, 2], n.astype(float)


def order_days(orders: pd.DataFrame) -> pd.DataFrame:
    """Orders merged by customer and day: columns customer_id, day (datetime64[s]), amount; sorted."""
    who, names = coded(orders["customer_id"])
    day = orders["ordered_at"].to_numpy("datetime64[D]").astype(np.int64)
    sums = orders["amount"].astype(float).groupby(who * DAYS + day, sort=True).sum()
    key = sums.index.to_numpy()
    return pd.DataFrame(
        {
            "customer_id": pd.array(names.take(pa.array(key // DAYS)), dtype="str"),
            "day": (key % DAYS).astype("datetime64[D]").astype("datetime64[s]"),
            "amount": sums.to_numpy(),
        }
    )


def coded(ids: pd.Series) -> tuple[NDArray[np.int64], pa.StringArray]:
    """The code of each of ``ids`` (rows,), and what the codes stand for, sorted."""
    if isinstance(ids.dtype, pd.CategoricalDtype):
        return np.asarray(ids.cat.codes, np.int64), pa.array(ids.cat.categories.to_numpy(object), pa.string())
    who, names = pd.factorize(ids, sort=True)
    return who.astype(np.int64), pa.array(pd.Index(names).astype(str).to_numpy(object), pa.string())


def summarise(orders: pd.DataFrame, until: np.datetime64 | str | None = None) -> Histories:
    """Histories of the customers of ``orders`` to the end of the day ``until`` (default: the last order)."""
    days = order_days(orders)
    last = days["day"].to_numpy().max() if until is None else np.datetime64(until)
    end = last.astype("datetime64[D]")
    days = days[days["day"] <= end]
    first = days.groupby("customer_id")["day"].transform("min")
    amounts = days["amount"].where(days["day"] > first)
    table = (
        days.assign(repeat=amounts)
        .groupby("customer_id", sort=True)
        .agg(first=("day", "min"), last=("day", "max"), x=("repeat", "count"), spend=("repeat", "mean"))
    )
    return Histories(
        customer_id=table.index.to_numpy(object),
        first=table["first"].to_numpy("datetime64[D]"),
        last=table["last"].to_numpy("datetime64[D]"),
        x=table["x"].to_numpy(float),
        spend=table["spend"].to_numpy(float),
        until=end,
        currency=str(orders["currency"].iloc[0]) if len(orders) else "",
    )


def by_month(days: pd.DataFrame) -> bool:
    """Whether the ``days`` (of order_days) tell months only: over a quarter and more, all on one day of the month."""
    day = days["day"].dt
    return bool(day.day.nunique() == 1 and (day.year * 12 + day.month).nunique() >= FEWEST_MONTHS)
