"""A small result folder in the product's own format, with numbers that are known beforehand.

The policies differ from the baseline by a given factor on profit and CLV, so that tests can say what must
stand on the page; noise is common to all scenarios of a world, as it is in a run.
"""

import math
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from scenarios.results import store
from scenarios.results.compare import comparison
from scenarios.results.store import Result
from tests.manifests import manifest

DAYS = 730
TITLES: Mapping[str, Mapping[str, str]] = {
    "base": {"en": "Today's policy", "zh": "现行政策"},
    "price-up": {"en": "Price 10 % higher", "zh": "涨价 10%"},
    "referral-reward": {"en": "Reward for referrals", "zh": "推荐奖励"},
    "more-search": {"en": "Double search spend", "zh": "搜索广告翻倍"},
    "service-plus": {"en": "Better service", "zh": "更好的服务"},
}
HOST = "hostile.invalid"
HOSTILE = {
    "base": {"en": f"![x](http://{HOST}/x.png)", "zh": f"![x](http://{HOST}/x.png)"},
    "price-up": {"en": "</script><script>document.title='run'</script>", "zh": f"[a](http://{HOST}) :red[b]"},
    "more-search": {"en": f"<img src=http://{HOST}/y.png> $x^2$ :smile:", "zh": f"www.{HOST} a@{HOST}"},
}
"""Titles that would call a host, run a script or become markup where they are not escaped."""
GAINS = {"base": 0.0, "price-up": 0.18, "referral-reward": 0.05, "more-search": -0.09, "service-plus": 0.01}
"""Mean gain on profit relative to the baseline; where it is small, its 90 % range includes zero."""

BETTER = {
    "profit": "higher",
    "clv": "higher",
    "clv_to_cac": "higher",
    "cac": "lower",
    "payback_days": "lower",
}


def result(
    names: Sequence[str] = ("base", "price-up", "referral-reward", "more-search"),
    worlds: int = 20,
    titles: Mapping[str, Mapping[str, str]] = TITLES,
    **entries: Any,
) -> Result:
    """A comparison of ``names``, the baseline first; ``entries`` stand in the place of those of the manifest."""
    noise = np.random.default_rng(1).normal(size=(worlds, 4))
    frames = [_measures(name, GAINS.get(name, 0.1), noise) for name in names]
    measures = pd.concat(frames, ignore_index=True)
    tables = {
        "measures": measures,
        "comparison": comparison(measures, names[0], BETTER),
        "daily": pd.concat([_daily(name, GAINS.get(name, 0.1)) for name in names], ignore_index=True),
        "curves": pd.concat([_curves(name, GAINS.get(name, 0.1)) for name in names], ignore_index=True),
        "accounts": pd.concat([_accounts(name, GAINS.get(name, 0.1)) for name in names], ignore_index=True),
        "parameters": _parameters(),
    }
    head = manifest(names, titles, **{"days": DAYS, "worlds": worlds} | entries)
    return Result(head, tables, {name: f"name: {name}\n" for name in names})


def folder(place: Path, **about: Any) -> Path:
    """Write ``result(**about)`` to ``place``."""
    store.write(result(**about), place)
    return place


def _measures(name: str, gain: float, noise: np.ndarray[Any, np.dtype[np.float64]]) -> pd.DataFrame:
    rows = []
    for world, (level, own, cost, speed) in enumerate(noise):
        profit = 4.1e6 * math.exp(0.15 * level) * (1 + gain + (0.05 * own if gain else 0))
        clv = 42.0 * math.exp(0.1 * level) * (1 + 0.6 * gain)
        cac = 14.5 * math.exp(0.08 * cost) * (1 + (0.12 if name == "more-search" else 0.3 * gain))
        values = {
            "profit": profit,
            "clv": clv,
            "clv_realised": 0.78 * clv,
            "clv_residual": 0.22 * clv,
            "cac": cac,
            "cac_marginal": 2.5 * cac,
            "clv_to_cac": clv / cac,
            "payback_days": 118.0 * math.exp(0.1 * speed) * (1 - 0.4 * gain),
            "customers": 61_000 * math.exp(0.1 * level) * (1 - 0.3 * gain),
            "k_factor": 0.1 * (1 + gain),
        }
        rows += [(name, world, measure, "all", "", value) for measure, value in values.items()]
        credited = {"organic": 0.7 * values["customers"], "radio": 0.0, "referral": 0.3 * values["customers"]}
        rows += [(name, world, "customers", "channel", channel, won) for channel, won in credited.items()]
    return pd.DataFrame(rows, columns=["scenario", "replication", "measure", "by", "key", "value"])


