"""The customers whom the company has, as a market that begins today takes them over."""

from __future__ import annotations

import numpy as np
import pandas as pd

from calibration import drift
from calibration.drift import Drift
from calibration.estimators.groups import REST, of_customers
from calibration.summary import DAYS_PER_WEEK, Histories
from calibration.tables import Tables

COLUMNS = (
    "customer",
    "x",
    "exposure",
    "orders",
    "age",
    "recency",
    "mean_spend",
    "spend_orders",
    "segment",
    "channel",
    "region",
)


def known_customers(
    days: pd.DataFrame, seen: Histories, hidden: np.ndarray, forgetting: Drift, traits: pd.DataFrame | None = None
) -> pd.DataFrame:
    """A row for each customer of ``seen``, as of the end of the day ``seen.until``; columns COLUMNS.

    ``x`` and ``exposure`` (days) are the repeat orders and the time in which they were placed, both forgotten as
    ``forgetting`` says; ``orders`` counts all order days, ``age`` and ``recency`` are days since the first and the
    latest one; ``mean_spend`` is the mean of ``spend_orders`` repeat order days (0 of none). ``hidden``: pseudonyms.
    ``traits``: segment, channel and region by customer id, empty where not known. ``days``: summary.order_days.
    """
    count, weeks = drift.forgotten(days, seen, forgetting.half_life)
    until = seen.until
    named = pd.DataFrame({"segment": "", "channel": "", "region": ""}, index=pd.Index(seen.customer_id))
    if traits is not None:
        found = traits.reindex(named.index)
        for column in named:
            if column in found:
                named[column] = found[column].fillna("").astype(str)
    return pd.DataFrame(
        {
            "customer": hidden,
            "x": count,
            "exposure": DAYS_PER_WEEK * weeks,
            "orders": seen.x.astype(np.int64) + 1,
            "age": (until - seen.first).astype(float),
            "recency": (until - seen.last).astype(float),
            "mean_spend": np.nan_to_num(seen.spend, nan=0.0),
            "spend_orders": seen.x.astype(np.int64),
            "segment": named["segment"].to_numpy(object),
            "channel": named["channel"].to_numpy(object),
            "region": named["region"].to_numpy(object),
        }
    )


def traits(tables: Tables | None) -> pd.DataFrame | None:
    """Segment, channel and region of the customers by their id, where a table says them."""
    customers = None if tables is None else tables.customers
    if customers is None:
        return None
    named = customers.set_index("customer_id")
    for column in (column for column in REST if column in named):
        named[column] = of_customers(customers, named.index.to_numpy(), column)
    return named[[column for column in ("segment", "channel", "region") if column in named]]
