"""A small company whose tables are known beforehand, fitted; and a year beside its simulation, as one would be kept."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from calibration.company.fitting import fit_company
from calibration.company.folder import Folder, opened

CUSTOMERS, WEEKS = 300, 70
FORMULA = "=1+1"
"""A channel whose name a spreadsheet would work out."""
HOST = "hostile.invalid"
SEGMENT = f"![x](http://{HOST}/x.png)"
"""A segment whose name would call a host."""
NO_CUSTOMER, RETURNED = 7, 1
PROFILE = """\
name: Corner shop
currency: EUR
acquired_from: 2024-01-01
orders: {file: orders.csv, columns: {customer_id: customer, ordered_at: day, amount: amount}}
customers:
  file: customers.csv
  columns: {customer_id: customer, acquired_at: since, segment: segment, channel: channel}
"""


def shop(place: Path) -> Folder:
    """The company, fitted: rows without a customer and a refund without an order are set aside."""
    rng = np.random.default_rng(11)
    rows = []
    for one in range(CUSTOMERS):
        first, rate, left = rng.integers(0, 7 * WEEKS - 60), rng.gamma(0.8, 1 / 50), rng.exponential(250)
        days = first + np.concatenate([[0.0], np.cumsum(rng.exponential(1 / rate, 60))])
        days = days[days < min(first + left, 7 * WEEKS)].astype(int)
        mean = rng.gamma(6.0, 5.0)
        rows += [(f"K{one:03d}", day, round(float(rng.gamma(4.0, mean / 4.0)), 2)) for day in days]
    table = pd.DataFrame(rows, columns=["customer", "day", "amount"])
    lost = table.head(NO_CUSTOMER).assign(customer="")
    refund = pd.DataFrame([("K000", 7 * WEEKS - 1, -9999.0)], columns=table.columns)
    table = pd.concat([table, lost, refund], ignore_index=True)
    table["day"] = (np.datetime64("2024-01-01") + table["day"].to_numpy()).astype(str)
    place.mkdir()
    table.to_csv(place / "orders.csv", index=False)
    names = [f"K{one:03d}" for one in range(CUSTOMERS)]
    since = table.groupby("customer")["day"].min().reindex(names)
    traits = {"segment": [SEGMENT, "old"] * (CUSTOMERS // 2), "channel": ["search", FORMULA, ""] * (CUSTOMERS // 3)}
    pd.DataFrame({"customer": names, "since": since.to_numpy(), **traits}).to_csv(place / "customers.csv", index=False)
    (place / "profile.yaml").write_text(PROFILE, encoding="utf-8")
    folder = opened(place)
    fit_company(folder)
    return folder


def year(wrong: tuple[str, ...] = ("gap_days", "orders_per_week")) -> dict[str, Any]:
    """A year as ``calibration.reproduce.result`` describes it; the patterns ``wrong`` do not come out."""
    weeks = [str(np.datetime64("2024-05-06") + 7 * k) for k in range(8)]
    levels = [0.1, 0.3, 0.5, 0.7, 0.9]
    found = [
        _pattern("revenue", "level", "EUR", [], 5000.0, 4000.0, wrong, ["market.spend.shape"]),
        _pattern("orders_per_week", "series", "orders", weeks, 9.0, 12.0, wrong, ["market.need.order_rate"]),
        _pattern("new_per_week", "series", "customers", weeks, 3.0, 3.1, wrong, ["market.channels"], of="search"),
        _pattern("active_within", "curve", "share", [4, 13], 0.2, 0.2, wrong, ["market.need.dropout_rate"]),
        _pattern("gap_days", "distribution", "days", levels, 20.0, 30.0, wrong, ["market.need.order_rate"]),
        _pattern("rfm", "distribution", "share", ["1-1-1", "1-1-2"], 0.5, 0.4, wrong, ["market.spend.shape"]),
    ]
    return {
        "name": "Corner shop",
        "currency": "EUR",
        "mode": "year",
        "until": "2024-05-05",
        "fitted_to": "2024-05-05",
        "days": 364,
        "worlds": 20,
        "customers": {"real": 120, "simulated": 120},
        "closed": False,
        "midst": True,
        "passed": len(found) - len(wrong),
        "judged": len(found),
        "patterns": found,
        "left_out": [{"name": "repeat_within", "why": "fewer than 20 customers seen for 4 weeks"}],
        "summary": [],
    }


def _pattern(
    name: str,
    kind: str,
    unit: str,
    at: list[Any],
    real: float,
    simulated: float,
    wrong: tuple[str, ...],
    rests_on: list[str],
    of: str = "",
) -> dict[str, Any]:
    def spread(value: float) -> Any:
        return value if kind == "level" else [value] * len(at)

    ends = {"median": spread(simulated), "low": spread(0.5 * simulated), "high": spread(1.5 * simulated)}
    floor = {"distribution": 0.95, "level": 1.0}.get(kind, 0.1)
    distance = 0.0 if name in wrong else 1.0
    return {
        "name": name,
        "of": of,
        "kind": kind,
        "unit": unit,
        "at": at,
        "real": spread(real),
        "simulated": ends,
        "distance": distance,
        "range": [distance, distance],
        "floor": floor,
        "tolerance": 0.02 if kind == "distribution" else 0.0,
        "passed": name not in wrong,
        "rests_on": rests_on,
    }


def keep(folder: Folder, name: str, document: dict[str, Any]) -> Path:
    """Put a document beside the fit in use."""
    file = folder.fitted() / name
    file.write_text(json.dumps(document), encoding="utf-8")
    return file
