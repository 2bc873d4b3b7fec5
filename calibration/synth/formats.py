"""The tables in the forms that other programs read."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd

Tables = dict[str, pd.DataFrame]
DAYS = 7


def pymc_marketing(tables: Tables, people: int) -> pd.DataFrame:
    """PyMC-Marketing's MMM: date_week, a column of spend for each channel, y (first orders of the week)."""
    weeks = weekly(tables)
    weeks = weeks.rename(columns={"time": "date_week", "first_orders": "y"})
    names = [str(name) for name in weeks if str(name).endswith("_spend")]
    renamed = {name: name.removesuffix("_spend") for name in names}
    return weeks[["date_week", "y", *names]].rename(columns=renamed)


def meridian(tables: Tables, people: int) -> pd.DataFrame:
    """Google Meridian: time, geo, population, conversions (first orders), revenue_per_conversion (mean first order),
    CHANNEL_impression and CHANNEL_spend; one geo, the whole market."""
    weeks = weekly(tables)
    media = [str(name) for name in weeks if str(name).endswith(("_impression", "_spend"))]
    each = weeks["first_revenue"] / weeks["first_orders"].where(weeks["first_orders"] > 0)
    frame = weeks.rename(columns={"first_orders": "conversions"}).assign(
        geo="national_geo", population=people, revenue_per_conversion=each.fillna(0.0)
    )
    return frame[["time", "geo", "population", "conversions", "revenue_per_conversion", *media]]


def robyn(tables: Tables, people: int) -> pd.DataFrame:
    """Meta Robyn: DATE, revenue, new_customers, CHANNEL_S (spend) and CHANNEL_I (impressions)."""
    weeks = weekly(tables).rename(columns={"time": "DATE", "first_orders": "new_customers"})
    media = [str(name) for name in weeks if str(name).endswith(("_spend", "_impression"))]
    short = {name: name.replace("_spend", "_S").replace("_impression", "_I") for name in media}
    return weeks[["DATE", "revenue", "new_customers", *short]].rename(columns=short)


def clvtools(tables: Tables, people: int) -> pd.DataFrame:
    """CLVTools: Id, Date, Price, one row an order of somebody known."""
    orders = tables["orders"]
    orders = orders[(orders["customer_id"] != "") & (orders["amount"] > 0)]
    return pd.DataFrame(
        {
            "Id": orders["customer_id"],
            "Date": orders["ordered_at"].dt.strftime("%Y-%m-%d"),
            "Price": orders["amount"],
        }
    )


FORMATS: dict[str, Callable[[Tables, int], pd.DataFrame]] = {
    "pymc-marketing": pymc_marketing,
    "meridian": meridian,
    "robyn": robyn,
    "clvtools": clvtools,
}
"""The forms other than the firm's own tables."""


def weekly(tables: Tables) -> pd.DataFrame:
    """Whole weeks from the first day of orders or spend: revenue, first orders, what these paid, media by channel."""
    orders, customers = tables["orders"], tables["customers"]
    dated = [orders["ordered_at"], *([tables["spend"]["date"]] if "spend" in tables else [])]
    begin = min(moments.min() for moments in dated).normalize()
    last = max(moments.max() for moments in dated).normalize()
    weeks = ((last - begin).days + 1) // DAYS
    time = begin + pd.to_timedelta(np.arange(weeks) * DAYS, unit="D")
    frame = pd.DataFrame({"time": time.strftime("%Y-%m-%d")})

    def summed(moments: pd.Series, values: np.ndarray) -> np.ndarray:
        week = ((moments - begin).dt.days // DAYS).to_numpy()
        inside = (week >= 0) & (week < weeks)
        return np.bincount(week[inside], values[inside], weeks)

    paid = orders["amount"].to_numpy(float)
    first = orders["channel"].to_numpy(object) != ""
    frame["revenue"] = summed(orders["ordered_at"], paid)
    frame["first_orders"] = summed(customers["acquired_at"], np.ones(len(customers))).astype(int)
    frame["first_revenue"] = summed(orders["ordered_at"], np.where(first, paid, 0.0))
    if "spend" in tables:
        for channel, rows in tables["spend"].groupby("channel", sort=True):
            name = str(channel).replace(" ", "_")
            frame[f"{name}_impression"] = summed(rows["date"], rows["impressions"].to_numpy(float)).astype(int)
            frame[f"{name}_spend"] = summed(rows["date"], rows["spend"].to_numpy(float))
    return frame
