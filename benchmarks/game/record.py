"""What came of a company's plans, and of many companies together."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np

from calibration.likelihood import NORMAL_95

KEEP, ORACLE, OURS = "keep", "oracle", "sixr"
ADVISERS = (KEEP, "even split", "last touch", "mix model", OURS)
NEARLY = 0.01
"""Keeping is nearly best where the oracle gains less than this part of the spend."""


@dataclass(frozen=True)
class Record:
    """A company. ``gains``: what each adviser's plan brought over keeping, currency, by name; ``errors``: one standard
    error of each, of the promise in the mean field and of the simulation in a full one; ``spent``: by every plan;
    ``plans``: spend a week by adviser and channel; ``promise``: mean, 5 % and 95 % points, in the mean field without
    luck; ``came``: what our plan, followed or not, brought to the firm; ``verdict``: ours, by which a plan is kept
    where it says leave."""

    company: int
    full: bool
    at_best: bool
    spent: float
    gains: dict[str, float]
    errors: dict[str, float]
    plans: dict[str, dict[str, float]]
    promise: tuple[float, float, float]
    came: float
    p_better: float
    verdict: str
    seconds: float = field(default=0.0, compare=False)

    def regret(self, adviser: str) -> float:
        """Against the oracle, currency."""
        return self.gains[ORACLE] - self.gains[adviser]

    def harmed(self, adviser: str) -> bool:
        """Whether the plan was worse than keeping by more than one standard error."""
        return self.gains[adviser] < -self.errors[adviser]

    @property
    def covered(self) -> bool:
        """Whether the promise held what came."""
        return self.promise[1] <= self.came <= self.promise[2]

    @property
    def promise_sd(self) -> float:
        """Half of the promised interval as one standard deviation."""
        return (self.promise[2] - self.promise[1]) / (2.0 * NORMAL_95)

    @property
    def surplus(self) -> float:
        """Promise less what came, in standard deviations of the promise; 0 where nothing was promised."""
        return (self.promise[0] - self.came) / self.promise_sd if self.promise_sd > 0.0 else 0.0


def table(records: Sequence[Record]) -> Iterator[str]:
    """All companies as lines of text."""
    n = len(records)
    nearly = sum(one.gains[ORACLE] < NEARLY * one.spent for one in records)
    yield f"{n} companies; the best plan gains under {NEARLY:.0%} of the spend in {nearly}"
    yield f"{'adviser':<12}{'regret':>12}{'of keeping':>12}{'of spend':>10}{'worse':>8}{'harm':>8}"
    of_keep, spent = sum(one.regret(KEEP) for one in records), sum(one.spent for one in records)
    for name in ADVISERS:
        regret = sum(one.regret(name) for one in records)
        worse = np.mean([one.gains[name] < 0.0 for one in records])
        harm = np.mean([one.harmed(name) for one in records])
        part = regret / of_keep if of_keep > 0.0 else np.nan
        yield f"{name:<12}{regret:>12,.0f}{part:>12.2f}{regret / spent:>10.2%}{worse:>8.0%}{harm:>8.0%}"
    covered = sum(one.covered for one in records)
    surplus = np.array([one.surplus for one in records])
    error = surplus.std(ddof=1) / np.sqrt(n) if n > 1 else np.nan
    yield f"the promise holds what came: {covered} of {n}"
    yield f"promise less what came, in standard deviations: {surplus.mean():+.2f} +- {error:.2f}"
    promised, came = sum(one.promise[0] for one in records), sum(one.came for one in records)
    yield f"promised in all {promised:,.0f}, came {came:,.0f}"
    for verdict in ("move", "unsure", "leave"):
        own = [one for one in records if one.verdict == verdict]
        yield f"{verdict}: {len(own)}, worth {sum(one.came for one in own):,.0f} if moved"
