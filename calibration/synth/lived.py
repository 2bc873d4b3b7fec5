"""One world of a scenario, run to its end with its journal: what the tables and the truth are made of."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

from scenarios.lowering.lower import lower, world_of
from scenarios.scenario import Scenario
from sim import engine
from sim.core.ground.draws import world_key
from sim.engine import Ledger
from sim.plan import Plan
from sim.vocabulary import MICRO, Event, Stage

PROSPECT = (Event.OPTED_IN, Event.ACCEPTED)
NOTICED = (*PROSPECT, Event.FIRST_ORDER)
"""Events by which a person comes to the firm's notice."""


@dataclass(frozen=True)
class Lived:
    """A world that has been lived through: ``scenario`` as it is in that world, every number held fixed."""

    scenario: Scenario
    plan: Plan
    ledger: Ledger

    @property
    def journal(self) -> np.ndarray:
        """JOURNAL [line], by day, person and time."""
        return self.ledger.journal

    @property
    def people(self) -> np.ndarray:
        """PERSON [person], at the end."""
        return self.ledger.people

    def lines(self, *events: Event) -> np.ndarray:
        """The lines of these events, JOURNAL [line], in their order."""
        return self.journal[np.isin(self.journal["kind"], [int(event) for event in events])]

    @cached_property
    def ids(self) -> np.ndarray:
        """What the firm calls each person, object [person]: numbered as they come to its notice, else empty."""
        at_start = np.isin(self.people["start"], [Stage.RETAINED, Stage.CUSTOMER])
        seen = np.full(len(self.people), np.inf)
        seen[at_start] = -1.0
        lines = self.lines(*NOTICED)
        np.minimum.at(seen, lines["who"], lines["time"])
        order = np.argsort(seen, kind="stable")
        names = np.full(len(self.people), "", object)
        known = order[np.isfinite(seen[order])]
        names[known] = [f"C{k:07d}" for k in range(1, len(known) + 1)]
        return names

    def moment(self, time: np.ndarray | float) -> pd.DatetimeIndex:
        """Times in days since the start as moments, to the second; NaT where there is none."""
        days = np.atleast_1d(np.asarray(time, float))
        seconds = np.where(np.isfinite(days), np.floor(days * 86_400.0), 0.0).astype("timedelta64[s]")
        moments = np.datetime64(self.scenario.start, "s") + seconds
        moments[~np.isfinite(days)] = np.datetime64("NaT")
        return pd.DatetimeIndex(moments)

    def first_orders(self) -> np.ndarray:
        """When each person ordered first, days, float64 [person]; inf where never."""
        found = np.full(len(self.people), np.inf)
        lines = self.lines(Event.FIRST_ORDER)
        found[lines["who"]] = lines["time"]
        return found


def lived(scenario: Scenario, replication: int = 0, threads: int = 1) -> Lived:
    """World ``replication`` of ``scenario``, run on the compiled engine with its journal."""
    key = np.uint64(world_key(np.uint64(scenario.seed), np.uint64(replication)))
    plan = lower(scenario, replication)
    return Lived(world_of(scenario, key)[0], plan, engine.run(plan, threads=threads, journal=True))


def money(micro: np.ndarray) -> np.ndarray:
    """Micro-units as currency, float64."""
    return np.asarray(micro, float) / MICRO
