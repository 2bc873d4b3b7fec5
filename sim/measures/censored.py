"""Estimates over customers who are followed for different lengths of time: nobody is left out, nothing cut short."""

from __future__ import annotations

import numpy as np


def kaplan_meier(event_age: np.ndarray, followed: np.ndarray, age: float) -> float:
    """Share to whom an event has happened by ``age`` (Kaplan & Meier 1958); NaN if nobody is followed so long.

    ``event_age``: age at the event, inf = not seen, float64 [customer]; ``followed``: age at the horizon.
    Who is no customer any more stays at risk until the horizon: that it does not happen to them is the answer.
    """
    if not len(followed) or followed.max() < age:
        return np.nan
    ages, happened = np.unique(event_age[event_age <= np.minimum(followed, age)], return_counts=True)
    ends = np.sort(np.minimum(event_age, followed))
    at_risk = len(ends) - np.searchsorted(ends, ages, side="left")
    return float(1.0 - np.prod(1.0 - happened / at_risk))


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
