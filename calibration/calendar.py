"""What the calendar says of the orders of each day: the week of the year, from two years of history on; closed days.

Ratios to a usual day, of mean 1 over a year without closed days. A season of one year would take what is particular to
that year for what comes every year: below two years, a season not yet seen is variance, not mean.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from calibration.likelihood import Array
from calibration.pareto_nbd import Passed
from calibration.summary import Histories

FEWEST_WEEKS = 104
BINS = 52
NEIGHBOURS = (0.15, 0.7, 0.15)
"""Weights of the week before, the week and the week after."""
HELD = 10.0
"""Orders by which each week of the year is held to the usual."""
Days = NDArray[np.datetime64]


@dataclass(frozen=True)
class Calendar:
    """``season``: of each week of the year, float64 [52]; ``weekday``: of Monday to Sunday, float64 [7]; ``closed``:
    days without trade."""

    season: Array
    weekday: Array
    closed: tuple[date, ...] = ()

    def ratios(self, first: np.datetime64, days: int) -> Array:
        """Of ``days`` days from ``first`` on, float64 [day]."""
        day = first.astype("datetime64[D]") + np.arange(days)
        shut = np.isin(day, np.array(self.closed, "datetime64[D]"))
        return np.asarray(np.where(shut, 0.0, self.season[of_year(day)] * self.weekday[weekday_of(day)]))

    def weeks(self, first: np.datetime64, count: int) -> Array:
        """Of ``count`` weeks from the day ``first`` on, float64 [week]."""
        return self.ratios(first, 7 * count).reshape(count, 7).mean(axis=1)

    def passed(self, seen: Histories, t_x: Array, T: Array) -> Passed:
        """Usual weeks of customers who were first seen ``T`` weeks before the end of ``seen``."""
        longest = round(float(T.max(initial=0.0)) * 7)
        sums = np.concatenate([[0.0], np.cumsum(self.ratios(seen.until - longest + 1, longest))]) / 7.0
        begin = longest - np.rint(T * 7).astype(int)
        last = begin + np.rint(t_x * 7).astype(int)
        return Passed(sums[last] - sums[begin], sums[-1] - sums[begin])


def calendar_of(
    days: pd.DataFrame, seen: Histories, actual: Array, expected: Array, closed: Collection[date]
) -> Calendar | None:
    """The calendar of a history; None where there is nothing to say. ``days``: summary.order_days; ``actual`` and
    ``expected``: repeat orders of its weeks, the last one last, and what age alone explains of them."""
    season = np.ones(BINS)
    if len(actual) >= FEWEST_WEEKS:
        middle = seen.until - 7 * np.arange(len(actual) - 1, -1, -1) - 3
        came, explained = (np.bincount(of_year(middle), one, BINS).astype(float) for one in (actual, expected))
        season = (_smooth(came) + HELD) / (_smooth(explained) + HELD)
        season = season / season.mean()
    elif not closed:
        return None
    day = days["day"].to_numpy()
    counts = np.bincount(weekday_of(day[day <= seen.until]), minlength=7) + 1.0
    return Calendar(season, counts / counts.mean(), tuple(closed))


def _smooth(by_week: Array) -> Array:
    before, own, after = NEIGHBOURS
    return np.asarray(before * np.roll(by_week, 1) + own * by_week + after * np.roll(by_week, -1))


def weekday_of(day: Days) -> NDArray[np.int64]:
    """The day of the week, 0 = Monday."""
    return np.asarray((day.astype("datetime64[D]").astype(np.int64) + 3) % 7)  # 1970 began on a Thursday


def of_year(day: Days) -> NDArray[np.int64]:
    """The week of the year of each day, from 0 to 51."""
    since = (day - day.astype("datetime64[Y]").astype("datetime64[D]")).astype(int)
    return np.minimum(since // 7, BINS - 1)
