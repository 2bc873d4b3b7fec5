"""In what the people of segments and regions differ, by cell: ratios whose mean over all people is 1."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from scenarios.lowering.cells import Cells, cells
from sim.core.ground.state import TRAIT

if TYPE_CHECKING:
    from scenarios.market.people import Region, Segment
    from scenarios.scenario import Scenario

COMMON = ("need", "leaving", "spend", "messages", "talk", "questions")
"""Traits of segments and of regions."""


def alike(scenario: Scenario) -> bool:
    """Whether all people have the same traits, their response to price apart from segment to segment."""
    market = scenario.market
    ratios = [getattr(one, name).value for one in (*market.segments, *market.regions) for name in COMMON]
    ratios += [seen.seen.value for one in (*market.segments, *market.regions) for seen in one.media]
    own = ("price_sensitivity", "media_price", "rival_price")
    return all(ratio == 1.0 for ratio in ratios + [getattr(one, name).value for one in market.regions for name in own])


def traits(scenario: Scenario) -> np.ndarray:
    """What everybody of a cell has in common: TRAIT [cell]."""
    market, cell = scenario.market, cells(scenario)
    made = np.zeros(len(cell.segment), TRAIT)
    for name in ("need", "leaving", "spend", "questions"):
        made[name] = trait(scenario, name, cell)
    of_segment = np.array([one.price_sensitivity.value for one in market.segments])
    firms = market.buying_centre.segments
    made["firm"] = np.array([not firms or one.name in firms for one in market.segments])[cell.segment]
    made["response"] = of_segment[cell.segment] * _of_regions(
        scenario, cell, [r.price_sensitivity.value for r in market.regions]
    )
    return made


def trait(scenario: Scenario, name: str, cell: Cells | None = None) -> np.ndarray:
    """A trait of COMMON, float64 [cell], of ``cell`` or of all."""
    market, cell = scenario.market, cell or cells(scenario)
    of_segment = [getattr(one, name).value for one in market.segments]
    of_region = [getattr(one, name).value for one in market.regions]
    return _of_segments(scenario, cell, of_segment) * _of_regions(scenario, cell, of_region)


def impressions(scenario: Scenario, channel: str, cell: Cells) -> np.ndarray:
    """Impressions of a channel that people of a cell see, relative to the mean person's at the usual price of media:
    float64 [cell]."""
    market = scenario.market
    seen = _of_segments(scenario, cell, _seen(market.segments, channel))
    seen = seen * _of_regions(scenario, cell, _seen(market.regions, channel))
    return seen / _as_stated([one.media_price.value for one in market.regions], cell)


def rival_price(scenario: Scenario, cell: Cells) -> np.ndarray:
    """Ratio to the competitor's price in the whole market, float64 [cell]."""
    return _as_stated([one.rival_price.value for one in scenario.market.regions], cell)


def _seen(parts: Sequence[Segment | Region], channel: str) -> list[float]:
    return [next((one.seen.value for one in part.media if one.name == channel), 1.0) for part in parts]


def _of_segments(scenario: Scenario, cell: Cells, ratios: list[float]) -> np.ndarray:
    return relative(ratios, [one.share.value for one in scenario.market.segments])[cell.segment]


def _of_regions(scenario: Scenario, cell: Cells, ratios: list[float]) -> np.ndarray:
    return relative(ratios or [1.0], [one.share for one in scenario.market.regions] or [1.0])[cell.region]


def _as_stated(ratios: list[float], cell: Cells) -> np.ndarray:
    return np.array(ratios or [1.0])[cell.region]


def relative(ratios: Sequence[float], shares: Sequence[float]) -> np.ndarray:
    """Ratios to their mean over people, float64 [part]; exactly 1 where all are alike, 0 where all who are there
    have 0."""
    ratio, share = np.array(ratios), np.array(shares)
    if (ratio == ratio[0]).all():
        return np.ones(len(ratio)) if ratio[0] > 0.0 else ratio
    mean = share @ ratio
    return np.asarray(ratio * share.sum() / mean) if mean > 0.0 else np.zeros(len(ratio))