def _daily(name: str, gain: float) -> pd.DataFrame:
    day = np.arange(DAYS)
    grown = (1 + 0.5 * gain) * (1 - np.exp(-day / 260))
    series = {
        "unaware": 1e6 * (1 - 0.35 * grown),
        "reached": 190_000 * grown * np.exp(-day / 1500),
        "retained": 62_000 * grown,
        "customer": 33_000 * grown * (1 - 0.2 * day / DAYS),
        "dropped_out": 46_000 * grown * day / DAYS,
        "lost": 0.0 * day,
        "trial": 0.0 * day,
        "new_customers": 60 + 45 * np.exp(-day / 90) * (1 + gain) + 4 * np.sin(day / 9),
        "orders": 120 + 180 * grown + 9 * np.sin(day / 9),
        "revenue": 4200 + 6200 * grown,
        "profit": -900 + 2600 * grown,
    }
    frames = [_band(name, "day", day, label, value, 0.1) for label, value in series.items()]
    return pd.concat(frames, ignore_index=True)[["scenario", "day", "series", "value", "low", "high"]]


def _curves(name: str, gain: float) -> pd.DataFrame:
    age = np.arange(0, DAYS, 7)
    series = {
        "cumulative_value": 38 * (1 + gain) * (1 - np.exp(-age / 240)),
        "retention": 0.3 + 0.7 * np.exp(-age / (150 * (1 + gain))),
        "repeat_orders": 2.3 * (1 + gain) * (1 - np.exp(-age / 260)),
    }
    frames = [_band(name, "age_days", age, label, value, 0.06) for label, value in series.items()]
    return pd.concat(frames, ignore_index=True)[["scenario", "age_days", "series", "value", "low", "high"]]


def _band(
    name: str, at: str, days: np.ndarray[Any, Any], series: str, value: np.ndarray[Any, Any], width: float
) -> pd.DataFrame:
    ends = {"low": (1 - width) * value, "high": (1 + width) * value}
    return pd.DataFrame({"scenario": name, at: days, "series": series, "value": value, **ends})


def _accounts(name: str, gain: float) -> pd.DataFrame:
    revenue, goods, media = 16.2e6 * (1 + 0.4 * gain), -11.1e6, -0.9e6 * (2 if name == "more-search" else 1)
    lines = {"revenue": revenue, "goods": goods, "winback": 0.0, "media": media}
    return pd.DataFrame([(name, *line) for line in lines.items()], columns=["scenario", "account", "value"])


def _parameters() -> pd.DataFrame:
    none = math.nan
    rows = [
        ("market.need.order_shape", 0.5533, "1", 0.49, 0.62, "identified", "CDNOW, Pareto/NBD r"),
        ("market.need.order_rate", 10.578, "weeks", 9.2, 12.1, "identified", "CDNOW, Pareto/NBD alpha"),
        (
            "market.awareness.organic_rate",
            0.00067,
            "1/day",
            0.00045,
            0.00082,
            "bounded",
            "first orders per week",
        ),
        ("market.choice.price_elasticity", -2.62, "1", -4.5, -1.3, "assumed", "Bijmolt et al. 2005"),
        ("market.retain.touch_memory", 14.0, "days", none, none, "assumed", "design choice"),
        ("market.discount_rate", 0.1, "1/year", none, none, "assumed", "design choice"),
    ]
    return pd.DataFrame(rows, columns=["path", "value", "unit", "low", "high", "label", "source"])
