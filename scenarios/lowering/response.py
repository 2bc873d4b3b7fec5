"""From what is seen and remembered of media to people awakened."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from scenarios.lowering.brand import builders, lift_of_response
from scenarios.lowering.cells import Cells, cells
from scenarios.lowering.executed import clash
from scenarios.lowering.media import (
    WEEK,
    advertisements,
    audience,
    daily_spend,
    exposure_by_day,
    geometric,
    impressions_by_day,
    past_impressions,
    past_spend,
    saturation,
    targeting,
    wear,
)
from scenarios.lowering.projects import under_way
from scenarios.lowering.traits import impressions

if TYPE_CHECKING:
    from scenarios.scenario import Scenario


FORGETS = 1e-12
"""Of what is remembered, at least so much is forgotten in a day."""


def response_by_day(scenario: Scenario, cell: Cells | None = None) -> tuple[np.ndarray, np.ndarray]:
    """Rate of being awakened, per day, and saturation, float64 [channel, cell, day] both, of ``cell`` or of all.

    The brand lifts the rate. With the aggregate response both follow the market's daily spend, remembered geometrically
    and not normalised, alike for everybody.
    """
    market, cell = scenario.market, cell or cells(scenario)
    shape = (len(market.channels), len(cell.activity), scenario.days)
    rate, saturated = np.zeros(shape), np.zeros(shape)
    if market.response == "aggregate":
        spend, past = daily_spend(scenario), past_spend(scenario)[:, 0].tolist()
        for k, channel in enumerate(market.channels):
            theta = channel.carryover.value ** (1.0 / WEEK)
            remembered = geometric(spend[k], theta, past[k] / max(1.0 - theta, FORGETS))
            saturated[k] = saturation(remembered, channel.aggregate_half.value, channel.slope.value)
            rate[k] = channel.aggregate_peak.value / market.size.value * saturated[k]
        return rate, saturated
    shown, exposure, aimed = impressions_by_day(scenario), exposure_by_day(scenario), targeting(scenario, cell)
    before, adverts = past_impressions(scenario), advertisements(scenario)
    for k, channel in enumerate(market.channels):
        reached, more = audience(scenario, channel), aimed * impressions(scenario, channel.name, cell)
        for activity, factor in sorted(set(zip(cell.activity.tolist(), more.tolist(), strict=True))):
            alike = (cell.activity == activity) & (more == factor)
            seen = exposure[k, activity] * factor
            share = saturation(seen, channel.half_saturation.value, channel.slope.value)
            awakened = channel.peak_rate.value * share
            if channel.wearout.value > 0.0:
                own = shown[k] * reached[activity] * factor
                past = before[k] * reached[activity] * factor
                worn = channel.wearout.value / adverts[k]
                awakened = awakened * wear(own, worn, channel.wearout_memory.value, past)
            saturated[k, alike], rate[k, alike] = share, awakened
    lifted = bool(builders(scenario) or under_way(scenario, "media") or clash(scenario))
    return (rate * lift_of_response(scenario, cell) if lifted else rate), saturated
