"""Policies by group: which policy holds in which cells, the rows of ``policy.groups`` laid over it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple, TypeVar

import numpy as np

from scenarios.fields import Model
from scenarios.itself import Itself
from scenarios.lowering.arms import Arm
from scenarios.lowering.cells import Cells, cell_shares, cells, cells_of, sizes

if TYPE_CHECKING:
    from scenarios.policy import Policy
    from scenarios.policy.channel import ChannelPolicy
    from scenarios.policy.groups import GroupChannel, GroupRow
    from scenarios.scenario import Scenario

M = TypeVar("M", bound=Model)
Those = np.ndarray | slice
ALL = slice(None)
DIMENSIONS = {"segments": "segment", "regions": "region", "places": "place", "classes": "activity"}
"""What a row names its people by, and the part of Cells that tells it."""


class Variant(NamedTuple):
    """The scenario as if the policy of ``those`` cells held everywhere."""

    scenario: Scenario
    those: Those


class Apart(NamedTuple):
    """What cells tell people apart by: names in the order of DIMENSIONS, how many there are (scenarios.lowering.cells),
    the regions' shares of all people, and where the parts of each end (none: random shares are not told apart)."""

    names: tuple[tuple[str, ...], ...]
    sizes: tuple[int, int, int, int, int]
    regions: tuple[float, ...]
    arms: tuple[float, ...]


def variants(scenario: Scenario) -> Iterator[Variant]:
    """Every policy that holds somewhere, with its cells; one where no row names a group."""
    if not scenario.policy.groups:
        yield Variant(scenario, ALL)
        return
    for policy, those in _laid(Itself(scenario.policy), apart(scenario)):
        yield Variant(scenario.model_copy(update={"policy": policy}), those)


def policies(scenario: Scenario) -> list[Policy]:
    """Every policy that holds somewhere."""
    return [one.scenario.policy for one in variants(scenario)]


def by_group(scenario: Scenario, made: Callable[[Scenario, Cells, Those], np.ndarray], axis: int = 0) -> np.ndarray:
    """What ``made`` makes of each variant, its cells and their places, put together along the ``axis`` of cells."""
    every = cells(scenario)
    parts = [(one.those, made(one.scenario, every.of(one.those), one.those)) for one in variants(scenario)]
    first = parts[0][1]
    if len(parts) == 1:
        return first
    whole = np.zeros((*first.shape[:axis], len(every.segment), *first.shape[axis + 1 :]), first.dtype)
    for those, part in parts:
        whole[(*(ALL,) * axis, those)] = part
    return whole


def apart(scenario: Scenario) -> Apart:
    """What the scenario tells people apart by."""
    market = scenario.market
    listed = (market.segments, market.regions, market.usual_places, market.activity)
    names = tuple(tuple(one.name for one in part) or ("",) for part in listed)
    arms = tuple(one.below for one in market.regions if isinstance(one, Arm))
    return Apart(names, sizes(scenario), tuple(one.share for one in market.regions), arms)


def matched(told: Apart, row: GroupRow) -> np.ndarray:
    """Whether a row is for a cell, bool [cell]: any of the names of each kind that it states."""
    cell = cells_of(told.sizes)
    found = np.ones(len(cell.segment), bool)
    for (kind, part), known in zip(DIMENSIONS.items(), told.names, strict=True):
        chosen = getattr(row, kind)
        if chosen:
            found &= np.isin(np.array(known)[getattr(cell, part)], chosen)
    if row.share is not None and told.arms:
        found &= np.array(told.arms)[cell.region] <= row.share
    return found


def share_of_regions(told: Apart, row: GroupRow) -> float:
    """The share of all people who live in the regions that a row names; all where it names none."""
    named = [share for name, share in zip(told.names[1], told.regions, strict=False) if name in row.regions]
    return sum(named) if row.regions else 1.0


def laid_over(policy: Policy, row: GroupRow, share: float) -> Policy:
    """``policy`` with what a row states in its place; ``share`` of all people get the row's media.

    Money for media becomes what it would be if all people were shown as much.
    """
    changes = {name: _over(getattr(policy, name), part) for name, part in row.parts() if name != "channel"}
    if row.price is not None and row.price.level is not None and row.price.changes is None:
        price = changes["price"]
        changes["price"] = price.model_copy(update={"changes": (), "path": type(policy.price.path)()})
    if row.channel is not None:
        changes["channel"] = _shown(policy.channel, row.channel, share)
    return policy.model_copy(update=changes)


def media_by_region(scenario: Scenario, spent: Callable[[Scenario], np.ndarray]) -> np.ndarray:
    """``spent`` by the policy of each region, times its share of the people, summed over regions' people: float64
    [region, channel, day]; ``spent``: [channel, day]."""
    cell, share = cells(scenario), cell_shares(scenario)
    regions = max(len(scenario.market.regions), 1)
    found: np.ndarray | None = None
    for of, those in variants(scenario):
        weight = np.bincount(cell.region[those], share[those], minlength=regions)
        part = weight[:, None, None] * spent(of)
        found = part if found is None else found + part
    assert found is not None
    return found


def aims_media(scenario: Scenario) -> bool:
    """Whether any row states what media are shown to its people."""
    return any(row.channel is not None for row in scenario.policy.groups)


@lru_cache(maxsize=16)
def _laid(policy: Itself[Policy], told: Apart) -> tuple[tuple[Policy, np.ndarray], ...]:
    """Every policy that holds somewhere, and its cells."""
    base = policy.model
    rows = [(row, matched(told, row), share_of_regions(told, row)) for row in base.groups]
    kinds, kind = np.unique(np.array([those for _, those, _ in rows]), axis=1, return_inverse=True)
    made = []
    for number, holds in enumerate(kinds.T):
        found = base.model_copy(update={"groups": ()})
        for (row, _, share), is_for in zip(rows, holds, strict=True):
            found = laid_over(found, row, share) if is_for else found
        made.append((found, np.flatnonzero(kind.ravel() == number)))
    return tuple(made)


def _over(under: M, over: Model) -> M:
    """``under`` with what ``over`` states in its place: numbers and lists whole, mappings key by key."""
    changes: dict[str, object] = {}
    for name in type(over).model_fields:
        own, value = getattr(under, name), getattr(over, name)
        if isinstance(value, Model):
            changes[name] = _over(own, value)
        elif value is not None:
            changes[name] = own | value if isinstance(value, dict) else value
    return under.model_copy(update=changes)


def _shown(under: ChannelPolicy, over: GroupChannel, share: float) -> ChannelPolicy:
    """``under`` with the media of a ``share`` of all people in its place, channel by channel: money as what it would be
    for all of them. Flights of a channel of which nothing is stated go on."""
    spend = {name: money / share for name, money in (over.weekly_spend or {}).items()}
    own = [one.model_copy(update={"weekly_spend": one.weekly_spend / share}) for one in over.flights or ()]
    named = {*spend, *(one.channel for one in own)}
    kept = [one for one in under.flights if one.channel not in named]
    return under.model_copy(update={"weekly_spend": under.weekly_spend | spend, "flights": (*kept, *own)})
