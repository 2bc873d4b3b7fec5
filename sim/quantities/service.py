"""Waits at the service desk, what becomes of questions, how many customers waiting leaves us, what surveys say.

A queue remembers: how it stands today goes with how it stood an hour ago. So the error is that of a ratio of sums over
batches of days, which hardly know of each other where a batch is much longer than the queue's memory. The queue is
empty at time 0, so the first tenth of the days does not count.
"""

from __future__ import annotations

import numpy as np

from sim.core.loop.desk import MINUTES
from sim.measures.service import HOURS, MICRO_DAYS, net_promoters, net_promoters_error
from sim.quantities.observed import Observed, Quantity, only, ratio
from sim.vocabulary import Desk, Event

SETTLING = 10
"""The first of so many parts of the run is left out."""
BATCHES = 100
"""Batches of days in a run; fewer where there are fewer days."""


def mean_wait(observed: Observed, at: float, of: str | None) -> tuple[float, float]:
    """Mean wait for an answer at desk ``of`` (None: at all desks), hours; of all tickets, those given up included."""
    waited = _by_day(observed, of, Desk.WAITED) + _by_day(observed, of, Desk.IN_VAIN)
    return _ratio(waited / MICRO_DAYS * HOURS, _ended(observed, of))


def gave_up(observed: Observed, at: float, of: str | None) -> tuple[float, float]:
    """Share of tickets at desk ``of`` (None: at all desks) that are given up."""
    return _ratio(_by_day(observed, of, Desk.GAVE_UP), _ended(observed, of))


def tickets_in_system(observed: Observed, at: float, of: str | None) -> tuple[float, float]:
    """Mean number of tickets waiting or in hand at desk ``of`` (None: at all desks), at midnight."""
    there = _by_day(observed, of, Desk.WAITING) + _by_day(observed, of, Desk.BUSY)
    return _ratio(there, np.ones(len(there)))


def turns_per_question(observed: Observed, at: float, of: str | None) -> tuple[float, float]:
    """How often a question comes to desk ``of`` (None: to any) until it is solved: tickets over those that are new."""
    tickets = _by_day(observed, of, Desk.ASKED)
    return _ratio(tickets, tickets - _by_day(observed, of, Desk.REOPENED))


def waits_at_all(observed: Observed, at: float, of: str | None) -> tuple[float, float]:
    """Share of the tickets of the people simulated that do not find somebody free, whatever the desk."""
    ended = _answers(observed)
    return _share(observed, ended, ended["amount"] > 0)


def wait_within(observed: Observed, at: float, of: str | None) -> tuple[float, float]:
    """Share of the tickets of the people simulated that wait ``at`` minutes at most, whatever the desk."""
    ended = _answers(observed)
    return _share(observed, ended, ended["amount"] <= at / MINUTES * MICRO_DAYS)


def segment_wait(observed: Observed, at: float, of: str | None) -> tuple[float, float]:
    """Mean wait of customers of segment ``of``, hours."""
    ended, segment = _answers(observed), observed.plan.segments.index(str(of))
    ended = ended[observed.ledger.people["segment"][ended["who"]] == segment]
    hours = _count(observed, ended, ended["amount"] / MICRO_DAYS * HOURS)
    return _ratio(hours, _count(observed, ended))


def customers_in_equilibrium(observed: Observed, at: float, of: str | None) -> tuple[float, float]:
    """Customers of the whole market, mean over time from day ``at`` on."""
    people, days = observed.ledger.people, observed.plan.days
    here = np.flatnonzero(people["orders"] > 0)
    ends = np.full(len(people), float(days))
    gone = observed.lines(Event.DROPPED_OUT, Event.LOST)
    np.minimum.at(ends, gone["who"], gone["time"])
    lived = np.maximum(ends[here] - np.maximum(people["first_at"][here], at), 0.0).sum()
    return only(observed.plan.scale * lived / (days - at) if at < days else np.nan)


def nps(observed: Observed, at: float, of: str | None) -> tuple[float, float]:
    """Net promoter score of those who answer, points. Answers are independent of each other."""
    counts = observed.ledger.scores[:, 1].sum(axis=0)
    return net_promoters(counts), net_promoters_error(counts)


def _by_day(observed: Observed, of: str | None, what: Desk) -> np.ndarray:
    """What is counted at desk ``of`` (None: at all desks), float64 [day]."""
    counted = observed.ledger.desk_days[:, :, what].astype(float)
    return np.asarray(counted.sum(axis=1) if of is None else counted[:, observed.plan.desks.index(of)])


def _ended(observed: Observed, of: str | None) -> np.ndarray:
    return _by_day(observed, of, Desk.SERVED) + _by_day(observed, of, Desk.GAVE_UP)


def _answers(observed: Observed) -> np.ndarray:
    """The journal of waits, those in vain included."""
    return observed.lines(Event.SERVED, Event.GAVE_UP)


def _count(observed: Observed, lines: np.ndarray, weight: np.ndarray | None = None) -> np.ndarray:
    """Sum of ``weight`` over lines by day, float64 [day]."""
    return np.bincount(lines["time"].astype(np.int64), weight, minlength=observed.plan.days).astype(float)


def _share(observed: Observed, lines: np.ndarray, those: np.ndarray) -> tuple[float, float]:
    return _ratio(_count(observed, lines[those]), _count(observed, lines))


def _ratio(top: np.ndarray, bottom: np.ndarray) -> tuple[float, float]:
    """Sum of ``top`` over sum of ``bottom``, both by day, and its standard error; NaN where there are too few days."""
    return ratio(_batches(top), _batches(bottom))


def _batches(by_day: np.ndarray) -> np.ndarray:
    kept = by_day[len(by_day) // SETTLING :]
    return np.array([part.sum() for part in np.array_split(kept, max(min(BATCHES, len(kept)), 1))])


QUANTITIES: dict[str, Quantity] = {
    "mean_wait": mean_wait,
    "gave_up": gave_up,
    "tickets_in_system": tickets_in_system,
    "turns_per_question": turns_per_question,
    "waits_at_all": waits_at_all,
    "wait_within": wait_within,
    "segment_wait": segment_wait,
    "customers_in_equilibrium": customers_in_equilibrium,
    "nps": nps,
}
