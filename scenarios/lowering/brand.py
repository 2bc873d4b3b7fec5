"""The brand: a slow state that exposure builds, which lifts the response to media and the choice."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from scenarios.lowering.cells import Cells, cell_shares, cells
from scenarios.lowering.executed import clash, push
from scenarios.lowering.media import (
    audience,
    impressions_by_day,
    past_impressions,
    remembered_daily,
    saturation,
    targeting,
)
from scenarios.lowering.projects import effect, under_way
from scenarios.lowering.traits import impressions

if TYPE_CHECKING:
    from scenarios.market.media import Channel
    from scenarios.scenario import Scenario


def builders(scenario: Scenario) -> list[int]:
    """The numbers of the channels that build the brand; none where the response is aggregate."""
    if scenario.market.response == "aggregate":
        return []
    channels = enumerate(scenario.market.channels)
    return [k for k, one in channels if one.brand_response.value != 0.0 or one.brand_choice.value != 0.0]


def moves_choice(scenario: Scenario) -> bool:
    """Whether the brand, a project or a sales target moves the utility of our offers."""
    if under_way(scenario, "choice") or scenario.policy.organisation.sales_target.days > 0:
        return True
    return any(scenario.market.channels[k].brand_choice.value != 0.0 for k in builders(scenario))


def states(scenario: Scenario, cell: Cells) -> dict[int, np.ndarray]:
    """What each channel that builds the brand has built, above what it had at time 0: float64 [cell, day].

    The Hill function of exposure that is half forgotten in ``brand_half_life`` days, less that of what was shown before
    time 0: what is known of people was seen with the brand of that day.
    """
    building = builders(scenario)
    if not building:
        return {}
    shown, before, aimed = impressions_by_day(scenario), past_impressions(scenario), targeting(scenario, cell)
    found = {}
    for k in building:
        channel = scenario.market.channels[k]
        kept = 0.5 ** (1.0 / channel.brand_half_life.value)
        seen = remembered_daily(shown[k], kept, before[k])
        ratio = audience(scenario, channel)[cell.activity] * aimed * impressions(scenario, channel.name, cell)
        found[k] = _built(channel, ratio[:, None] * seen) - _built(channel, ratio[:, None] * np.array([[before[k]]]))
    return found


def _built(channel: Channel, seen: np.ndarray) -> np.ndarray:
    return saturation(seen, channel.half_saturation.value, channel.slope.value)


def lift_of_response(scenario: Scenario, cell: Cells) -> np.ndarray:
    """Ratio on the rate at which media awaken people, float64 [cell, day]: e**(sum of brand_response x state), and what
    projects, and fronts that clash, do to it."""
    logs = effect(scenario, cell, "media") + clash(scenario)
    for k, state in states(scenario, cell).items():
        logs += scenario.market.channels[k].brand_response.value * state
    return np.asarray(np.exp(logs))


def appeal(scenario: Scenario, cell: Cells) -> np.ndarray:
    """Utility that the brand, projects and a sales target add to our offers, float64 [cell, day]."""
    added = effect(scenario, cell, "choice") + push(scenario)
    for k, state in states(scenario, cell).items():
        added += scenario.market.channels[k].brand_choice.value * state
    return added


def brand_by_day(scenario: Scenario) -> np.ndarray:
    """The brand above that of time 0, mean over people and sum over the channels that build it: float64 [day]; none
    where none does. What holds for groups apart is not in it."""
    if not builders(scenario):
        return np.zeros(0)
    share = cell_shares(scenario)
    return np.asarray(sum(share @ state for state in states(scenario, cells(scenario)).values()))
