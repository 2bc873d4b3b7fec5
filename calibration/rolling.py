"""Rolling backtests: the same forecast from many days of a history, over several horizons, beside simple lines."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from calibration.history import FEWEST_DAYS, History, history
from calibration.likelihood import NORMAL_95, Array
from calibration.pareto_nbd import fit as plain_fit
from calibration.scores import poisson_floor, wape
from calibration.span import SEASON
from calibration.summary import Histories
from calibration.totals import BLOCK, LATEST, YEAR, Past, Standing, Total, chance_variance, standing, total_of
from calibration.tracking import parameter_variance, simple_lines, weekly_orders
from scenarios.running.progress import Progress
from sim.problems import BadInput, Problem, shown

HORIZONS = (13, 26, 39, 52)
"""Weeks that are forecast, as far as the history goes."""
LEVELS = (0.5, 0.8, 0.9)
ASKED = 4000
"""Kinds of customers at most from which earlier forecasts of the history are made."""
LINES = ("flat", "trend", "year")


@dataclass(frozen=True)
class Rolling:
    """What rolling forecasts found.

    ``table``: a row for each day and horizon: until, weeks, customers, actual, forecast, low and high of each level,
    covers_50/80/90, score (interval score of 90 %) and score_plain (that of Pareto/NBD with chance and parameters
    alone), wape, wape_plain, wape_flat, wape_trend, wape_year (NaN where a year earlier is not known), floor (what
    chance alone leaves). ``effective``: how many windows have nothing in common.
    """

    name: str
    title: str
    table: pd.DataFrame
    effective: float

    def coverage(self, weeks: int | None = None) -> dict[int, float]:
        """Share of totals inside their interval, by level in percent; of one horizon, or of all."""
        rows = self.table if weeks is None else self.table[self.table["weeks"] == weeks]
        return {round(100 * level): float(rows[f"covers_{100 * level:.0f}"].mean()) for level in LEVELS}

    @property
    def beats_lines(self) -> float:
        """Share of forecasts whose weekly error is at most that of the best line."""
        best = self.table[[f"wape_{line}" for line in LINES]].min(axis=1)
        return float((self.table["wape"] <= best).mean())

    def to_json(self) -> dict[str, Any]:
        """Everything as plain data; what is not known is left out."""
        rows = [{k: v for k, v in row.items() if not (isinstance(v, float) and np.isnan(v))} for row in _records(self)]
        horizons = sorted(set(self.table["weeks"].tolist()))
        return {
            "name": self.name,
            "title": self.title,
            "forecasts": rows,
            "effective": self.effective,
            "coverage": {"all": self.coverage(), **{str(weeks): self.coverage(weeks) for weeks in horizons}},
            "interval_score_ratio": self.score_ratio,
            "beats_lines": self.beats_lines,
            "summary": self.summary(),
        }

    @property
    def score_ratio(self) -> float:
        """Mean interval score of 90 % over that of Pareto/NBD with chance and parameters alone; lower is better."""
        return float(self.table["score"].mean() / self.table["score_plain"].mean())

    def summary(self) -> list[str]:
        """The result in plain sentences."""
        days = self.table["until"].nunique()
        found = [
            f"{self.title}: {len(self.table)} forecasts from {days} days, over {_listed(self.table['weeks'])} weeks;"
            f" about {self.effective:.1f} of them have nothing in common."
        ]
        for row in _records(self):
            found.append(
                f"{row['until']}, {row['weeks']} weeks: {row['actual']:,.0f} came, forecast {row['forecast']:,.0f}"
                f" ({row['low_90']:,.0f} to {row['high_90']:,.0f}, 90 %);"
                f" weekly WAPE {row['wape']:.1%}, best line {min(_lines(row)):.1%}, chance alone {row['floor']:.1%}."
            )
        cover = ", ".join(f"{share:.0%} of {level} %" for level, share in self.coverage().items())
        found.append(f"Intervals hold: {cover}; {self.beats_lines:.0%} of forecasts are at or below the best line.")
        found.append(
            f"Interval score of 90 %: {self.score_ratio:.2f} of that of Pareto/NBD with chance and parameters alone."
        )
        return found


def rolling(
    sample: str | None = None,
    profile: str | os.PathLike[str] | Mapping[str, Any] | None = None,
    origins: int = 6,
    horizons: Sequence[int] = HORIZONS,
    tables: Mapping[str, pd.DataFrame] | None = None,
    on_progress: Progress | None = None,
) -> Rolling:
    """Forecasts from the last ``origins`` days, four weeks apart, from which each of ``horizons`` (weeks) can be looked
    at; ``on_progress`` counts them. BadInput where the history is too short for any."""
    if isinstance(origins, bool) or not isinstance(origins, int) or not 1 <= origins <= 200:
        raise BadInput([Problem("--origins", 0, "", shown(origins), "whole numbers from 1 to 200")])
    past = history(sample, profile, "USD", tables)
    days = past.days
    stood = Standings(past, days)
    asked = [(back, weeks) for weeks in horizons for back in stood.backs(weeks, origins)]
    rows: list[dict[str, Any]] = []
    for back, weeks in asked:
        if on_progress is not None:
            on_progress(len(rows), len(asked), f"{weeks} weeks")
        rows.append(stood.forecast(back, weeks))
    if not rows:
        least = FEWEST_DAYS + 7 * min(horizons)
        found = f"{int((past.span.last - past.span.first).astype(int))} days of continuous history"
        raise BadInput([Problem(past.place, 0, "", found, f"at least {least} days: {min(horizons)} weeks to look at")])
    table = pd.DataFrame(rows)
    days_apart = np.ptp(table["until"].to_numpy("datetime64[D]")).astype(int)
    effective = 1.0 + float(days_apart) / 7.0 / float(table["weeks"].mean())
    return Rolling(past.name, past.title, table, min(effective, float(len(table))))


class Standings:
    """Where the history stood at days four weeks apart, counted back from ``end`` (default: its end); each is fitted
    once, those before the end to ``most`` kinds of customers."""

    def __init__(
        self, past: History, days: pd.DataFrame, end: np.datetime64 | None = None, most: float = np.inf
    ) -> None:
        self.past, self.days, self.most = past, days, most
        self.end = past.span.last if end is None else end
        self.kept: dict[int, Standing | None] = {}
        self.errors: dict[tuple[int, int], Past] = {}
        self.orders: dict[np.datetime64, Array] = {}
        self.room = int((self.end - past.span.first).astype(int)) // 7

    def at(self, back: int) -> Standing | None:
        """``back`` weeks before the end; None where too little was known."""
        if back not in self.kept:
            try:
                seen = self.past.up_to(self.end - 7 * back)
            except BadInput:
                seen = None
            self.kept[back] = None if seen is None else self._fitted(back, seen)
        return self.kept[back]

    def _fitted(self, back: int, seen: Histories) -> Standing:
        """Starts from the fit of the day nearest to it."""
        known = {other: now for other, now in self.kept.items() if now is not None}
        near = known[min(known, key=lambda other: abs(other - back))].estimate if known else None
        most = self.most if back else np.inf
        closed = self.past.profile.closed if self.past.profile is not None else ()
        return standing(self.days, seen, near, most, closed)

    def backs(self, weeks: int, most: int) -> Iterator[int]:
        """Weeks before the end from which ``weeks`` can be looked at, the latest first."""
        room = int((self.end - self.past.span.first).astype(int)) - FEWEST_DAYS
        for back in range(weeks, min(room // 7, weeks + BLOCK * (most - 1)) + 1, BLOCK):
            end = self.end - 7 * back
            gaps = self.past.span.within(self.past.span.first, end, SEASON)
            if not gaps and not self.past.span.within(end, end + 7 * weeks) and self.at(back) is not None:
                yield back

    def came(self, then: Standing, weeks: int) -> Array:
        """Orders of the weeks after, of the customers known then."""
        if then.seen.until not in self.orders:
            left = int((self.end - then.seen.until).astype(int)) // 7
            self.orders[then.seen.until] = weekly_orders(self.days, then.seen, 0, left).astype(float)
        return self.orders[then.seen.until][:weeks]

    def learned(self, back: int, weeks: int) -> list[Past]:
        """Earlier forecasts that were over ``back`` weeks before the end, over horizons like ``weeks``."""
        found = []
        longest = max(LATEST, weeks)
        for older in range(BLOCK, self.room - back, BLOCK):
            over = min(older, longest)
            then = self.at(back + older) if over >= max(weeks / 4, BLOCK) else None
            if then is not None and then.weeks >= LATEST:
                found.append(self.error(back + older, then, over))
        return found

    def error(self, back: int, then: Standing, weeks: int) -> Past:
        """How far off a forecast was that had learned nothing; worked out once."""
        if (back, weeks) not in self.errors:
            self.errors[back, weeks] = Past(total_of(then, weeks).z(float(self.came(then, weeks).sum())), weeks)
        return self.errors[back, weeks]

    def forecast(self, back: int, weeks: int) -> dict[str, Any]:
        """The row of a forecast."""
        now = self.at(back)
        assert now is not None
        total = total_of(now, weeks, self.learned(back, weeks))
        weekly = self.came(now, weeks)
        actual = float(weekly.sum())
        row: dict[str, Any] = {
            "until": str(now.seen.until),
            "weeks": weeks,
            "customers": len(now.seen),
            "actual": actual,
            "forecast": total.middle,
        }
        for level in LEVELS:
            low, high = total.interval(level)
            mark = f"{100 * level:.0f}"
            row |= {f"low_{mark}": low, f"high_{mark}": high, f"covers_{mark}": bool(low <= actual <= high)}
        plain, plain_low, plain_high = _plain(now.seen, weeks)
        row["score"] = interval_score(row["low_90"], row["high_90"], actual, 0.9)
        row["score_plain"] = interval_score(plain_low, plain_high, actual, 0.9)
        known = weekly.astype(np.int64)
        row |= {"wape": wape(total.weekly, known), "wape_plain": wape(plain, known)}
        row |= {f"wape_{name}": wape(line, known) for name, line in _lines_of(now, weeks).items()}
        return row | {"floor": poisson_floor(total.weekly)}


def forecasts(
    past: History, days: pd.DataFrame, seen: Histories, horizons: Sequence[int]
) -> tuple[Standing, dict[int, Total]]:
    """Where the history stands at the end of ``seen``, and the orders to come of its customers by horizon, weeks.
    ``days``: summary.order_days."""
    stood = Standings(past, days, seen.until, ASKED)
    now = stood.at(0)
    assert now is not None
    return now, {weeks: total_of(now, weeks, stood.learned(0, weeks)) for weeks in horizons}


def interval_score(low: float, high: float, actual: float, level: float) -> float:
    """Width of an interval and, where it misses, how far it does, 2 / (1 - level) times: Gneiting & Raftery 2007."""
    return high - low + 2.0 / (1.0 - level) * (max(low - actual, 0.0) + max(actual - high, 0.0))


def _plain(seen: Histories, weeks: int) -> tuple[Array, float, float]:
    """Pareto/NBD alone: its weekly orders, and the ends of the 90 % interval of the total, chance and parameters."""
    model, estimate = plain_fit(seen)
    x, t_x, T, n = seen.grouped()
    until = model.total_orders(np.arange(weeks + 1.0), T, n * model.rate(x, t_x, T))
    variance = chance_variance(model, (x, t_x, T), n, float(weeks))
    variance += parameter_variance(
        model, estimate, lambda moved: float(n @ moved.conditional_orders(float(weeks), x, t_x, T))
    )
    half = NORMAL_95 * variance**0.5
    return np.diff(until), float(until[-1] - half), float(until[-1] + half)


def _lines_of(now: Standing, weeks: int) -> dict[str, Array]:
    """What somebody without a model would say: the level of the latest weeks, their trend, the same weeks last year
    (times the customers acquired by now over those by then)."""
    found = simple_lines(now.actual, weeks) | {"year": np.full(weeks, np.nan)}
    if now.weeks >= YEAR:
        then = (now.seen.first <= now.seen.until - 7 * YEAR).sum()
        last = np.concatenate([now.actual[-YEAR:]] * -(-weeks // YEAR))[:weeks]
        found["year"] = last * len(now.seen) / max(int(then), 1)
    return found


def _records(of: Rolling) -> list[dict[str, Any]]:
    return [{str(key): value for key, value in row.items()} for row in of.table.to_dict("records")]


def _lines(row: dict[str, Any]) -> list[float]:
    return [row[f"wape_{line}"] for line in LINES if not np.isnan(row[f"wape_{line}"])]


def _listed(weeks: pd.Series) -> str:
    return ", ".join(str(one) for one in sorted(set(weeks.tolist())))
