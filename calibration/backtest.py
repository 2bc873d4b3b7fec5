"""Forecasts of orders that were kept aside: models fitted on the past, scored on what came, beside naive
lines.

Models and scores refer to customers acquired by the end of the calibration window; orders of a customer on
one day are one order. The weekly forecast of a model is its expectation by age alone (``weekly_wape``, the
usual tracking plot) and, beside it, given each customer's own history (``weekly_wape_conditional``); totals
and individual scores are given history.
"""

from __future__ import annotations

import math
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import pandas as pd

from calibration import bg_nbd, drift, nbd, pareto_nbd
from calibration.boosting import boosted, features_of, pooled
from calibration.history import FEWEST_DAYS, History, history
from calibration.learned import rhythm
from calibration.likelihood import NORMAL_95, Array, Estimate
from calibration.reading.account import Reading
from calibration.reading.told import told
from calibration.regularity import regularity
from calibration.scores import crps, log_score, poisson_floor, wape
from calibration.span import SEASON, Span
from calibration.summary import Histories, by_month
from calibration.totals import fitted
from calibration.tracking import (
    BuyingModel,
    expected_weekly_orders,
    orders_after,
    parameter_variance,
    simple_lines,
    weekly_orders,
)
from calibration.week_shocks import week_shocks
from sim.problems import BadInput, Problem, shown

MODELS: Mapping[str, Callable[[Histories], tuple[Any, Estimate]]] = {
    "pareto_nbd": pareto_nbd.fit,
    "bg_nbd": bg_nbd.fit,
    "nbd": nbd.fit,
}
TITLES = {
    "pareto_nbd": "Pareto/NBD",
    "bg_nbd": "BG/NBD",
    "nbd": "NBD (nobody drops out)",
    "pareto_nbd_drift": "Pareto/NBD, rates drift",
    "boosted": "boosted trees",
    "pool": "pool of drifting rates and boosted trees",
    "flat": "flat line at the last 8 weeks",
    "trend": "log-linear trend of the later half",
}
SHOCK_MEMORY = 0.5  # autocorrelation of week shocks, as assumed in the base market
MEASURES = (
    "log_likelihood",
    "mae",
    "rmse",
    "r",
    "log_score",
    "crps",
    "weekly_wape",
    "weekly_wape_conditional",
    "total",
    "bias",
    "low",
    "high",
    "covers",
)


@dataclass(frozen=True)
class Backtest:
    """What a backtest found.

    ``tables``: ``models`` (a row for each model or line and a column for each of MEASURES; NaN where a line
    has none), ``intervals`` (90 % intervals of the total: by chance alone, with uncertain parameters, and
    with week shocks as well) and ``weekly`` (week from 0, first day, actual, and a forecast column for each
    model or line). ``measures``: the rows of ``models`` as a dict by name. ``noise_floor``: the weekly WAPE
    that Poisson chance alone would leave at the expected numbers of the Pareto/NBD. ``notes``: sentences on what in
    the history the models do not hold. ``reading``: how the file of a profile was read, None for a sample.
    """

    name: str
    title: str
    until: str
    weeks: int
    customers: int
    actual: int
    noise_floor: float
    tables: dict[str, pd.DataFrame]
    notes: tuple[str, ...] = ()
    reading: Reading | None = None

    @property
    def measures(self) -> dict[str, dict[str, Any]]:
        """Measures by model or line, then by name; absent ones are left out."""
        rows = self.tables["models"].to_dict("records")
        return {row["model"]: {k: row[k] for k in MEASURES if _present(row[k])} for row in rows}

    def to_json(self) -> dict[str, Any]:
        """Everything as plain data."""
        return {
            "name": self.name,
            "title": self.title,
            "until": self.until,
            "weeks": self.weeks,
            "customers": self.customers,
            "actual_orders": self.actual,
            "noise_floor": self.noise_floor,
            "measures": self.measures,
            "intervals": self.tables["intervals"].to_dict("records"),
            "weekly": self.tables["weekly"].to_dict("records"),
            "reading": None if self.reading is None else self.reading.to_json(),
            "summary": self.summary(),
        }

    def summary(self) -> list[str]:
        """The result in plain sentences."""
        lines = [
            f"{self.title}: fitted on orders to {self.until}, {self.customers:,} customers;"
            f" {self.actual:,} repeat orders came in the {self.weeks} weeks after."
        ]
        lines += [] if self.reading is None else told(self.reading.to_json(), "")
        for name, found in self.measures.items():
            text = f"{TITLES[name]}: total {found['bias']:+.1%}, weekly WAPE {found['weekly_wape']:.1%}"
            if "crps" in found:
                text += (
                    f"; by customer MAE {found['mae']:.3f}, RMSE {found['rmse']:.3f}, r {found.get('r', math.nan):.3f},"
                    f" log score {found['log_score']:.3f}, CRPS {found['crps']:.3f}"
                )
            lines.append(text + ".")
        lines.append(f"Chance alone leaves a weekly WAPE of {self.noise_floor:.1%}.")
        for row in self.tables["intervals"].to_dict("records"):
            if row["model"] == "pareto_nbd":
                hit = "covers" if row["covers"] else "misses"
                lines.append(
                    f"The 90 % interval of the total from {row['source']}, {row['low']:,.0f} to"
                    f" {row['high']:,.0f}, {hit} what came."
                )
        return [*lines, *self.notes]


