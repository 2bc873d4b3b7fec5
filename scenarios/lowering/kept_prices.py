"""Prices that who has ordered keeps while new customers pay others."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from scenarios.policy.price import PriceChange
    from scenarios.scenario import Scenario


def new_prices(scenario: Scenario) -> np.ndarray:
    """The days from which changes of the price hold for new customers alone, in order: int64 [change]."""
    return np.array(sorted(c.day for c in _spared(scenario)), np.int64)


def kept_prices(scenario: Scenario) -> np.ndarray:
    """The price level of customers by how many of these days were past at their first order, ratio to that of new
    customers: float64 [changes + 1, day]; none where there is no such change."""
    policy, days = scenario.policy.price, scenario.days
    new = new_prices(scenario)
    if len(new) == 0:
        return np.zeros((0, 0))
    changes = sorted(policy.changes, key=lambda c: c.day)
    levels = np.full((len(new) + 1, days), policy.level)
    for vintage in range(len(new) + 1):
        since = new[vintage - 1] if vintage > 0 else -1  # who first ordered from then on, and before the next one
        for day in range(days):
            for change in changes:
                if change.day <= day and _holds(change, since, day):
                    levels[vintage, day] = change.level
    return np.asarray(levels / levels[-1])


def _holds(change: PriceChange, since: int, day: int) -> bool:
    """Whether a change, whose day is past, holds on a day for who first ordered in the time that begins with the day
    ``since`` of a change."""
    if change.for_ == "everybody" or change.day <= since:
        return True
    return change.until is not None and change.until <= day


def _spared(scenario: Scenario) -> list[PriceChange]:
    return [c for c in scenario.policy.price.changes if c.for_ == "new" and c.day < scenario.days]
