"""Where the uncertain numbers of a market stand in each world, as standard normal scores."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.stats import norm

from scenarios.running.batch import stands
from scenarios.scenario import Scenario

EDGE = 1e-9
"""Probabilities nearer to 0 or 1 than this are taken as so near."""


@dataclass(frozen=True)
class Scores:
    """``names``: paths of the numbers; ``z``: their scores, float64 [world, number], standard normal in the belief;
    ``correlation``: of these in the belief, float64 [number, number]."""

    names: tuple[str, ...]
    z: np.ndarray
    correlation: np.ndarray


def scores(scenario: Scenario, worlds: Sequence[int]) -> Scores:
    """The scores of every uncertain number of ``scenario`` in ``worlds``."""
    at = stands(scenario, worlds)
    names = tuple(at)
    z = np.array([norm.ppf(np.clip(at[name], EDGE, 1.0 - EDGE)) for name in names]).reshape(len(names), -1).T
    return Scores(names, z, correlation_of(scenario, names))


def correlation_of(scenario: Scenario, names: Sequence[str]) -> np.ndarray:
    """The correlations that the market states among ``names``, float64 [number, number]."""
    place = {name: k for k, name in enumerate(names)}
    found = np.eye(len(names))
    for block in scenario.market.correlations:
        paths = [f"market.{path}" for path in block.parameters]
        for a, row in zip(paths, block.matrix, strict=True):
            for b, value in zip(paths, row, strict=True):
                if a in place and b in place:
                    found[place[a], place[b]] = value
    return found