def backtest(
    sample: str | None = None,
    until: str | date | np.datetime64 | None = None,
    weeks: int = 39,
    profile: str | os.PathLike[str] | Mapping[str, Any] | None = None,
    tables: Mapping[str, pd.DataFrame] | None = None,
) -> Backtest:
    """Fit on orders up to ``until`` (default: ``weeks`` before the end of the continuous history), forecast and
    score the weeks after.

    BadInput when the weeks after ``until`` are not all in the continuous history, a gap lies in them or, of more than a
    season, before them, or the history is too little to fit.
    """
    past = history(sample, profile, "USD", tables)
    first, end = past.span.first, past.span.last
    span = int((end - first).astype(int)) // 7
    if isinstance(weeks, bool) or not isinstance(weeks, int) or not 1 <= weeks < span:
        raise BadInput([Problem("--weeks", 0, "", shown(weeks), f"whole weeks from 1 to {span - 1}")])
    seen = past.up_to(end - 7 * weeks if until is None else until)
    _check_window(past, seen, weeks)
    days = past.days
    actual = weekly_orders(days, seen, 0, weeks)
    if not actual.any():
        raise BadInput([Problem(past.place, 0, "", "no repeat order in the weeks after", "at least one")])

    known = days[days["day"] <= seen.until]
    regular = None if by_month(known) else regularity(known, seen)
    counts = orders_after(days, seen, weeks)
    calibration = weekly_orders(days, seen, -int(seen.T.max()), 0)
    weekly: dict[str, Array] = {}
    models, intervals = [], []
    notes = []
    for name, fit in MODELS.items():
        model, estimate = fit(seen)
        if estimate.open:
            held = "other histories stand beside these orders"
            notes.append(f"{TITLES[name]}: {', '.join(estimate.open)} not identified by these orders; {held}.")
        weekly[name] = expected_weekly_orders(model, seen, 0, weeks)
        row, chances = _scored(name, model, estimate, seen, days, counts, actual, weekly[name])
        models.append(row)
        intervals += chances
    drifting = _drifting(past, days, seen, weeks, counts, actual)
    if drifting is not None:
        rows, weekly["pareto_nbd_drift"] = drifting
        models += rows
    weekly |= simple_lines(calibration, weeks)
    for name in ("flat", "trend"):
        forecast = weekly[name]
        total = float(forecast.sum())
        line = {"weekly_wape": wape(forecast, actual), "total": total, "bias": total / actual.sum() - 1}
        models.append({"model": name, **line})
    starts = seen.until + 1 + 7 * np.arange(weeks)
    table = {"week": np.arange(weeks), "from": [str(day) for day in starts], "actual": actual, **weekly}
    return Backtest(
        name=past.name,
        title=past.title,
        until=str(seen.until),
        weeks=weeks,
        customers=len(seen),
        actual=int(actual.sum()),
        noise_floor=poisson_floor(weekly["pareto_nbd"]),
        tables={
            "models": pd.DataFrame(models, columns=["model", *MEASURES]),
            "intervals": pd.DataFrame(intervals),
            "weekly": pd.DataFrame(table),
        },
        notes=(*notes, *rhythm(None if regular is None else regular.to_json())),
        reading=past.reading,
    )


