"""Projects: what they cost by day, and what they make better."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from scenarios.lowering.cells import Cells
from scenarios.lowering.media import WEEK

if TYPE_CHECKING:
    from scenarios.market.projects import ProjectKind
    from scenarios.policy.projects import Project
    from scenarios.scenario import Scenario


def under_way(scenario: Scenario, on: str) -> list[tuple[Project, ProjectKind]]:
    """The projects that work on ``on`` (ProjectKind.on), with their kinds."""
    kinds = {kind.name: kind for kind in scenario.market.projects}
    found = [(one, kinds[one.kind]) for one in scenario.policy.projects if one.size > 0.0]
    return [(one, kind) for one, kind in found if kind.on == on and kind.effect.value != 0.0]


def course(project: Project, kind: ProjectKind, days: int) -> np.ndarray:
    """How far a project works: 0 before its delay is over, 1 until it ends, then halved in every half-life. float64
    [day]."""
    day = np.arange(days)
    ends = days if project.to is None else project.to
    fading = 0.5 ** (np.maximum(day + 1 - ends, 0) / kind.half_life.value)
    return np.where(day < project.from_ + kind.delay.value, 0.0, fading)


def effect(scenario: Scenario, cell: Cells, on: str) -> np.ndarray:
    """What all projects do to ``on``, on the log scale: float64 [cell, day]."""
    logs = np.zeros((len(cell.segment), scenario.days))
    names = np.array([one.name for one in scenario.market.segments])[cell.segment]
    for project, kind in under_way(scenario, on):
        those = np.isin(names, project.segments) if project.segments else np.ones(len(names), bool)
        logs[those] += project.size * kind.effect.value * course(project, kind, scenario.days)
    return logs


def cost_by_day(scenario: Scenario) -> np.ndarray:
    """What projects cost the whole market, currency: float64 [day]."""
    cost = np.zeros(scenario.days)
    for project in scenario.policy.projects:
        cost[project.from_] += project.cost
        cost[project.from_ : project.to] += project.cost_per_week / WEEK
    return cost
