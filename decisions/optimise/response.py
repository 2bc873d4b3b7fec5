"""What spend does in each world, by formula: people awakened at a steady spend, for every world and channel.

The same response by which a world is lowered (carry-over, saturation by class, cost per thousand, wear-out), in the
steady state; what becomes of those awakened is left to simulation.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from scipy.interpolate import PchipInterpolator

from scenarios.lowering.cells import cell_shares, cells
from scenarios.lowering.lower import beliefs, world_of
from scenarios.lowering.response import response_by_day
from scenarios.scenario import Scenario
from sim.core.ground.draws import world_key

POINTS = 33
"""Of the table of each response, closer where there is little spend."""


class Response:
    """People awakened a week, of the whole market, at a steady spend a week."""

    def __init__(self, scenario: Scenario, channels: Sequence[str], most: np.ndarray, worlds: Sequence[int]) -> None:
        """``most`` [channel]: the largest spend a week that is asked for."""
        self.most = np.maximum(most, 1e-9)
        grid = np.linspace(0.0, 1.0, POINTS) ** 2
        table = np.array([_awakened(scenario, channels, self.most, grid, world) for world in worlds])
        self._curves = [PchipInterpolator(grid, table[:, c].T, axis=0) for c in range(len(channels))]

    def at(self, spend: np.ndarray) -> np.ndarray:
        """``spend`` [channel, part] a week: float64 [world, channel, part]."""
        rows = [curve(np.clip(x / m, 0, 1)) for curve, x, m in zip(self._curves, spend, self.most, strict=True)]
        return np.asarray(np.moveaxis(np.array(rows), 2, 0))


def _awakened(
    scenario: Scenario, channels: Sequence[str], most: np.ndarray, grid: np.ndarray, world: int
) -> np.ndarray:
    """Of one world, float64 [channel, point]."""
    key = np.uint64(world_key(np.uint64(scenario.seed), np.uint64(world)))
    one, _ = world_of(scenario, key, beliefs(scenario, key))
    names = [channel.name for channel in one.market.channels]
    places = [names.index(name) for name in channels]
    share, cell = cell_shares(one), cells(one)
    found = np.empty((len(channels), len(grid)))
    for k, part in enumerate(grid):
        spend = {name: float(part * x) for name, x in zip(channels, most, strict=True)}
        rate, _ = response_by_day(_steady(one, spend), cell)
        found[:, k] = rate[places, :, 0] @ share
    return found * one.market.size.value * 7.0


def _steady(one: Scenario, spend: dict[str, float]) -> Scenario:
    """A day on which ``spend`` a week goes on as it has always been."""
    channel = one.policy.channel.model_copy(update={"weekly_spend": spend, "flights": ()})
    policy = one.policy.model_copy(update={"channel": channel, "groups": ()})
    start = one.market.start.model_copy(update={"spend": spend})
    return one.model_copy(
        update={"policy": policy, "market": one.market.model_copy(update={"start": start}), "days": 1}
    )