def _check_window(past: History, seen: Histories, weeks: int) -> None:
    """BadInput unless the weeks before and after ``seen.until`` lie in the continuous history."""
    end, last = past.span.last, seen.until + 7 * weeks
    gaps = [*past.span.within(seen.first.min(), seen.until, SEASON), *past.span.within(seen.until, last)]
    if last <= end and not gaps:
        return
    found = f"{weeks} weeks after {seen.until}, to {last}"
    found += f"; no orders from {gaps[0]}" if gaps else ""
    inside = [gap for gap in gaps if gap.before < end]
    if any(gap.days > SEASON for gap in inside):
        begin, stop = max(_stretches(past.span), key=lambda one: (one[1] - one[0]).astype(int))
        allowed = f"weeks without such a gap before or in them, such as those from {begin} to {stop}"
        enough = (stop - begin).astype(int) >= FEWEST_DAYS + 7 * weeks
        fix = f"state acquired_from: {begin} in the profile, and --until and --weeks that end by {stop}"
        if not enough:
            fix = f"none of the stretches is long enough for {FEWEST_DAYS} days before and {weeks} weeks after"
    elif inside:
        allowed = "weeks without a gap"
        fix = f"take an earlier --until, by {inside[0].before - 7 * weeks}"
        if inside[-1].after - 1 <= end - 7 * weeks:
            fix += f", or one from {inside[-1].after - 1} to {end - 7 * weeks}"
    else:
        room = int((end - seen.until).astype(int)) // 7
        allowed = f"weeks that end by {end}, the end of the {'continuous ' if gaps else ''}history"
        fix = f"take an earlier --until, by {end - 7 * weeks}" + (f", or --weeks {room}" if room >= 1 else "")
    raise BadInput([Problem("--until, --weeks", 0, "", found, allowed, fix)])


def _stretches(span: Span) -> list[tuple[np.datetime64, np.datetime64]]:
    """First and last day of all stretches of a history between its gaps."""
    inside = [gap for gap in span.gaps if span.first <= gap.before and gap.after <= span.last]
    starts = [span.first, *(gap.after for gap in inside)]
    return list(zip(starts, [*(gap.before for gap in inside), span.last], strict=True))


def _scored(
    name: str,
    model: BuyingModel,
    estimate: Estimate,
    seen: Histories,
    days: pd.DataFrame,
    counts: np.ndarray,
    actual: np.ndarray,
    by_age: Array,
) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """The row of measures of a model and its intervals of the total."""
    weeks = len(actual)
    rows, customer_row = np.unique(np.stack([seen.x, seen.t_x, seen.T], axis=1), axis=0, return_inverse=True)
    customer_row = customer_row.ravel()
    people = np.bincount(customer_row).astype(float)
    expected = model.conditional_orders(float(weeks), *rows.T)
    busiest = max(float(expected.max()), float((rows[:, 0] / np.maximum(rows[:, 2], 1.0)).max()) * weeks)
    most = int(max(counts.max(), busiest + 12 * math.sqrt(busiest) + 30))
    probabilities = model.count_probabilities(float(weeks), rows[:, 0], rows[:, 1], rows[:, 2], most)
    k = np.arange(most + 1)
    variance = probabilities @ k**2 - (probabilities @ k) ** 2
    forecast = expected[customer_row]
    total, actual_total = float(people @ expected), int(actual.sum())
    until = [float(people @ model.conditional_orders(float(w), *rows.T)) for w in range(weeks + 1)]

    chance = float(people @ variance)
    parameters = parameter_variance(
        model, estimate, lambda moved: float(people @ moved.conditional_orders(float(weeks), *rows.T))
    )
    shocks = week_shocks(days[days["day"] <= seen.until.astype("datetime64[s]")], seen, model, SHOCK_MEMORY)
    spreads = {"chance": chance, "chance and parameters": chance + parameters}
    if shocks is not None:
        gap = np.abs(np.subtract.outer(np.arange(weeks), np.arange(weeks)))
        moved = np.diff(until)
        shared = float(moved @ np.expm1(shocks.sd**2 * SHOCK_MEMORY**gap) @ moved)
        spreads["chance, parameters and week shocks"] = chance + parameters + shared
    intervals = []
    for source, spread in spreads.items():
        low, high = total - NORMAL_95 * spread**0.5, total + NORMAL_95 * spread**0.5
        covers = bool(low <= actual_total <= high)
        intervals.append({"model": name, "source": source, "low": low, "high": high, "covers": covers})
    row = {
        "model": name,
        "log_likelihood": estimate.log_likelihood,
        "mae": float(np.abs(forecast - counts).mean()),
        "rmse": float(((forecast - counts) ** 2).mean() ** 0.5),
        "r": _correlation(forecast, counts),
        "log_score": float(log_score(probabilities[customer_row], counts).mean()),
        "crps": float(crps(probabilities[customer_row], counts).mean()),
        "weekly_wape": wape(by_age, actual),
        "weekly_wape_conditional": wape(np.diff(until), actual),
        "total": total,
        "bias": total / actual_total - 1,
        **{key: intervals[0][key] for key in ("low", "high", "covers")},
    }
    return row, intervals


