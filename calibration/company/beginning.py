"""A market that begins today, with the customers whom the company has and as many new ones a week as it has won.

The level of demand is that of the forecast of the total, with its uncertainty: a bias that lasts and one that grows.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from calibration import drift
from calibration.calendar import Calendar
from calibration.drift import Drift
from calibration.entries import put, rounded, scale_awareness
from calibration.fit import Fit
from calibration.likelihood import NORMAL_95, Array
from calibration.newcomers import Acquisition
from calibration.pareto_nbd import NAMES, ParetoNBD
from calibration.sizes import sizes
from calibration.summary import Histories
from calibration.totals import Total
from scenarios.beside.known_customers import NUMBERS, TEXTS
from scenarios.files.loading import load
from scenarios.lowering.beliefs import in_world, places
from scenarios.lowering.known import known_at_start
from scenarios.lowering.standing import Steady, going_on, steady_of
from scenarios.scenario import Scenario
from sim.core.ground.draws import world_key
from sim.problems import BadInput, Problem

START = "start.parquet"
"""The file of the customers with whom the market begins, without a name of theirs."""
NEED = dict(zip(NAMES, ("order_shape", "order_rate", "dropout_shape", "dropout_rate"), strict=True))
PER_WEEK = (1e-6, 1e9)
ONE = {"value": 1.0, "interval": None}
WEEK = 7.0
MOST_WEEKS = 5000.0
"""Of exposure: nearly a hundred years."""
ENOUGH = 0.95
"""Of the new customers a week: a market that wins fewer is too small for them."""


class Level(NamedTuple):
    """What the level of demand follows from: order days, histories, how they are forgotten, the forecast of their
    total, its calendar."""

    days: pd.DataFrame
    seen: Histories
    forgetting: Drift
    total: Total
    calendar: Calendar | None

    def moved(self, model: ParetoNBD, exposure: Array) -> tuple[Array, float]:
        """:func:`at_level` of the customers, whose weeks of ``exposure`` are given."""
        weeks = len(self.total.weekly)
        ratios = np.ones(weeks) if self.calendar is None else self.calendar.weeks(self.seen.until + 1, weeks)
        weekly = np.diff(drift.expected(model, self.forgetting, self.days, self.seen, weeks), axis=1)
        return at_level(model, exposure, weekly @ ratios, self.total.middle)


def begin(found: Fit, today: Path, known: pd.DataFrame, folder: Path, place: str, level: Level | None) -> Scenario:
    """Let the market of ``found``, awareness as in base, begin with the ``known`` customers under ``today``; their file
    goes into ``folder``. The scenario of today in it.

    ``level``: None = demand as fitted. ``place``: what messages name. BadInput where the market is too small.
    """
    market, currency = found.market, str(found.history["currency"])
    if level is not None:
        model = ParetoNBD(*(float(market["need"][NEED[name]]["value"]) for name in NAMES))
        exposure, left = level.moved(model, known["exposure"].to_numpy(float) / WEEK)
        known = known.assign(exposure=exposure * WEEK)
        put_level(market["need"], level.total, left, level.seen.until, level.calendar)
    policy = load(today, market=_document(market, currency), today=today).policy.model_dump(by_alias=True)
    file = folder / START
    _write_start(known, market, file)
    put_start(market, policy, found.gained, file.name)
    _stand(found, today, file, place)
    begun = market | {"start": market["start"] | {"customers": str(file)}}
    return load(today, market=_document(begun, currency), today=today)


def at_level(model: ParetoNBD, exposure: Array, alone: Array, total: float) -> tuple[Array, float]:
    """(weeks of exposure, a ratio on all demand) such that customers of whom ``alone`` orders are expected at the given
    weeks of ``exposure`` come to ``total``.

    Each rate is (r + x) / (alpha + exposure): as far as that goes, all are moved by one factor; the ratio is what is
    left, as exposure ends at 0.
    """
    if not total > 0.0 or not float(alone.sum()) > 0.0:
        return exposure, 1.0
    at = model.alpha + exposure

    def moved(factor: float) -> Array:
        return np.clip(at / factor - model.alpha, 0.0, MOST_WEEKS)

    def come(factor: float) -> float:
        return float(alone @ (at / (model.alpha + moved(factor))))

    low, high = 1e-3, 1e3
    for _ in range(60):
        middle = float(np.sqrt(low * high))
        low, high = (middle, high) if come(middle) < total else (low, middle)
    factor = float(np.sqrt(low * high))
    return moved(factor), total / come(factor)


def _write_start(known: pd.DataFrame, market: Mapping[str, Any], file: Path) -> None:
    """The file of customers; a segment, channel or region that the market does not have is left out."""
    regions = ["region"] if market.get("regions") else []
    table = known[[*NUMBERS, *TEXTS, *regions]].copy()
    for column in (*TEXTS, *regions):
        names = {one["name"] for one in market[f"{column}s"]}
        table[column] = table[column].where(table[column].isin(names), "")
    table.to_parquet(file, index=False)


def put_level(
    need: dict[str, Any], total: Total, level: float, until: np.datetime64, calendar: Calendar | None = None
) -> None:
    """The ``level`` of demand and its drift, as unsure as the ``total`` of known customers is beside chance and the
    parameters; and the calendar, closed days after ``until``."""
    weeks = len(total.weekly)
    if calendar is not None:
        need["calendar"] = [] if (calendar.season == 1.0).all() else [rounded(one) for one in calendar.season.tolist()]
        need["closed"] = [str(day) for day in sorted(calendar.closed) if np.datetime64(day) > until]
    parts = total.parts
    beside = max(total.spread**2 - parts["chance"] - parts["parameters"], 0.0)
    lasts, grows = parts["level"] + parts["season"], parts["drift"]
    lasts, grows = (beside * part / max(lasts + grows, 1e-12) for part in (lasts, grows))
    sd = np.sqrt(lasts)
    # of the mean over the weeks of a walk whose variance is v after 26: v / 26 (n - 1)(2 n - 1) / (6 n)
    walk = np.sqrt(grows * 26.0 * 6.0 * weeks / ((weeks - 1.0) * (2.0 * weeks - 1.0)))
    ends = (level * np.exp(-NORMAL_95 * sd), level * np.exp(NORMAL_95 * sd))
    said = f"as unsure as the forecast of today's customers, {total.middle:,.0f} orders in {weeks} weeks"
    need["level"] = {"value": 1.0, "unit": "ratio"}
    put(need["level"], level, ends, (1e-3, 1e3), label="bounded", source=said)
    said = "what forecasts of this and of other histories have left out: totals.yaml"
    need["drift"] = {"value": rounded(min(walk, 5.0)), "unit": "ratio", "label": "bounded", "source": said}


def put_start(market: dict[str, Any], policy: Mapping[str, Any], gained: Acquisition, customers: str) -> None:
    """The start of the market: its file of ``customers``, and what was done and won before today."""
    relationship, referral = policy["relationship"], policy["referral"]
    weekly = {"value": 0.0, "unit": "people per week"}
    label = "identified" if gained.identified else "bounded"
    said = f"first orders per week from {gained.first} to {gained.last}"
    said += "; none since then" if gained.stopped else ""
    put(weekly, gained.per_week, (gained.low, gained.high), PER_WEEK, label=label, source=said)
    market["start"] |= {
        "customers": customers,
        "spend": {name: spent for name, spent in policy["channel"]["weekly_spend"].items() if spent > 0.0},
        "touches": relationship["touches_per_week"],
        "optin_reward": relationship["optin_reward"],
        "referral": {key: referral[key] for key in ("active", "reward_referrer", "reward_friend")},
        "newcomers": weekly,
        "customer": 0.0,
    }


def _document(market: Mapping[str, Any], currency: str) -> dict[str, Any]:
    return {"schema": 1, "name": "fit", "history": {"currency": currency}, "market": dict(market)}


def _stand(found: Fit, today: Path, customers: Path, place: str) -> None:
    """Put where people stand, at the medians, and scale awareness, where no spend has told it; else the new customers a
    week are those that it comes to, as surely as the history knows theirs. ``customers``: the file, where it is now."""
    market = found.market
    start = market["start"]
    here = start | {"customers": str(customers)}
    channels = found.history["channels"] is not None

    def stands() -> Steady:
        document = _document(market | {"start": here}, str(found.history["currency"]))
        scenario = load(today, market=document, today=today)
        if not channels:
            return _at_medians(scenario, steady_of)
        usual = scenario.market.need.level.model_copy(update=ONE)  # at which the hazards were found
        need = scenario.market.need.model_copy(update={"level": usual})
        return _at_medians(
            scenario.model_copy(update={"market": scenario.market.model_copy(update={"need": need})}), going_on
        )

    steady, weekly = stands(), start["newcomers"]
    asked = weekly["value"]
    if steady.per_week > asked / ENOUGH and not channels:
        _invited_less(market["referral"]["share_probability"], asked, steady.per_week)
        steady = stands()
    start |= {"reached": rounded(steady.reached), "retained": rounded(steady.retained)}
    if channels:
        ratio = steady.per_week / asked
        ends = tuple(end * ratio for end in weekly.get("interval", (asked, asked)))
        said = f"{weekly['source']}: {asked:,.4g}; at today's spend as the channels bring"
        put(weekly, steady.per_week, ends, PER_WEEK, label="bounded", source=said)
        return
    if steady.per_week < ENOUGH * asked:
        said = f"{asked:,.1f} new customers per week in a market of {market['size']['value']:,.0f} people"
        allowed = "a market in which so many can be won week after week"
        raise BadInput([Problem(place, 0, "market_size", said, allowed, "state a larger market_size")])
    said = (
        f"{asked:,.1f} first orders per week go on from where people stand today: the awareness hazards of the base"
        f" market x {steady.factor:.4g}, and in each world what its own beliefs ask for; the split between organic and"
        " paid is assumed"
    )
    scale_awareness(market, steady.factor, said)


def _invited_less(share: dict[str, Any], asked: float, invited: float) -> None:
    """Let customers share less: ``invited`` new ones a week would come of it alone, where ``asked`` come in all."""
    factor = sizes()["invited_at_most"] * asked / invited
    share["value"] = rounded(share["value"] * factor)
    if "interval" in share:
        share["interval"] = [rounded(end * factor) for end in share["interval"]]
    said = (
        f"x {factor:.4g}, as invitations alone would bring {invited:,.1f} new customers a week, where {asked:,.1f} came"
    )
    share |= {"label": "bounded", "source": f"{share['source']}; {said}"}


def _at_medians(scenario: Scenario, standing: Callable[[Scenario, np.ndarray], Steady]) -> Steady:
    middle = in_world(scenario, {path: 0.5 for path, _ in places(scenario).known})
    key = np.uint64(world_key(np.uint64(scenario.seed), np.uint64(0)))
    return standing(middle, known_at_start(middle, key))
