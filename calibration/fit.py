"""From history to a market: what the orders identify replaces the assumption of the base market."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import pandas as pd

from calibration import bg_nbd, pareto_nbd
from calibration.acquisition import awareness_factor
from calibration.channels import media_of, put_channels
from calibration.entries import correlated, plain, rounded, scale_awareness
from calibration.estimators.acquisition import by_channel
from calibration.estimators.groups import regions, segments
from calibration.gamma_gamma import GammaGamma
from calibration.history import History, history
from calibration.history_facts import history_facts
from calibration.learned_market import (
    ESTIMATED,
    NEED,
    SPEND,
    doubts,
    put_buying,
    put_rhythm,
    put_shocks,
    put_spend,
    put_stages,
)
from calibration.market_file import KIND, as_yaml
from calibration.newcomers import Acquisition, acquisition
from calibration.reading.account import REJECTS, Reading
from calibration.reading.told import BESIDE
from calibration.regularity import regularity
from calibration.rejects import check_rejects, write_rejects
from calibration.sentences import sentences
from calibration.sizes import size_of
from calibration.spend import spend
from calibration.stages import stages
from calibration.summary import by_month
from calibration.tables import Tables
from calibration.week_shocks import week_shocks
from scenarios.files.loading import TODAY, as_stated, load
from scenarios.ground.places import check_file, write_file
from scenarios.scenario import Scenario


def check_writable(path: str | os.PathLike[str]) -> None:
    """BadInput unless a market file may be written to ``path``, with the list of rejected rows beside it."""
    check_rejects(check_file(path, KIND))


@dataclass(frozen=True)
class Fit:
    """A fitted market. ``market`` is a tree in the form of base.yaml's ``market``, with ``correlations``.

    ``fits`` holds the estimates of Pareto/NBD, BG/NBD and Gamma-Gamma, ``history`` says what they were fitted
    to, and ``reading`` how the file was read and which of its rows were set aside (None for a sample). ``gained``:
    new customers per week.
    """

    name: str
    title: str
    market: dict[str, Any]
    fits: dict[str, dict[str, Any]]
    history: dict[str, Any]
    reading: Reading | None
    gained: Acquisition

    @property
    def correlations(self) -> list[dict[str, Any]]:
        """Blocks of parameters: paths below ``market`` and the correlations of their logarithms."""
        return list(self.market["correlations"])

    def to_json(self) -> dict[str, Any]:
        """The market file as plain data, with how the file was read and the sentences of ``summary``."""
        reading = None if self.reading is None else self.reading.to_json()
        rejected = self.history["rows_rejected"]
        return {**self._document(), "rejected_rows": rejected, "reading": reading, "summary": self.summary()}

    def write(self, path: str | os.PathLike[str], rejects: bool = True) -> None:
        """Write the market file, and with ``rejects`` beside it ``<path>.rejects.csv`` when rows were rejected.

        BadInput when the place cannot be written to; an older market file is replaced whole.
        """
        place = check_file(path, KIND)
        if rejects and self.reading is not None and len(self.reading.rejects):
            write_rejects(self.reading.rejects[list(REJECTS)], place)
        write_file(path, KIND, lambda out: out.write(as_yaml(self._document())))

    def summary(self, listed: str = BESIDE) -> list[str]:
        """What was learned and what was not, in plain sentences; ``listed``: where rejected rows are."""
        reading = None if self.reading is None else self.reading.to_json()
        return sentences(self.history, self.market, self.fits, reading, listed)

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
    profile: str | os.PathLike[str] | Mapping[str, Any] | None = None,
    until: str | date | np.datetime64 | None = None,
    today: str | os.PathLike[str] | None = None,
    tables: Mapping[str, pd.DataFrame] | None = None,
) -> Fit:
    """Fit a market to a real sample, or to the file of a mapping profile, using orders up to the day
    ``until``.

    ``until`` defaults to the end of the continuous history (``calibration.span``). ``today``: the scenario whose
    policy won the customers of the history; None = base. ``profile``, ``tables``: see
    ``calibration.profile.load``. BadInput when the input is unusable or too little.
    """
    return fitted(history(sample, profile, load("base").currency, tables), until, today)


def fitted(
    past: History,
    until: str | date | np.datetime64 | None = None,
    today: str | os.PathLike[str] | None = None,
    tables: Tables | None = None,
    launch: bool = True,
) -> Fit:
    """Fit a market to a history that has been read; arguments as for :func:`fit`.

    ``tables`` with one of spend: its channels are those of the market, and ``today`` is about them. ``launch``:
    awareness is scaled so that a market which begins with nobody wins as many in its first year; else it is left as it
    is in base, where no spend tells of it, and a size that nobody states follows from the customers.
    """
    base = load("base")
    seen = past.up_to(until)
    days = past.days[past.days["day"] <= seen.until]
    model, pareto = pareto_nbd.fit(seen)
    _, bg = bg_nbd.fit(seen)
    assumed = base.market.spend
    shapes = GammaGamma(assumed.shape.value, assumed.customer_shape.value, assumed.customer_rate.value)
    amounts = spend(days, past.place, seen.currency, shapes)
    shocks = week_shocks(days, seen, model, base.market.need.week_shock_memory.value)
    gained = acquisition(seen, born=past.born)
    monthly = by_month(days)
    rhythm = None if monthly else regularity(days, seen)
    regular = None if monthly else stages(days, model)

    market = as_stated("base")["market"]
    window = f"{seen.first.min()} to {seen.until}"
    put_buying(market["need"], pareto, past, window, doubts(past, seen, gained, rhythm, monthly))
    if not launch and rhythm is not None and rhythm.regular:
        put_rhythm(market["need"]["regularity"], rhythm, past, window)
    elif not launch and regular is not None and regular.k > 1:
        put_stages(market["need"]["regularity"], regular, past, window)
    put_spend(market["spend"], amounts, past, window)
    if shocks is not None:
        put_shocks(market["need"]["week_shock_sd"], shocks, past, window)
    if past.profile is not None and past.profile.market_size is not None:
        _state_size(market, past.profile.market_size, f"stated in the profile {past.name}")
    elif not launch:
        said = "assumed from the customers so far and those of a year (sizes.yaml); state market_size in the profile"
        _state_size(market, size_of(len(seen), gained.per_week), said)
    if tables is not None and (lives := regions(tables.customers, seen, model)):
        market["regions"] = lives
    if tables is not None and (parts := segments(tables.customers, seen, model, market["segments"])):
        market["segments"] = parts
    known = _in_market("base", market, seen.currency)
    policy = known.policy.model_dump(by_alias=True)
    media = None if today is None else media_of(tables, seen.until)
    if media is not None:
        put_channels(market, media.spend, known.market.model_dump(by_alias=True), policy["channel"]["weekly_spend"])
        known = _in_market(TODAY, market, seen.currency, today)
        policy = known.policy.model_dump(by_alias=True)
    elif today is not None:
        own = _in_market(today, market, seen.currency).policy.model_dump(by_alias=True)
        _state_spend(market, policy, own, os.path.basename(today))
        known, policy = _in_market("base", market, seen.currency), own
    if launch or media is not None:
        _scale_to_launch(market, known, policy, gained, past)
    acquired = None
    if media is not None:
        told = _in_market(TODAY, market, seen.currency, today).market.model_dump(by_alias=True)
        acquired = by_channel(media, seen, gained, told, policy)
    market["correlations"] = [correlated("need", NEED, pareto)]
    fits = {"pareto_nbd": pareto, "bg_nbd": bg}
    if amounts.estimate is not None:
        fits["gamma_gamma"] = amounts.estimate
    if amounts.of_law is not None:
        fits["generalised_gamma"] = amounts.of_law
    law = amounts.of_law or amounts.estimate
    if amounts.kind in ESTIMATED and law is not None:
        market["correlations"].append(correlated("spend", SPEND, law))
    if acquired is not None:
        acquired.findings.put(market)
    facts = history_facts(past, seen, gained, rhythm, monthly, until is not None)
    facts |= {
        "week_shocks": None if shocks is None else plain(shocks.to_json()),
        "spend": plain(amounts.to_json()),
        "channels": None if acquired is None else plain(acquired.to_json()),
    }
    return Fit(
        name=past.name,
        title=past.title,
        market=market,
        fits={key: {"model": e.model, **plain(e.to_json())} for key, e in fits.items()},
        history=facts | _stated(past, policy, today),
        reading=past.reading,
        gained=gained,
    )


def _in_market(
    scenario: str | os.PathLike[str],
    market: dict[str, Any],
    currency: str,
    today: str | os.PathLike[str] | None = None,
) -> Scenario:
    """A scenario in the ``market`` that is being made: its amounts in the currency of the orders."""
    made = {"schema": 1, "name": "fit", "history": {"currency": currency}, "market": market}
    return load(scenario, market=made, today=today)


def _state_size(market: dict[str, Any], size: float, source: str) -> None:
    """Put ``size`` in the place of base's and scale the channels' half saturation by base size / ``size``.

    Exposure per person at a given spend scales alike, so every channel stays as saturated as in base.
    """
    before = market["size"]["value"]
    ratio = before / size
    market["size"] |= {"value": size, "source": source}
    for channel in market["channels"]:
        half = channel["half_saturation"]
        half["value"] = rounded(half["value"] * ratio)
        if "interval" in half:
            half["interval"] = [rounded(end * ratio) for end in half["interval"]]
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
        half["value"] = rounded(half["value"] * ratio)
        if "interval" in half:
            half["interval"] = [rounded(end * ratio) for end in half["interval"]]
        half["source"] += f"; x {ratio:.4g} = {new[name]:,.0f} / {old[name]:,.0f} a week, the spend of {said}"


def _scale_to_launch(
    market: dict[str, Any], known: Scenario, policy: dict[str, Any], gained: Acquisition, past: History
) -> None:
    """Scale awareness so that first orders per week of the first year match history.

    ``known``: base in the ``market`` as it is so far.
    """
    told = known.market.model_dump(by_alias=True)
    factor = awareness_factor(told, policy, gained.per_week, past.place)
    said = (
        f"{past.title}: {gained.per_week:,.1f} first orders per week from {gained.first} to {gained.last}"
        f" ({gained.low:,.1f} to {gained.high:,.1f}, 5-95 % of the mean); all awareness hazards of the base"
        f" market x {factor:.4g}; the split between organic and paid is assumed"
    )
    scale_awareness(market, factor, said)


def _stated(past: History, policy: dict[str, Any], today: str | os.PathLike[str] | None) -> dict[str, Any]:
    """Where the history is from: the sample's name, or what the profile states; the policy that won its customers."""
    if past.profile is None:
        return {"sample": past.name}
    since, sample = past.profile.acquired_from, past.profile.sample
    return {
        **({} if sample is None else {"sample": sample}),
        "acquired_from": None if since is None else str(since),
        "market_size_stated": past.profile.market_size is not None,
        "policy": "base" if today is None else os.path.basename(today),
        "weekly_spend": float(sum(policy["channel"]["weekly_spend"].values())),
    }
