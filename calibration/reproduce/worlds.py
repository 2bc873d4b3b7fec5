"""Simulated worlds of a market that begins with known customers."""

from __future__ import annotations

import numpy as np

from calibration.reproduce.window import Window, simulated_window, waits
from calibration.synth.lived import Lived, lived
from calibration.synth.service import tickets
from scenarios.lowering.lower import lower
from scenarios.lowering.mechanisms import desk
from scenarios.running import compiled
from scenarios.running.execute import cores, execute
from scenarios.running.memory import side_by_side
from scenarios.running.progress import Progress, UnderWay
from scenarios.scenario import Scenario
from sim import engine
from sim.vocabulary import Event


def windows(scenario: Scenario, length: int, on_progress: Progress | None = None) -> list[Window]:
    """The first ``length`` days of every world of ``scenario``."""
    compiled.ready()
    at_a_time = min(cores(), scenario.worlds, side_by_side([scenario]))
    under_way = UnderWay(scenario.worlds, on_progress, at_a_time == 1)
    return execute(
        range(scenario.worlds),
        lambda world: _window(scenario, world, length),
        at_a_time,
        lambda count, world: under_way.done(count, f"world {world + 1} of {scenario.worlds}"),
        under_way.beat,
    )


def _window(scenario: Scenario, world: int, length: int) -> Window:
    if desk(scenario):
        return with_waits(lived(scenario, world), length)
    plan = lower(scenario, world)
    kept: list[np.ndarray] = []

    def keep(lines: np.ndarray) -> None:
        kept.append(lines[np.isin(lines["kind"], [Event.FIRST_ORDER, Event.ORDERED, Event.BASKET_LINE])])

    ledger = engine.run(plan, journal=keep)
    lines = np.concatenate(kept) if kept else ledger.journal
    return simulated_window(plan, lines, ledger.people, length)


def with_waits(world: Lived, length: int) -> Window:
    """The first ``length`` days of a world with service desks, and how long its customers waited."""
    table = tickets(world)
    opened, wait = waits(table)
    inside = (opened < np.datetime64(world.scenario.start, "s") + np.timedelta64(length, "D")) & ~np.isnan(wait)
    person = {name: k for k, name in enumerate(world.ids) if name}
    who = np.array([person[name] for name in table["customer_id"][inside]], np.int64)
    return simulated_window(world.plan, world.journal, world.people, length, (who, wait[inside]))
