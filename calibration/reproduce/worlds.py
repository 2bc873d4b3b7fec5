"""Simulated worlds of a market that begins with known customers."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from calibration.reproduce.window import Window, simulated_window
from scenarios import compiled
from scenarios.execute import cores, execute
from scenarios.lower import lower
from scenarios.scenario import Scenario
from sim import engine
from sim.vocabulary import Event

Done = Callable[[int, int], None]


def windows(scenario: Scenario, length: int, done: Done = lambda count, of: None) -> list[Window]:
    """The first ``length`` days of every world of ``scenario``; ``done`` hears how many of how many are over."""
    compiled.ready()
    return execute(
        range(scenario.worlds),
        lambda world: _window(scenario, world, length),
        min(cores(), scenario.worlds),
        lambda count, world: done(count, scenario.worlds),
    )


def _window(scenario: Scenario, world: int, length: int) -> Window:
    plan = lower(scenario, world)
    kept: list[np.ndarray] = []

    def keep(lines: np.ndarray) -> None:
        kept.append(lines[np.isin(lines["kind"], [Event.FIRST_ORDER, Event.ORDERED])])

    ledger = engine.run(plan, journal=keep)
    lines = np.concatenate(kept) if kept else ledger.journal
    return simulated_window(plan, lines, ledger.people, length)
