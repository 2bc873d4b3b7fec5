"""What is to be noticed of a budget: days without one, and another total than that of the file below."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from scenarios.files.far import limits
from scenarios.policy.budget import Budget
from sim.problems import shown

BUDGET = "policy.channel.budget"


class Flown(NamedTuple):
    """Spend of a channel, currency a week, from one day until another."""

    channel: str
    begin: int
    end: int
    weekly: float


def gaps(budget: Budget, days: int) -> Iterator[str]:
    """Days of the run that lie in no period, and periods that end after it."""
    reached = 0
    for period in sorted(budget.periods, key=lambda one: one.from_):
        if period.from_ > reached:
            yield _gap(reached, period.from_)
        reached = period.to
    if budget.periods and reached < days:
        yield _gap(reached, days)


def _gap(begin: int, end: int) -> str:
    return f"{BUDGET}: no period holds days {begin} to {end}; nothing is spent on media then."


def a_week(weekly: Mapping[str, float], flown: Iterable[Flown], days: int) -> float:
    """Spend on all channels, the mean over the weeks of the run."""
    total = math.fsum(weekly.values()) * days
    for one in flown:
        total += (one.weekly - weekly.get(one.channel, 0.0)) * max(min(one.end, days) - one.begin, 0)
    return total / days


def other_total(now: float, before: float, money: str, below: str) -> Iterator[str]:
    """That as much in all is not spent as by the file ``below``."""
    ratio = now / before - 1.0 if before > 0.0 else 0.0
    if abs(ratio) > limits("total")[1]:
        yield (
            f"{BUDGET}: {now:,.0f} {money} a week in the mean of the run, {abs(ratio):.2%}"
            f" {'more' if ratio > 0.0 else 'less'} than the {before:,.0f} of {shown(below)}; a comparison with it shows"
            " the other total as well as the other split."
        )
