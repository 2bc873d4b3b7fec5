"""From history to a market: what the orders identify replaces the assumption of the base market."""

from __future__ import annotations

import os
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import pandas as pd

from calibration import bg_nbd, gamma_gamma, pareto_nbd
from calibration.acquisition import Acquisition, acquisition, awareness_factor
from calibration.history import History, history
from calibration.likelihood import Estimate
from calibration.market_file import KIND, as_yaml
from calibration.rejects import check_rejects, write_rejects
from calibration.sentences import sentences
from calibration.summary import Histories, order_days
from calibration.week_shocks import WeekShocks, week_shocks
from scenarios.places import check_file, write_file
from scenarios.scenario import load
from sim.problems import BadInput, Problem

DIGITS = 6  # significant digits of the numbers written
NEED = ("order_shape", "order_rate", "dropout_shape", "dropout_rate")  # r, alpha, s, beta
SPEND = ("shape", "customer_shape", "customer_rate")  # p, q, gamma
LARGEST = 1e6  # of any of these parameters, its interval included


def check_writable(path: str | os.PathLike[str]) -> None:
    """BadInput unless a market file may be written to ``path``, with the list of rejected rows beside it."""
    check_rejects(check_file(path, KIND))


@dataclass(frozen=True)
class Fit:
    """A fitted market. ``market`` is a tree in the form of base.yaml's ``market``, with ``correlations``.

    ``fits`` holds the estimates of Pareto/NBD, BG/NBD and Gamma-Gamma, ``history`` says what they were fitted
    to, and ``rejects`` lists the rows of the file that could not be used (None for a sample).
    """

    name: str
    title: str
    market: dict[str, Any]
    fits: dict[str, dict[str, Any]]
    history: dict[str, Any]
    rejects: pd.DataFrame | None

    @property
    def correlations(self) -> list[dict[str, Any]]:
        """Blocks of parameters: paths below ``market`` and the correlations of their logarithms."""
        return list(self.market["correlations"])

    def to_json(self) -> dict[str, Any]:
        """The market file as plain data, with the sentences of ``summary``."""
        return {**self._document(), "rejected_rows": self.history["rows_rejected"], "summary": self.summary()}

    def write(self, path: str | os.PathLike[str]) -> None:
        """Write the market file, and beside it ``<path>.rejects.csv`` when rows were rejected.

        BadInput when the place cannot be written to; an older market file is replaced whole.
        """
        place = check_file(path, KIND)
        rejects = self.rejects
        if rejects is not None and len(rejects):
            write_rejects(rejects, place)
        write_file(path, KIND, lambda out: out.write(as_yaml(self._document())))

    def summary(self) -> list[str]:
        """What was learned and what was not, in plain sentences."""
        return sentences(self.history, self.market, self.fits)

    def _document(self) -> dict[str, Any]:
        return {
            "schema": 1,
            "name": self.name,
            "title": {"en": f"Fitted to {self.title}", "zh": f"拟合自 {self.title}"},
            "history": self.history,
            "market": self.market,
            "fits": self.fits,
        }


