"""Spend by channel and time in a scenario."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from scenarios.changes import changed
from scenarios.policy.channel import Flight
from scenarios.scenario import Scenario


def flight(channel: str, begin: int, end: int, weekly: float) -> Flight:
    """So much a week from day ``begin`` to the start of day ``end``."""
    return Flight.model_validate({"channel": channel, "from": begin, "to": end, "weekly_spend": weekly})


def spending(one: Scenario, weekly: Mapping[str, float], flights: Iterable[Flight] = ()) -> Scenario:
    """``one`` with ``weekly`` spend, and ``flights`` in its place on their days."""
    channel = one.policy.channel.model_copy(update={"weekly_spend": dict(weekly), "flights": tuple(flights)})
    return changed(one, {"policy": one.policy.model_copy(update={"channel": channel})})
