"""Estimates over customers who are followed for different lengths of time: nobody is left out, nothing cut short."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np


def kaplan_meier(event_age: np.ndarray, followed: np.ndarray, ages: Sequence[float]) -> np.ndarray:
    """Share to whom an event has happened by each of ``ages`` (Kaplan & Meier 1958), float64 [age]; NaN where nobody
    is followed so long.

    ``event_age``: age at the event, inf = not seen, float64 [customer]; ``followed``: age at the horizon.
    Who is no customer any more stays at risk until the horizon: that it does not happen to them is the answer.
    """
    longest = followed.max(initial=-np.inf)
    events = np.sort(event_age[event_age <= np.minimum(followed, max(ages))])
    if not len(events):
        return np.where(np.asarray(ages) <= longest, 0.0, np.nan)
    begins = np.concatenate([[0], np.flatnonzero(events[1:] != events[:-1]) + 1, [len(events)]])
    moments, happened = events[begins[:-1]], begins[1:] - begins[:-1]
    ends = np.sort(np.minimum(event_age, followed))
    at_risk = len(ends) - np.searchsorted(ends, moments, side="left")
    left = np.concatenate([[1.0], np.cumprod(1.0 - happened / at_risk)])
    shares = 1.0 - left[np.searchsorted(moments, ages, side="right")]
    return np.where(np.asarray(ages) <= longest, shares, np.nan)


def mean_count(event_ages: np.ndarray, followed: np.ndarray, age: float) -> tuple[float, float]:
    """(events per customer by ``age``, their mean age), by Nelson's estimate: each event weighs one over the
    customers who are followed to the age at which it happened (Nelson 1988; Lawless & Nadeau 1995).

    ``event_ages``: ages of all events of all customers, float64 [event]; ``followed``: age at the horizon,
    float64 [customer]. NaN if nobody is followed to ``age``; the mean age also where nothing happened.
    """
    if not len(followed) or followed.max() < age:
        return np.nan, np.nan
    ages = event_ages[event_ages <= age]
    weight = 1.0 / (len(followed) - np.searchsorted(np.sort(followed), ages, side="left"))
    count = float(weight.sum())
    return count, float((weight * ages).sum() / count) if count else np.nan
