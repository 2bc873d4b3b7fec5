"""Incentives to customers, as rows of numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from scenarios.lowering.cells import cells
from sim.core.ground.ledger import micro
from sim.core.ground.state import INCENTIVE
from sim.vocabulary import Occasion, Reason, Whether

if TYPE_CHECKING:
    from scenarios.policy.incentives import Incentive
    from scenarios.scenario import Scenario


def incentive_names(scenario: Scenario) -> tuple[str, ...]:
    """The names of the rows that are on."""
    return tuple(row.name for row in scenario.policy.incentives if row.active)


def incentive_rows(scenario: Scenario) -> np.ndarray:
    """INCENTIVE [row]: those that are on, with their numbers in the whole list."""
    rows = [(number, row) for number, row in enumerate(scenario.policy.incentives) if row.active]
    made = np.zeros(len(rows), INCENTIVE)
    for place, (number, row) in enumerate(rows):
        made[place] = (
            *(number, Occasion[row.on.upper()], row.nth, row.days, micro(row.cost)),
            *(row.depth if row.give == "coupon" else 0.0, row.valid_days, *_gives(scenario, row)),
            *(row.at_most, row.again_after, row.until, row.who.least_orders, row.who.most_orders),
            *(row.who.least_silent, row.who.most_silent, row.who.share),
            *(Whether[whether.upper()] for whether in (row.who.lapsed, row.who.tier, row.who.coupon_used)),
            sum(1 << "CBA".index(one) for one in set(row.who.abc or "CBA")),
            sum(1 << Reason[one.upper()] for one in set(row.who.reasons)),
        )
    return made


def _gives(scenario: Scenario, row: Incentive) -> tuple[float, float]:
    """What an incentive is worth to who gets it, satisfaction, and the drop-out ratio of who comes back by it."""
    lapse, gifts = scenario.market.lapse, scenario.market.gifts
    return {
        "message": (0.0, lapse.message_life.value),
        "coupon": (0.0, lapse.discount_life.value),
        "gift": (gifts.gift_satisfaction.value, gifts.gift_life.value),
        "upgrade": (gifts.upgrade_satisfaction.value, lapse.upgrade_life.value),
    }[row.give]


def incentive_who(scenario: Scenario) -> np.ndarray:
    """Whether a row goes to the people of a cell, int64 [row, cell]."""
    market, cell = scenario.market, cells(scenario)
    rows = [row for row in scenario.policy.incentives if row.active]
    meant = np.ones((len(rows), len(cell.segment)), np.int64)
    for place, row in enumerate(rows):
        for listed, chosen, of in (
            (market.segments, row.who.segments, cell.segment),
            (market.regions, row.who.regions, cell.region),
            (market.usual_places, row.who.places, cell.place),
            (market.activity, row.who.classes, cell.activity),
        ):
            if chosen:
                meant[place] &= np.isin(np.array([one.name for one in listed])[of], chosen)
    return meant
