"""Our own advice from a company's folder: fitted, and today's budget split anew."""

from __future__ import annotations

from dataclasses import dataclass

import sixr
from calibration.company.fitting import fit_company
from calibration.company.folder import Folder
from scenarios.files.loading import load

PEOPLE, WORLDS, RUNS = 6_000, 16, 12


@dataclass(frozen=True)
class Advised:
    """What was advised: ``plan``, spend a week by channel; ``now``, what is spent, as the tables show it; what it is
    said to bring: ``mean``, 5 % and 95 % points ``low`` and ``high``, and ``expected``, those without the luck of the
    market; ``verdict``, ``p_better``; ``most`` by channel: the limits within which all advisers stay."""

    plan: dict[str, float]
    now: dict[str, float]
    most: dict[str, float]
    mean: float
    low: float
    high: float
    p_better: float
    verdict: str
    expected: tuple[float, float]


def advised(home: Folder, days: int, threads: int = 1, sizes: tuple[int, int, int] = (PEOPLE, WORLDS, RUNS)) -> Advised:
    """Fit the company and split its total over so many ``days``; ``sizes``: people, worlds and plans that are run."""
    fit_company(home)
    people, worlds, runs = sizes
    asked = (f"days={days}", f"people={people}", f"worlds={worlds}")
    scenario = load("today", market=home.market, today=home.today, overrides=asked)
    found = sixr.optimise(scenario, exactly=True, runs=runs, threads=threads).found
    moves = found.moves
    high = found.surface.space.bounds[1]
    return Advised(
        plan={one.name: one.best for one in moves},
        now={one.name: one.now for one in moves},
        most={one.name: float(x) for one, x in zip(moves, high, strict=True)},
        mean=found.gain.mean,
        low=found.gain.low,
        high=found.gain.high,
        p_better=found.gain.p_better,
        verdict=found.verdict,
        expected=(found.gain.expected_low, found.gain.expected_high),
    )
