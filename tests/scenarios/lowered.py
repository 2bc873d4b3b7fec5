"""Scenarios and plans for tests of lowering; no engine runs."""

from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np

from scenarios.files.loading import load
from scenarios.lowering.lower import lower
from scenarios.scenario import Scenario
from sim.plan import Plan

SMALL = ("people=1000", "days=120", "market.need.week_shock_sd=0")


def scenario(*changes: str) -> Scenario:
    """Base in a small market, with what the texts PATH=VALUE say; a VALUE may be a list or a mapping."""
    whole = [change for change in changes if change.split("=", 1)[1][0] in "[{"]
    plain = [change for change in changes if change not in whole]
    with TemporaryDirectory() as folder:
        path, name = Path(folder) / "small.yaml", "base"
        for k, change in enumerate(whole):
            path = Path(folder) / f"layer_{k}.yaml"
            path.write_text(f"extends: {name}\n{_nested(*change.split('=', 1))}\n", encoding="utf-8")
            name = path.name
        return load(path if whole else "base", overrides=(*SMALL, *plain))


def _nested(path: str, value: str) -> str:
    """``value`` below the keys of a path, as flow YAML; the part after ``channels`` is the name of an item."""
    parts = path.split(".")
    for k in reversed(range(len(parts))):
        if k and parts[k - 1] == "channels":
            value = f"[{{name: {parts[k]}, {value[1:]}]"
        else:
            value = f"{{{parts[k]}: {value}}}" if k else f"{parts[k]}: {value}"
    return value


def plan(*changes: str) -> Plan:
    """The first world of it."""
    return lower(scenario(*changes), 0)


def behaviour(*changes: str) -> np.void:
    """The numbers of the first world."""
    return plan(*changes).behaviour[0]


def rates(made: Plan, row: int) -> np.ndarray:
    """What a row of curves adds on each day, float64 [cell, day]."""
    return np.diff(made.curves[:, row], axis=1)
