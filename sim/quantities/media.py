"""Who is reached, what winning customers costs, and who gets the credit. People are independent of each other.

What a channel brings is the difference, person by person, to the same world without its spend.
"""

from __future__ import annotations

import numpy as np

from sim.quantities.observed import Observed, Quantity, mean
from sim.vocabulary import MICRO


def reached_by(observed: Observed, at: float, of: str | None) -> tuple[float, float]:
    """Share of people ever reached by time ``at``, days."""
    return mean(observed.ledger.people["reached_at"] <= at)


def recognised_precision(observed: Observed, at: float, of: str | None) -> tuple[float, float]:
    """Share of those recognised as possible buyers who could buy."""
    people = observed.ledger.people
    if not observed.plan.behaviour[0]["recognition"]:
        return np.nan, np.nan
    return mean(people["potential"][people["cell"] % 2 == 1] > 0)


def credited(observed: Observed, at: float, of: str | None) -> tuple[float, float]:
    """Share of people whose first order is credited to source ``of``."""
    people = observed.ledger.people
    source = observed.plan.sources.index(str(of))
    return mean((people["orders"] > 0) & (people["attributed"] == source))


def brought(observed: Observed, at: float, of: str | None) -> tuple[float, float]:
    """Share of people who are customers only because of channel ``of``."""
    return mean(_won(observed) - _won(observed.otherwise[f"without {of}"]))


def cac_blended(observed: Observed, at: float, of: str | None) -> tuple[float, float]:
    """Media spend over new customers, currency."""
    return _cost(_spend(observed), _won(observed))


def cac_incremental(observed: Observed, at: float, of: str | None) -> tuple[float, float]:
    """Spend on channel ``of`` over the customers whom it brings, currency."""
    other = observed.otherwise[f"without {of}"]
    return _cost(_spend(observed) - _spend(other), _won(observed) - _won(other))


def cac_marginal(observed: Observed, at: float, of: str | None) -> tuple[float, float]:
    """Spend of a step more on channel ``of`` over the customers whom the step brings, currency."""
    other = observed.otherwise[f"more {of}"]
    return _cost(_spend(other) - _spend(observed), _won(other) - _won(observed))


def _won(observed: Observed) -> np.ndarray:
    return (observed.ledger.people["orders"] > 0).astype(float)


def _spend(observed: Observed) -> float:
    """Media spend per person simulated, currency."""
    return float(observed.plan.media.sum()) / MICRO / observed.plan.people


def _cost(spend: float, won: np.ndarray) -> tuple[float, float]:
    share, error = mean(won)
    return (spend / share, spend / share**2 * error) if share > 0 else (np.nan, np.nan)


QUANTITIES: dict[str, Quantity] = {
    "reached_by": reached_by,
    "recognised_precision": recognised_precision,
    "credited": credited,
    "brought": brought,
    "cac_blended": cac_blended,
    "cac_incremental": cac_incremental,
    "cac_marginal": cac_marginal,
}
