"""Random shares of the people: every region falls apart into those inside and outside of the shares of policy.groups.

Everybody stands at a random place between 0 and 1 of their region; the share of a row is who stands below it, so that a
larger share holds a smaller one. Nobody's life depends on that place but by the row.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from scenarios.market.people import PurchasePlace, Region
from sim.vocabulary import Decision

if TYPE_CHECKING:
    from scenarios.scenario import Scenario
    from sim.core.ground.draws import Word

EVERYBODY = "all"
"""The region of a market without regions."""
PLACED = 1
"""Item of the address REGION: where a customer of time 0 stands between 0 and 1."""


class Arm(Region):
    """A part of a region: who stands between ``above`` and ``below``."""

    above: float = 0.0
    below: float = 1.0

    @property
    def called(self) -> str:
        """What tables call it: "0-0.5", "north 0.5-1"."""
        span = f"{self.above:g}-{self.below:g}"
        return span if self.name == EVERYBODY else f"{self.name} {span}"


def cuts(scenario: Scenario) -> tuple[float, ...]:
    """Where regions fall apart, 0 and 1 included; none where no group is a random share."""
    shares = {row.share for row in scenario.policy.groups if row.share is not None}
    return tuple(sorted({0.0, 1.0, *shares})) if shares else ()


def parted(scenario: Scenario) -> Scenario:
    """``scenario`` with regions that have fallen apart, in their order."""
    ends = cuts(scenario)
    if not ends:
        return scenario
    regions = scenario.market.regions or (Region(name=EVERYBODY, share=1.0),)
    parts = tuple(
        Arm(**{**dict(one), "share": one.share * (below - above), "above": above, "below": below})
        for one in regions
        for above, below in pairwise(ends)
    )
    return scenario.model_copy(update={"market": scenario.market.model_copy(update={"regions": parts})})


def placed(scenario: Scenario, known: np.ndarray, key: Word) -> np.ndarray:
    """The customers of time 0, KNOWN [person], in the parts of their regions; a region that is not known stays so."""
    ends = cuts(scenario)
    if not ends or not len(known):
        return known
    from sim.graphs import uniforms  # compiled code: of those alone who need it

    moved = known.copy()
    arm = np.searchsorted(ends[1:-1], uniforms(key, int(Decision.REGION), len(known), PLACED), side="right")
    moved["region"] = np.where(known["region"] < 0, -1, known["region"] * (len(ends) - 1) + arm)
    return moved


def name_of(one: Region | PurchasePlace) -> str:
    """What tables call a region, or a place of purchase."""
    return one.called if isinstance(one, Arm) else one.name
