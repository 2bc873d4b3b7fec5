"""Cells: people who are alike in all that policies tell apart."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from scenarios.scenario import Scenario


class Cells(NamedTuple):
    """What each cell of the market stands for, int64 [cell]: segment, region, place of purchase, activity class,
    whether recognised.

    Without recognition all are taken as recognised; fewer than two regions, or places, are none: all are in the first.
    """

    segment: np.ndarray
    region: np.ndarray
    place: np.ndarray
    activity: np.ndarray
    recognised: np.ndarray

    def of(self, those: np.ndarray | slice) -> Cells:
        """Some of the cells."""
        return Cells(*(part[those] for part in self))


def recognition(scenario: Scenario) -> bool:
    """Whether people are told apart by whether the firm's data recognise them."""
    return scenario.policy.data.targeting > 0.0 or scenario.market.recognise.unrecognised_optin.value != 1.0


def sizes(scenario: Scenario) -> tuple[int, int, int, int, int]:
    """How many segments, regions, places, activity classes and kinds of recognition cells tell apart."""
    market = scenario.market
    told = 2 if recognition(scenario) else 1
    return (
        len(market.segments),
        max(len(market.regions), 1),
        max(len(market.usual_places), 1),
        len(market.activity),
        told,
    )


def count(scenario: Scenario) -> int:
    """The number of cells."""
    return math.prod(sizes(scenario))


def cells(scenario: Scenario) -> Cells:
    """The cells: segment x region x place x activity class, x (others, recognised) where recognition is on."""
    return cells_of(sizes(scenario))


def cells_of(many: tuple[int, int, int, int, int]) -> Cells:
    """The same of :func:`sizes`."""
    made = Cells(*np.unravel_index(np.arange(math.prod(many)), many))
    return made if many[-1] == 2 else made._replace(recognised=np.ones_like(made.recognised))


def labels(scenario: Scenario, cell: Cells) -> np.ndarray:
    """The number of segment, region and place together, int64 [cell]."""
    _, regions, places, _, _ = sizes(scenario)
    return np.asarray((cell.segment * regions + cell.region) * places + cell.place)


def trait_shares(scenario: Scenario) -> np.ndarray:
    """Expected shares of all people who are as those of a cell but for whether they are recognised, float64 [cell]."""
    market, cell = scenario.market, cells(scenario)
    listed = (
        ([s.share.value for s in market.segments], cell.segment),
        ([a.share for a in market.activity], cell.activity),
        ([one.share for one in market.regions] or [1.0], cell.region),
        ([one.share for one in market.usual_places] or [1.0], cell.place),
    )
    share = np.ones(len(cell.segment))
    for parts, of in listed:
        share = share * (np.array(parts) / np.sum(parts))[of]
    return share


def cell_shares(scenario: Scenario) -> np.ndarray:
    """Expected shares of all people, float64 [cell]."""
    share, cell = trait_shares(scenario), cells(scenario)
    belief, part = scenario.market.recognise, scenario.market.recognise.potential_share.value
    if recognition(scenario):
        seen = part * belief.true_positive.value + (1.0 - part) * belief.false_positive.value
        share = share * np.where(cell.recognised == 1, seen, 1.0 - seen)
    return np.asarray(share)