def _drifting(
    past: History, days: pd.DataFrame, seen: Histories, weeks: int, counts: np.ndarray, actual: np.ndarray
) -> tuple[list[dict[str, Any]], Array] | None:
    """The row of measures of rates that drift, those of boosted trees and of both pooled where there are any, and the
    orders by week given each customer's own history; None where too little was known 13 weeks earlier to choose how
    fast rates drift."""
    found = drift.found_in(past, days, seen)
    if found is None:
        return None
    model, who = fitted(seen)[0], np.arange(len(seen))
    forecast = drift.expected(model, found, days, seen, weeks)
    by_week, mean = np.diff(forecast.sum(axis=0)), forecast[:, -1]
    trees = boosted(past, days, seen, found)
    means = {"pareto_nbd_drift": mean}
    if trees is not None:
        plain = model.conditional_orders(float(weeks), seen.x, seen.t_x, seen.T)
        means["boosted"] = trees.expected(features_of(days, seen, model), plain)
    highest = max(float(one.max()) for one in means.values())
    most = int(max(counts.max(), highest + 12 * math.sqrt(highest) + 30))
    laws = {"pareto_nbd_drift": drift.count_probabilities(model, found, days, seen, who, float(weeks), most)}
    if trees is not None:
        laws["boosted"] = trees.probabilities(means["boosted"], most)
        laws["pool"] = pooled(trees, laws["pareto_nbd_drift"], laws["boosted"])
        means["pool"] = (1.0 - trees.weight) * mean + trees.weight * means["boosted"]
    rows = [_of_law(name, means[name], law, by_week, counts, actual) for name, law in laws.items()]
    return rows, by_week


def _of_law(
    name: str, mean: Array, law: Array, by_week: Array, counts: np.ndarray, actual: np.ndarray
) -> dict[str, Any]:
    """The row of measures of a law of counts (n, k) with its ``mean`` (n,); ``by_week``: where its total falls."""
    total = float(mean.sum())
    weekly = wape(by_week * (total / float(by_week.sum())), actual)
    return {
        "model": name,
        "mae": float(np.abs(mean - counts).mean()),
        "rmse": float(((mean - counts) ** 2).mean() ** 0.5),
        "r": _correlation(mean, counts),
        "log_score": float(log_score(np.maximum(law, 1e-300), counts).mean()),
        "crps": float(crps(law, counts).mean()),
        "weekly_wape": weekly,
        "weekly_wape_conditional": weekly,
        "total": total,
        "bias": total / float(actual.sum()) - 1,
    }


def _correlation(forecast: Array, counts: np.ndarray) -> float:
    """Correlation over customers; NaN where all are forecast, or did, the same."""
    alike = np.ptp(forecast) == 0 or np.ptp(counts) == 0
    return float("nan") if alike else float(np.corrcoef(forecast, counts)[0, 1])


def _present(value: Any) -> bool:
    return value is not None and not (isinstance(value, float) and math.isnan(value))
