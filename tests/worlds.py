"""Small worlds for tests: a scenario of the library with a few numbers replaced, run."""

from pathlib import Path

import numpy as np
import pandas as pd

from scenarios.files.loading import load
from scenarios.lowering.lower import lower
from scenarios.running import batch
from scenarios.scenario import Scenario
from sim import engine
from sim.engine import Ledger
from sim.identities import assert_identities
from sim.measures import measure
from sim.plan import Plan

SMALL = ("people=4000", "days=365")
NO_REFERRAL = ("policy.referral.active=false",)


def written(folder: Path, text: str, name: str = "a.yaml") -> Path:
    """A file of that text."""
    file = folder / name
    file.write_text(text, "utf-8")
    return file


def lived(scenario: Scenario, world: int = 0, journal: bool = True) -> tuple[Plan, Ledger]:
    """A world of a scenario, and what its run leaves, whose books agree."""
    plan = lower(scenario, world)
    ledger = engine.run(plan, journal=journal)
    assert_identities(plan, ledger)
    return plan, ledger


def world(*overrides: str, scenario: str = "base", replication: int = 0, journal: bool = False) -> tuple[Plan, Ledger]:
    """One world of a scenario with overrides, and what its run leaves."""
    return lived(load(scenario, overrides=(*SMALL, *overrides)), replication, journal)


def figures(plan: Plan, ledger: Ledger) -> pd.Series:
    """The measures of the whole market by name."""
    table = measure(plan, ledger)
    return table[table["by"] == "all"].set_index("measure")["value"]


def z_of(estimates: np.ndarray, expected: float) -> float:
    """Standard errors between the mean of independent estimates and what is expected."""
    return float((estimates.mean() - expected) / (estimates.std(ddof=1) / np.sqrt(len(estimates))))


def noted_worlds(monkeypatch) -> list[tuple[str, int]]:
    """The worlds of batches that are really run from now on: (plan, world)."""
    ran, answered = [], batch.answered

    def noted(lowered, *rest, **options):
        ran.append((lowered.scenario, lowered.replication))
        return answered(lowered, *rest, **options)

    monkeypatch.setattr(batch, "answered", noted)
    return ran
