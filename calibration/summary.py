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
        """Distinct (x, t_x, T) and the number of customers of each, four arrays of one length, sorted."""
        days = [(one - self.first).astype(np.int64) for one in (self.last, self.until)]
        keys, n = np.unique((self.x.astype(np.int64) * DAYS + days[0]) * DAYS + days[1], return_counts=True)
        t_x, T = (part / DAYS_PER_WEEK for part in (keys // DAYS % DAYS, keys % DAYS))
        return (keys // DAYS**2).astype(float), t_x, T, n.astype(float)


def order_days(orders: pd.DataFrame) -> pd.DataFrame:
    """Orders merged by customer and day, sorted: customer_id (categorical, no category without a row), day
    (datetime64[s]), amount, and first, the customer's first day."""
    who, names = coded(orders["customer_id"])
    day = orders["ordered_at"].to_numpy("datetime64[D]").astype(np.int64)
    sums = orders["amount"].astype(float).groupby(who * DAYS + day, sort=True).sum()
    key = sums.index.to_numpy()
    who, day = key // DAYS, (key % DAYS).astype("datetime64[D]").astype("datetime64[s]")
    begins = np.diff(who, prepend=-1) != 0
    place = np.cumsum(begins) - 1
    customers = pd.Index(names.take(pa.array(who[begins])).to_numpy(zero_copy_only=False), dtype="str")
    return pd.DataFrame(
        {
            "customer_id": pd.Categorical.from_codes(place, customers),
            "day": day,
            "amount": sums.to_numpy(),
            "first": day[begins][place],
        }
    )


def codes(ids: pd.Series) -> NDArray[np.int64]:
    """A number for each of ``ids`` (rows,), in their order."""
    found = ids.cat.codes if isinstance(ids.dtype, pd.CategoricalDtype) else pd.factorize(ids, sort=True)[0]
    return np.asarray(found, np.int64)


def coded(ids: pd.Series) -> tuple[NDArray[np.int64], pa.StringArray]:
    """The code of each of ``ids`` (rows,), and what the codes stand for, sorted."""
    if isinstance(ids.dtype, pd.CategoricalDtype):
        return np.asarray(ids.cat.codes, np.int64), pa.array(ids.cat.categories.to_numpy(object), pa.string())
    who, names = pd.factorize(ids, sort=True)
    return who.astype(np.int64), pa.array(pd.Index(names).astype(str).to_numpy(object), pa.string())


def summarise(orders: pd.DataFrame, until: np.datetime64 | str | None = None) -> Histories:
    """Histories of the customers of ``orders`` to the end of the day ``until`` (default: the last order)."""
    currency = str(orders["currency"].iloc[0]) if len(orders) else ""
    return histories_of(order_days(orders), until, currency)


def histories_of(days: pd.DataFrame, until: np.datetime64 | str | None, currency: str) -> Histories:
    """The same of ``days`` (of order_days)."""
    day = days["day"].to_numpy()
    end = (day.max() if until is None else np.datetime64(until)).astype("datetime64[D]")
    inside, who = day <= end, days["customer_id"].cat
    code, amount, dates = (one[inside] for one in (who.codes.to_numpy(), days["amount"].to_numpy(), day))
    begins = np.diff(code, prepend=-1) != 0
    place = np.cumsum(begins) - 1
    x = np.bincount(place) - 1.0
    repeat = ~begins
    paid = np.bincount(place[repeat], amount[repeat], minlength=len(x))
    return Histories(
        customer_id=who.categories.to_numpy(object)[code[begins]],
        first=dates[begins].astype("datetime64[D]"),
        last=dates[np.roll(begins, -1)].astype("datetime64[D]"),
        x=np.asarray(x, float),
        spend=np.divide(paid, x, out=np.full(len(x), np.nan), where=x > 0),
        until=end,
        currency=currency,
    )


def by_month(days: pd.DataFrame) -> bool:
    """Whether the ``days`` (of order_days) tell months only: over a quarter and more, all on one day of the month."""
    day = days["day"].dt
    return bool(day.day.nunique() == 1 and (day.year * 12 + day.month).nunique() >= FEWEST_MONTHS)
