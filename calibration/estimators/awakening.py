"""The unknowns behind weekly first orders, with what is believed of them, and what they make expect."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

import numpy as np

from calibration.acquisition import joining_more
from calibration.estimators.credit import Beliefs, Means
from calibration.estimators.finding import Scale, back, onto, parameter_at
from calibration.estimators.weeks import WEEK, Weeks
from calibration.first_orders import EARLY, OF_CHANNELS, SHARED, Flow, Past, flow
from calibration.likelihood import NORMAL_95, Array
from scenarios.ground.packaged import packaged

SEASON = 104
"""Weeks from which on a season is told apart."""
WAVES = 2
LEVELLING = 6
MOST_ORGANIC = float(np.log(0.5))
"""Logarithm of the largest organic rate, per day, around which the search may begin."""
YEAR = 365.25 / WEEK
PLACES = {
    "organic_rate": "awareness",
    "fade_rate": "awareness",
    "optin_rate": "retain",
    "prospect_rate": "need",
    "share_reached": "choice",
    "share_retained": "choice",
    "nurture_effect": "retain",
    "unsubscribe_rate": "retain",
    "unsubscribe_fatigue": "retain",
}


class Unknown(NamedTuple):
    """A number with a belief: half normal on either side of ``middle``, on ``scale``; ``path`` in the market or "".

    ``name`` in the rates, and of which ``channel``, if of one."""

    name: str
    path: str
    scale: Scale
    middle: float
    below: float
    above: float
    channel: int = -1


@dataclass(frozen=True)
class Setting:
    """What is known and what is not: the ``weeks``, the ``past`` of the mean field, the ``size`` of the market, the
    ``unknowns``, rates that are ``fixed``, and of each experiment the past without and the part of each week."""

    weeks: Weeks
    past: Past
    size: float
    unknowns: tuple[Unknown, ...]
    fixed: Mapping[str, Array]
    experiments: tuple[tuple[Past, Array], ...] = ()

    @property
    def organic(self) -> int:
        """The place of the organic rate among the unknowns; peak rates are relative to it."""
        return self._place("organic_rate")

    def _place(self, name: str) -> int:
        return next(k for k, one in enumerate(self.unknowns) if one.name == name)

    def _shared(self) -> list[tuple[int, int]]:
        """The places of unknowns of a channel that are relative to one of all channels, and the place of that."""
        shared = {"peak_rate": self.organic, "credit_ratio": self._place("credit_level")}
        return [(k, shared[one.name]) for k, one in enumerate(self.unknowns) if one.name in shared]

    def scores(self, sets: Array) -> Array:
        """The numbers on their scales, [set, unknown], at normal scores ``sets``."""
        below = np.array([one.below for one in self.unknowns])
        above = np.array([one.above for one in self.unknowns])
        middle = np.array([one.middle for one in self.unknowns])
        found = middle + np.where(sets < 0, below, above) * sets
        for k, shared in self._shared():
            found[:, k] += found[:, shared]
        return np.asarray(found)

    def rates(self, sets: Array) -> dict[str, Array]:
        """The rates of the mean field at normal scores ``sets``, and "trend" and "season"."""
        told = self.scores(sets)
        n, channels = len(sets), len(self.weeks.channels)
        rates = {name: np.broadcast_to(value, (n, *value.shape)).copy() for name, value in self.fixed.items()}
        for name in (*OF_CHANNELS, "credit_ratio"):
            rates.setdefault(name, np.zeros((n, channels)))
        for k, one in enumerate(self.unknowns):
            value = back(one.scale, told[:, k])
            if one.channel >= 0:
                rates[one.name][:, one.channel] = value
            else:
                rates[one.name] = value
        return rates

    def slopes(self, at: Array) -> Array:
        """Derivatives of the numbers on their scales by the normal scores, [number, score]."""
        found = np.diag([one.below if x < 0 else one.above for one, x in zip(self.unknowns, at, strict=True)])
        for k, shared in self._shared():
            found[k] += found[shared]
        return found

    def without(self, channel: int, begin: int = 0, end: int | None = None) -> tuple[Past, Array]:
        """The past in which a channel is off on some days, and the part of each week that these are."""
        shown, days = self.past.shown.copy(), np.zeros(self.past.shown.shape[1])
        shown[channel, begin:end], days[begin:end] = 0.0, 1.0
        return replace(self.past, shown=shown), days.reshape(-1, WEEK).mean(axis=1)

    def model(self, sets: Array) -> Means:
        """What is expected at normal scores ``sets``."""
        rates = self.rates(sets)
        now = flow(self.past, rates)
        moved = np.exp(_moves(rates, self.past.weeks))
        whole = now.caused.sum(axis=1)
        total = self.size * whole * moved
        lifts = np.zeros((len(sets), len(self.experiments)))
        for k, (without, part) in enumerate(self.experiments):
            other = flow(without, rates).caused.sum(axis=1)
            invited = (self.weeks.referred * part).sum()
            on, off = ((self.size * one * moved * part).sum(axis=1) for one in (whole, other))
            lifts[:, k] = (on + invited) / np.maximum(off + invited, 1e-12) - 1.0
        return Means(total, _credit(now, rates["credit_ratio"][..., None]), lifts)


def told(setting: Setting) -> tuple[int, Beliefs]:
    """How many unknowns there are, and what is believed about the dispersions."""
    numbers = packaged("calibration.estimators", "acquisition.yaml")
    beliefs = Beliefs(*((float(numbers[name]["middle"]), float(numbers[name]["sd"])) for name in ("week_sd", "alike")))
    return len(setting.unknowns), beliefs


def setting_of(
    weeks: Weeks,
    market: Mapping[str, Any],
    policy: Mapping[str, Any],
    experiments: Sequence[tuple[int, int, int]] = (),
) -> Setting:
    """The unknowns of ``market`` under the spend of ``weeks``; ``experiments``: channel, first day, day after."""
    size = float(market["size"]["value"])
    shown = weeks.shown
    if shown is None:
        cost = np.array([channel["cost_per_thousand"]["value"] for channel in market["channels"]])
        shown = weeks.spend / cost[:, None] * 1000.0
    share = np.array([float(a["share"]) for a in market["activity"]])
    weight = np.array([float(a["weight"]) for a in market["activity"]])
    share = share / share.sum()
    relationship = policy["relationship"]
    past = Past(
        shown=shown / size,
        share=share,
        weight=weight / (share @ weight),
        touches=relationship["touches_per_week"] / WEEK,
        touch_memory=float(market["retain"]["touch_memory"]["value"]),
        most_leaving=float(market["retain"]["unsubscribe_bound"]["value"]),
        reward_ratio=joining_more(market["retain"], relationship["optin_reward"]),
        window=int(policy["channel"]["attribution_window"]),
        referred=weeks.referred / size,
        early=shown[:, : EARLY * WEEK].mean(axis=1) / size,
        customers=min(weeks.before / size, 0.99),
    )
    setting = _levelled(Setting(weeks, past, size, *_unknowns(market, len(weeks.total))))
    return replace(setting, experiments=tuple(setting.without(*one) for one in experiments))


def _unknowns(market: Mapping[str, Any], weeks: int) -> tuple[tuple[Unknown, ...], dict[str, Array]]:
    """The beliefs, and the rates that have none and are held."""
    numbers = packaged("calibration.estimators", "acquisition.yaml")
    found, fixed = [], {}
    organic = market["awareness"]["organic_rate"]
    for name in SHARED[:-1]:
        path = f"{PLACES[name]}.{name}"
        entry = parameter_at(market, path)
        if name == "organic_rate":
            wide = float(numbers[name]["sd"])
            found.append(Unknown(name, path, "log", float(np.log(entry["value"])), wide, wide))
        elif entry.get("interval"):
            found.append(Unknown(name, path, *_belief(entry)))
        else:
            fixed[name] = np.array(float(entry["value"]))
    start = numbers["start"]
    found.append(Unknown("start", "", "logit", onto("logit", start["middle"]), start["sd"], start["sd"]))
    of_organic = _belief(organic) if organic.get("interval") else None
    alike, apart = (float(numbers[name]["sd"]) for name in ("credit_level", "credit_ratio"))
    found.append(Unknown("credit_level", "", "linear", 0.0, alike, alike))
    for k, channel in enumerate(market["channels"]):
        for name in OF_CHANNELS:
            entry = channel[name]
            if not entry.get("interval"):
                fixed.setdefault(name, np.zeros(len(market["channels"])))[k] = float(entry["value"])
                continue
            scale, middle, below, above = _belief(entry)
            if name == "peak_rate":
                middle -= float(np.log(organic["value"]))
                if of_organic is not None:  # of the ratio
                    below, above = float(np.hypot(below, of_organic[3])), float(np.hypot(above, of_organic[2]))
            found.append(Unknown(name, f"channels.{channel['name']}.{name}", scale, middle, below, above, k))
        found.append(Unknown("credit_ratio", "", "log", 0.0, apart, apart, k))
    found.append(Unknown("trend", "", "linear", 0.0, numbers["trend"]["sd"], numbers["trend"]["sd"]))
    if weeks >= SEASON:
        sd = float(numbers["season"]["sd"])
        found += [Unknown(f"season_{k}", "", "linear", 0.0, sd, sd) for k in range(2 * WAVES)]
    return tuple(found), fixed


def _belief(entry: Mapping[str, Any]) -> tuple[Scale, float, float, float]:
    """Scale, middle, and the standard deviations below and above it."""
    scale: Scale = entry.get("scale") or "linear"
    middle, low, high = (onto(scale, float(x)) for x in (entry["value"], *entry["interval"]))
    return scale, middle, max((middle - low) / NORMAL_95, 1e-9), max((high - middle) / NORMAL_95, 1e-9)


def _levelled(setting: Setting) -> Setting:
    """The same where the belief about the organic rate has its middle near the number of first orders."""
    seen = max(float(setting.weeks.total.sum()), 1.0)
    for _ in range(LEVELLING):
        won = float(setting.model(np.zeros((1, len(setting.unknowns)))).total.sum())
        unknowns = list(setting.unknowns)
        one = unknowns[setting.organic]
        middle = min(one.middle + float(np.log(seen / max(won, 1e-300))), MOST_ORGANIC)
        unknowns[setting.organic] = one._replace(middle=middle)
        setting = replace(setting, unknowns=tuple(unknowns))
    return setting


def _credit(now: Flow, ratio: Array) -> Array:
    """Shares of what the firm credits, [set, source, week], where it credits each channel ``ratio`` times its own.

    Few are a part of its own; many are orders of all others beside a contact, as many as go with the contacts of the
    week. In between is both, smoothly, as the search for the maximum asks."""
    credited = np.maximum(now.credited, 1e-15)
    own, orders = credited[:, 1:], now.caused.sum(axis=1, keepdims=True)
    beside = orders * now.contacts
    beside = beside * own.sum(axis=-1, keepdims=True) / np.maximum(beside.sum(axis=-1, keepdims=True), 1e-300)
    kept = ratio / np.sqrt(1.0 + ratio**2)
    credited[:, 1:] = kept * own + (ratio - kept) * beside
    return np.asarray(credited / credited.sum(axis=1, keepdims=True))


def _moves(rates: Mapping[str, Array], weeks: int) -> Array:
    """Logarithm of the level of demand by week, trend (0 at the end) and season, [set, week]."""
    week = np.arange(weeks) + 0.5
    found = rates["trend"][:, None] * (week - weeks) / YEAR
    for k in range(WAVES):
        if f"season_{2 * k}" in rates:
            angle = 2 * np.pi * (k + 1) * week / YEAR
            found = found + rates[f"season_{2 * k}"][:, None] * np.cos(angle)
            found = found + rates[f"season_{2 * k + 1}"][:, None] * np.sin(angle)
    return np.asarray(found)
