"""The channels of a company in its market: named as in its table of spend, otherwise like those of the base market."""

from __future__ import annotations

import copy
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from calibration.company.words import of_channels, plain
from calibration.entries import rounded
from calibration.estimators.weeks import WEEK, by_day, shown_throughout
from calibration.likelihood import NORMAL_95, Array
from calibration.tables import Tables
from scenarios.ground.packaged import packaged

LETTERS = 6
"""Words of so many letters are found inside others, too: search in paidsearch."""
MOST = 20
"""Channels at most that are told apart."""
OTHERS = "other media"
TAKEN = frozenset({"organic", "referral", "existing"})
"""What the market calls sources that are no channels."""


@dataclass(frozen=True)
class Media:
    """The tables about how people are won, channels by names that a market can have: ``spend``, and where there are
    such tables ``customers`` and ``experiments``."""

    spend: pd.DataFrame
    customers: pd.DataFrame | None = None
    experiments: pd.DataFrame | None = None


def media_of(tables: Tables | None, until: np.datetime64) -> Media | None:
    """The media of a company up to the day ``until``; None where its tables show no spend."""
    if tables is None or tables.spend is None:
        return None
    spend = tables.spend[tables.spend["date"].to_numpy("datetime64[D]") <= until]
    names = names_of(spend)
    spend = spend.assign(channel=spend["channel"].astype(str).map(names))
    if not channels_of(spend):
        return None
    customers = tables.customers
    if customers is not None and "channel" in customers:
        places = {plain(name): told for name, told in names.items() if plain(name) not in TAKEN}
        told = customers["channel"].map(lambda name: places.get(plain(str(name)), name), na_action="ignore")
        customers = customers.assign(channel=told)
    return Media(spend, customers, tables.experiments)


def names_of(spend: pd.DataFrame) -> dict[str, str]:
    """What the channels of a table of spend are called in a market; beyond the ``MOST`` largest they are one."""
    sums = spend.assign(channel=spend["channel"].astype(str)).groupby("channel")["spend"].sum()
    ranked = [str(name) for name in sums.sort_values(ascending=False, kind="stable").index]
    return {name: market_name(name) if k < MOST else OTHERS for k, name in enumerate(ranked)}


def market_name(name: str) -> str:
    """A channel's name without what paths cannot have, and other than that of a source that is no channel."""
    told = " ".join("".join(" " if c in ".=" or not c.isprintable() else c for c in name).split())[:70] or "media"
    return f"{told} (paid)" if told.lower() in TAKEN else told


def channels_of(spend: pd.DataFrame) -> tuple[str, ...]:
    """The channels on which money was spent, the most first."""
    sums = spend.groupby("channel")["spend"].sum()
    return tuple(str(name) for name in sums[sums > 0].sort_values(ascending=False, kind="stable").index)


def like(name: str) -> str | None:
    """The channel of base.yaml that a company's channel is like, by its name in English or Chinese; None: none."""
    told = plain(name)
    joined = told.replace(" ", "")
    for channel, known in of_channels().items():
        for word in known:
            inside = not word.isascii() or len(word) >= LETTERS
            if f" {word} " in f" {told} " or word == joined or (inside and word in joined):
                return channel
    return None


def put_channels(
    market: dict[str, Any], spend: pd.DataFrame, known: Mapping[str, Any], before: Mapping[str, float]
) -> None:
    """Put the company's channels in the place of those of ``market``, a tree in the form of base.yaml's ``market``.

    ``known``: the same market with amounts in currency; ``before``: the weekly spend, currency, at which its channels
    are as saturated as it says. At a spend between what was usually spent on it and the mean of all channels each is as
    saturated as its like is at that spend (saturation.yaml), and less surely: what is believed of its cost per
    thousand, which is then held, is believed of its half saturation.
    """
    dates = spend["date"].to_numpy("datetime64[D]")
    first = dates.min()
    days = int((dates.max() - first).astype(int)) + WEEK
    names = channels_of(spend)
    paid, shown = (by_day(spend, names, first, days, column) for column in ("spend", "impressions"))
    stated = {str(channel["name"]): channel for channel in market["channels"]}
    usual = {str(channel["name"]): channel for channel in known["channels"]}
    spent = np.array([one[one > 0].mean() for one in paid])
    ratio = (spent.mean() / spent) ** (1.0 - float(_saturation()["part"]["value"]))
    market["channels"] = [
        _channel(name, paid[k], shown[k], stated, usual, before, float(ratio[k])) for k, name in enumerate(names)
    ]


def _channel(
    name: str,
    paid: Array,
    shown: Array,
    stated: Mapping[str, dict[str, Any]],
    usual: Mapping[str, Mapping[str, Any]],
    before: Mapping[str, float],
    ratio: float,
) -> dict[str, Any]:
    """A channel of the company: ``paid`` and ``shown`` by day, currency and impressions; ``ratio``: to what is usually
    spent on it, of the spend at which it is as saturated as its like."""
    found = like(name)
    other = _other()
    of = found or str(other["like"])
    channel = copy.deepcopy(stated[of])
    base, cost = usual[of], channel["cost_per_thousand"]
    if found is None:
        mean_order = base["cost_per_thousand"]["value"] / stated[of]["cost_per_thousand"]["value"]
        cost = channel["cost_per_thousand"] = copy.deepcopy(other["cost_per_thousand"])
        channel["carryover"] = copy.deepcopy(other["carryover"])
        thousand = cost["value"] * mean_order
    else:
        thousand = base["cost_per_thousand"]["value"]
    said = f"like {of}, by its name" if found else "like none of base"
    half = channel["half_saturation"]
    spread = np.sqrt(_sds(half) ** 2 + _sds(cost) ** 2 + float(_saturation()["sd"]["value"]) ** 2)
    then = before[of] / WEEK / base["cost_per_thousand"]["value"] * 1000.0  # impressions a day
    spent = paid[paid > 0].mean()
    now = spent / thousand * 1000.0
    cost.pop("interval", None)
    if shown_throughout(paid, shown):
        now, thousand = float(shown[paid > 0].mean()), float(paid.sum() / shown.sum() * 1000.0)
        cost |= {"value": rounded(thousand), "unit": "currency", "label": "identified"}
        cost["source"] = f"table spend: {paid.sum():,.0f} for {shown.sum():,.0f} impressions"
    else:
        cost["source"] += f"; {said}; held, as it counts in relation to half saturation alone"
    value = half["value"] * ratio * now / then
    half |= {"value": rounded(value), "scale": "log"}
    half["interval"] = [
        rounded(float(value * np.exp(sign * NORMAL_95 * sd))) for sign, sd in zip((-1, 1), spread, strict=True)
    ]
    half["source"] += (
        f"; {said}; as saturated at {spent * ratio * WEEK:,.0f} a week, between its mean while money was spent and that"
        f" of all channels, as {of} at {before[of]:,.0f}"
    )
    for key in ("peak_rate", "carryover"):
        channel[key]["source"] += f"; {said}"
    return channel | {"name": name, "title": {"en": name, "zh": name}}


def _sds(entry: Mapping[str, Any]) -> Array:
    """Standard deviations of the logarithm below and above the value; 0 where it is held."""
    if not entry.get("interval"):
        return np.zeros(2)
    low, high = entry["interval"]
    return np.log([entry["value"] / low, high / entry["value"]]) / NORMAL_95


def _other() -> dict[str, Any]:
    return packaged("calibration", "other_channel.yaml")


def _saturation() -> dict[str, Any]:
    return packaged("calibration", "saturation.yaml")
