"""One company's game: its tables are made, every adviser says a plan, and all are played forward."""

from __future__ import annotations

import time
from pathlib import Path

import numpy as np

from benchmarks.game.adviser import Advised, advised
from benchmarks.game.companies import PEOPLE, YEAR, Company, drawn
from benchmarks.game.record import KEEP, ORACLE, OURS, Record
from benchmarks.game.rivals import MixModel, even, last_touch
from calibration.company.folder import Folder
from calibration.likelihood import NORMAL_95
from calibration.synth.synth import Synth, synth

CHANCES = 4
"""Runs of the true market with other people, by which a full simulation tells its error."""
LEAVE = "leave"
Plans = dict[str, dict[str, float]]


def play(seed: int, folder: Path, full: bool = False, people: int = PEOPLE) -> Record:
    """The game of company ``seed``, its tables in ``folder``; ``full``: played forward by simulation."""
    began = time.monotonic()
    one = drawn(seed, people)
    made = synth(one.scenario, folder / "shop", sections=True)
    ours = advised(Folder(folder / "shop"), YEAR)
    plans = _plans(one, made, ours)
    found = forward(one, plans, full)
    return record(one, plans, ours, found, full, time.monotonic() - began)


def _plans(one: Company, made: Synth, ours: Advised) -> Plans:
    """What each adviser says, and the best plan; all spend the same within the same limits."""
    told = {
        KEEP: ours.now,
        "even split": even(ours.now),
        "last touch": last_touch(ours.now, made.tables),
        "mix model": MixModel(made.tables).best(ours.now, ours.most),
        OURS: ours.plan,
    }
    within = {name: kept_within(plan, ours.most) for name, plan in told.items()}
    return within | {ORACLE: one.truth.best(ours.now, ours.most)}


def kept_within(plan: dict[str, float], most: dict[str, float]) -> dict[str, float]:
    """What is above a limit goes to the other channels, in proportion."""
    names, total = list(plan), sum(plan.values())
    x, high = np.array([plan[name] for name in names]), np.array([most[name] for name in names])
    for _ in names:
        over = x > high
        if not over.any():
            break
        x = np.minimum(x, high)
        room = high - x
        free = room > 0.0
        weight = np.where(free, np.maximum(x, 1e-9 * total), 0.0)
        x = x + (total - x.sum()) * weight / weight.sum()
    return dict(zip(names, x.tolist(), strict=True))


def forward(one: Company, plans: Plans, full: bool) -> np.ndarray:
    """Worth of each plan, float64 [run, plan]; one run by the mean field."""
    if not full:
        return np.array([[one.truth.worth(plan) for plan in plans.values()]])
    return one.truth.simulated(list(plans.values()), CHANCES)


def record(one: Company, plans: Plans, ours: Advised, worth: np.ndarray, full: bool, seconds: float) -> Record:
    """The ledger of a game; ``worth`` [run, plan], the first run is what comes to the firm itself. A mean field has no
    luck, so that it is held against what was said to be expected."""
    gains = worth - worth[:, [list(plans).index(KEEP)]]
    mean = dict(zip(plans, gains.mean(axis=0).tolist(), strict=True))
    came = float(gains[0, list(plans).index(OURS)])
    low, high = (ours.low, ours.high) if full else ours.expected
    errors = dict.fromkeys(plans, (high - low) / (2.0 * NORMAL_95))
    if full:
        errors = dict(zip(plans, (gains.std(axis=0, ddof=1) / np.sqrt(len(gains))).tolist(), strict=True))
    if ours.verdict == LEAVE:
        mean[OURS] = 0.0
    return Record(
        company=one.seed,
        full=full,
        at_best=one.at_best,
        spent=one.total * YEAR / 7,
        gains=mean,
        errors=errors,
        plans=plans,
        promise=(ours.mean, low, high),
        came=came,
        p_better=ours.p_better,
        verdict=ours.verdict,
        seconds=seconds,
    )