def fit(
    sample: str | None = None,
    profile: str | os.PathLike[str] | None = None,
    until: str | date | np.datetime64 | None = None,
    today: str | os.PathLike[str] | None = None,
) -> Fit:
    """Fit a market to a real sample, or to the file of a mapping profile, using orders up to the day
    ``until``.

    ``until`` defaults to the day of the last order. ``today``: the scenario whose policy won the customers of the
    history; None = base. BadInput when the input is unusable or too little.
    """
    base = load("base")
    past = history(sample, profile, base.currency)
    seen = past.up_to(until)
    model, pareto = pareto_nbd.fit(seen)
    _, bg = bg_nbd.fit(seen)
    amounts, spend = gamma_gamma.fit(seen)
    if amounts.q <= 1:
        found = f"amounts per customer without a finite mean (Gamma-Gamma q = {amounts.q:.3g})"
        raise BadInput([Problem(past.place, 0, "amount", found, "q above 1", "look for amounts in other units")])
    days = order_days(past.orders)
    memory = base.market.need.week_shock_memory.value
    shocks = week_shocks(days[days["day"] <= seen.until], seen, model, memory)
    gained = acquisition(seen)

    market = base.market.model_dump(by_alias=True, exclude_defaults=True)
    window = f"{seen.first.min()} to {seen.until}"
    for names, section, estimate in ((NEED, "need", pareto), (SPEND, "spend", spend)):
        for name, symbol in zip(names, estimate.names, strict=True):
            who = f"{estimate.customers:,} customers, {window}"
            said = f"{past.title}: {estimate.model} {symbol} by maximum likelihood, {who}"
            _learn(market[section][name], estimate, symbol, said)
    if shocks is not None:
        market["need"]["week_shock_sd"] |= {
            "value": _rounded(shocks.sd),
            "interval": [_rounded(shocks.low), _rounded(shocks.high)],
            "scale": "log",
            "label": "bounded",
            "source": f"{past.title}: repeat orders of {shocks.weeks} weeks against Pareto/NBD by moments,"
            f" {window}; an error of the curve over age counts as shock",
        }
    if past.profile is not None and past.profile.market_size is not None:
        _state_size(market, past.profile.market_size, f"stated in the profile {past.name}")
    policy = base.policy.model_dump(by_alias=True)
    if today is not None:
        own = load(today).policy.model_dump(by_alias=True)
        _state_spend(market, policy, own, os.fspath(today))
        policy = own
    _scale_awareness(market, policy, gained, past)
    market["correlations"] = [_correlated("need", NEED, pareto), _correlated("spend", SPEND, spend)]
    fits = {"pareto_nbd": pareto, "bg_nbd": bg, "gamma_gamma": spend}
    return Fit(
        name=past.name,
        title=past.title,
        market=market,
        fits={key: {"model": e.model, **_plain(e.to_json())} for key, e in fits.items()},
        history=_facts(past, seen, gained, shocks) | _stated(past, policy, today),
        rejects=past.rejects,
    )


def _learn(parameter: dict[str, Any], estimate: Estimate, symbol: str, source: str) -> None:
    """Put an estimate in the place of an assumption; the unit stays."""
    low, high = estimate.interval(symbol)
    least = 1.0001 if symbol == "q" else 1e-6  # the mean amount needs q > 1
    parameter |= {
        "value": _rounded(float(estimate.values[estimate.names.index(symbol)])),
        "interval": [_rounded(max(low, least)), _rounded(min(high, LARGEST))],
        "scale": "log",
        "label": "identified" if estimate.settled else "bounded",
        "source": source if estimate.settled else f"{source}; the history leaves it partly open",
    }


def _state_size(market: dict[str, Any], size: float, source: str) -> None:
    """Put ``size`` in the place of base's and scale the channels' half saturation by base size / ``size``.

    Exposure per person at a given spend scales alike, so every channel stays as saturated as in base.
    """
    before = market["size"]["value"]
    ratio = before / size
    market["size"] |= {"value": size, "source": source}
    for channel in market["channels"]:
        half = channel["half_saturation"]
        half["value"] = _rounded(half["value"] * ratio)
        if "interval" in half:
            half["interval"] = [_rounded(end * ratio) for end in half["interval"]]
        half["source"] += (
            f"; base market x {ratio:.4g} = {before:,.0f} / {size:,.0f} people,"
            " so that saturation at the base policy stays as in base"
        )


