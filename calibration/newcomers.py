"""New customers per week in a history: over which window, and whether its beginning may be called first orders at all.

The window of acquisition runs from the first to the last first order, without stragglers: a few customers whom a gap
(see ``calibration.span``) parts from the others. Where the first weeks of the window hold many more first orders than
the later ones, the file seems to begin in the midst of a trade: those are first orders *seen*, of customers who had
bought before, and become fewer from week to week. The rate is then taken from the weeks behind that edge, and is never
identified. Where they come evenly and then, but for a few, no more, acquisition stopped.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from calibration.likelihood import NORMAL_95
from calibration.span import Gap, found_gaps
from calibration.summary import Histories

FEWEST_WEEKS = 4
FEW = 0.05  # of the customers: so many stragglers at most
FEW_LATER = 0.1  # of those who came a week before: so few may come a week after acquisition stopped ...
LATE = 0.1  # ... and so few of all customers
FEWEST_A_WEEK = 2.0  # new customers in the usual week: with fewer, an empty week says nothing
EDGE_WEEKS = 4  # the beginning of the window is compared by so many weeks with its later half
FEWEST_WEEKS_OF_EDGE = 10  # in a shorter window nothing is said of its beginning
EDGE_RATIO = 1.5  # so many times as many first orders make a spike ...
EDGE_Z = 5.0  # ... if they are so many standard errors off


@dataclass(frozen=True)
class Acquisition:
    """First orders per week from ``first`` to ``last`` (both days included), the window of acquisition.

    ``per_week`` = customers of the window / weeks. ``low`` and ``high`` are the 5 % and 95 % points of the *mean*
    weekly number: Student's t on the complete weeks, taken as independent; with fewer than 4 complete weeks, those
    of a Poisson count. They say nothing about other seasons. ``weekly`` counts the complete weeks from the
    first day on. ``customers`` are all of the history, of whom ``stragglers`` came before or after the window and
    ``at_edge`` in the spike at the beginning of the file; ``edge`` is that beginning (with ``at_edge`` 0: all came at
    once). ``stopped``: nobody new came for so long behind the window, or behind the day on which all came, that
    acquisition ended there.
    """

    customers: int
    first: np.datetime64
    last: np.datetime64
    weeks: float
    weekly: NDArray[np.int64]
    per_week: float
    low: float
    high: float
    stragglers: int = 0
    edge: np.datetime64 | None = None
    at_edge: int = 0
    stopped: bool = False

    @property
    def identified(self) -> bool:
        """Whether these are first orders ever, as far as the file itself can tell."""
        return self.edge is None

    def to_json(self) -> dict[str, object]:
        """The figures as plain numbers and text."""
        return {
            "customers": self.customers,
            "from": str(self.first),
            "to": str(self.last),
            "weeks": self.weeks,
            "per_week": self.per_week,
            "low": self.low,
            "high": self.high,
            "weekly": [int(n) for n in self.weekly],
            "label": "identified" if self.identified else "bounded",
            "stragglers": self.stragglers,
            "edge": None if self.edge is None else str(self.edge),
            "at_edge": self.at_edge,
            "stopped": self.stopped,
        }


def acquisition(histories: Histories, born: bool = False) -> Acquisition:
    """New customers per week of ``histories``; ``born``: it is stated that nobody had bought before them."""
    day = np.sort(histories.first)
    gaps = found_gaps(np.unique(day))
    few = FEW * len(day)
    first = max((gap.after for gap in gaps if (day < gap.after).sum() <= few), default=day[0])
    last = min((gap.before for gap in gaps if (day > gap.before).sum() <= few), default=day[-1])
    inside = day[(day >= first) & (day <= last)]
    at_once = not born and _at_once(first, last, histories.until)
    ended = None if at_once else _end_of_plateau(_weekly(inside, first, last))
    if at_once:
        last = histories.until
    elif ended is not None:
        last = inside[inside < first + 7 * ended][-1]
    inside = day[(day >= first) & (day <= last)]
    begin = first if born or at_once else _behind_the_edge(first, last, _weekly(inside, first, last))
    used = inside[(inside >= begin) & (inside <= last)]
    days = int((last - begin).astype(int)) + 1
    weekly = _weekly(used, begin, last)
    per_week = len(used) / (days / 7)
    if len(weekly) >= FEWEST_WEEKS:
        from scipy.special import stdtrit

        half = float(stdtrit(len(weekly) - 1, 0.95)) * float(weekly.std(ddof=1)) / len(weekly) ** 0.5
    else:
        half = NORMAL_95 * len(used) ** 0.5 / (days / 7)
    return Acquisition(
        customers=len(histories),
        first=begin,
        last=last,
        weeks=days / 7,
        weekly=weekly,
        per_week=per_week,
        low=max(per_week - half, 0.0),
        high=per_week + half,
        stragglers=int((day < first).sum() + (day > last).sum()),
        edge=first if at_once or bool(begin > first) else None,
        at_edge=int(((day >= first) & (day < begin)).sum()),
        stopped=at_once or _stopped(np.unique(used), histories.until),
    )


def _weekly(day: NDArray[np.datetime64], first: np.datetime64, last: np.datetime64) -> NDArray[np.int64]:
    """Customers by complete week from ``first`` on."""
    complete = (int((last - first).astype(int)) + 1) // 7
    week = (day - first).astype(int) // 7
    return np.bincount(week[week < complete], minlength=complete)


def _behind_the_edge(first: np.datetime64, last: np.datetime64, weekly: NDArray[np.int64]) -> np.datetime64:
    """The day from which on first orders come as in the later half of the window; ``first`` where there is no spike."""
    if len(weekly) < FEWEST_WEEKS_OF_EDGE:
        return first
    later = weekly[len(weekly) // 2 :]
    level = max(float(later.mean()), 1 / len(later))
    spread = (max(float(later.var(ddof=1)), level) / EDGE_WEEKS) ** 0.5  # of a mean of EDGE_WEEKS weeks
    means = np.convolve(weekly, np.full(EDGE_WEEKS, 1 / EDGE_WEEKS), "valid")
    if means[0] <= max(EDGE_RATIO * level, level + EDGE_Z * spread):
        return first
    calm = np.flatnonzero(means <= level + NORMAL_95 * spread)
    return first + 7 * int(calm[0])


def _end_of_plateau(weekly: NDArray[np.int64]) -> int | None:
    """The number of weeks over which new customers came evenly before they, but for a few, stopped; None where they
    did not stop, or became fewer all the time, as old customers do who are seen first at the beginning of a file."""
    if not weekly.sum():
        return None
    most = int(np.searchsorted(weekly.cumsum(), (1 - LATE) * weekly.sum())) + 1  # weeks in which most of them came
    usual = float(np.median(weekly[:most]))
    end = most
    while end < len(weekly) and weekly[end] >= usual / 2:
        end += 1
    broken = end < len(weekly) and weekly[end] >= usual / 4  # the week in which they stopped
    early, late, after = weekly[: end // 2], weekly[end // 2 : end], weekly[end + broken :]
    if end < FEWEST_WEEKS or end + 2 > len(weekly) or not len(after) or usual < FEWEST_A_WEEK:
        return None
    evenly = early.mean() <= EDGE_RATIO * late.mean()
    few = after.sum() <= LATE * weekly.sum() and after.mean() <= FEW_LATER * weekly[:end].mean()
    return end + broken if evenly and few else None


def _at_once(first: np.datetime64, last: np.datetime64, until: np.datetime64) -> bool:
    """Whether all came within less than four weeks, with nobody for at least as many weeks after."""
    least = np.timedelta64(7 * FEWEST_WEEKS, "D")
    return bool(last - first < least - 1 and until - last >= least)


def _stopped(day: NDArray[np.datetime64], until: np.datetime64) -> bool:
    """Whether the days from the last new customer to ``until`` are too many for chance."""
    if not day[-1] < until:
        return False
    gaps: list[Gap] = found_gaps(np.append(day, until))
    return bool(gaps and gaps[-1].after == until)