def _state_spend(market: dict[str, Any], before: dict[str, Any], policy: dict[str, Any], said: str) -> None:
    """Scale the half saturation of every channel by what ``policy`` spends on it / what it had ``before``.

    Half saturation is known in relation to the exposure of today, so a channel is as saturated as it was; one
    without spend stays as it is.
    """
    old, new = (one["channel"]["weekly_spend"] for one in (before, policy))
    for channel in market["channels"]:
        name, half = channel["name"], channel["half_saturation"]
        if not (old.get(name) and new.get(name)):
            continue
        ratio = new[name] / old[name]
        half["value"] = _rounded(half["value"] * ratio)
        if "interval" in half:
            half["interval"] = [_rounded(end * ratio) for end in half["interval"]]
        half["source"] += f"; x {ratio:.4g} = {new[name]:,.0f} / {old[name]:,.0f} a week, the spend of {said}"


def _scale_awareness(market: dict[str, Any], policy: dict[str, Any], gained: Acquisition, past: History) -> None:
    """Multiply the organic rate and every channel's peak rate so that first orders per week match history."""
    factor = awareness_factor(market, policy, gained.per_week, past.place)
    said = (
        f"{past.title}: {gained.per_week:,.1f} first orders per week from {gained.first} to {gained.last}"
        f" ({gained.low:,.1f} to {gained.high:,.1f}, 5-95 % of the mean); all awareness hazards of the base"
        f" market x {factor:.4g}; the split between organic and paid is assumed"
    )
    for parameter in (market["awareness"]["organic_rate"], *(c["peak_rate"] for c in market["channels"])):
        parameter["value"] = _rounded(parameter["value"] * factor)
        if "interval" in parameter:
            parameter["interval"] = [_rounded(end * factor) for end in parameter["interval"]]
        parameter |= {"label": "bounded", "source": said}


def _correlated(section: str, names: tuple[str, ...], estimate: Estimate) -> dict[str, Any]:
    matrix = [[round(float(c), 6) for c in row] for row in estimate.correlation]
    return {"parameters": [f"{section}.{name}" for name in names], "matrix": matrix}


def _stated(past: History, policy: dict[str, Any], today: str | os.PathLike[str] | None) -> dict[str, Any]:
    """Where the history is from: the sample's name, or what the profile states; the policy that won its customers."""
    if past.profile is None:
        return {"sample": past.name}
    since = past.profile.acquired_from
    return {
        "acquired_from": None if since is None else str(since),
        "market_size_stated": past.profile.market_size is not None,
        "policy": "base" if today is None else os.fspath(today),
        "weekly_spend": float(sum(policy["channel"]["weekly_spend"].values())),
    }


def _facts(past: History, seen: Histories, gained: Acquisition, shocks: WeekShocks | None) -> dict[str, Any]:
    """The history section: what was fitted to, in plain numbers."""
    rejected = 0 if past.rejects is None else len(past.rejects)
    used = int((past.orders["ordered_at"].to_numpy("datetime64[D]") <= seen.until).sum())
    return {
        "customers": len(seen),
        "orders": len(seen) + int(seen.x.sum()),
        "repeat_customers": int((seen.x > 0).sum()),
        "from": str(seen.first.min()),
        "until": str(seen.until),
        "currency": seen.currency,
        "currency_stated": past.currency_stated,
        "order": "all orders of a customer on one calendar day",
        "rows": past.rows,
        "rows_rejected": rejected,
        "rows_of_earlier_customers": past.rows - rejected - len(past.orders),
        "rows_after_until": len(past.orders) - used,
        "rows_used": used,
        "acquisition": _plain(gained.to_json()),
        "week_shocks": None if shocks is None else _plain(shocks.to_json()),
    }


def _plain(values: Any) -> Any:
    """``values`` with every number rounded to ``DIGITS`` significant digits, log-likelihoods to 0.01."""
    if isinstance(values, dict):
        return {k: round(v, 2) if k == "log_likelihood" else _plain(v) for k, v in values.items()}
    if isinstance(values, list):
        return [_plain(v) for v in values]
    return _rounded(values) if isinstance(values, float) else values


def _rounded(value: float) -> float:
    return float(f"{value:.{DIGITS}g}")
