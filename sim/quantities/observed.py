"""What a quantity is estimated from."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from sim.engine import Ledger
from sim.plan import Plan
from sim.vocabulary import Event


@dataclass(frozen=True)
class Observed:
    """A run, and the same world under the policies that the quantities compare it with, by name."""

    plan: Plan
    ledger: Ledger
    otherwise: Mapping[str, Observed] = field(default_factory=dict)

    @cached_property
    def inviter(self) -> np.ndarray:
        """Whose invitation everybody took up, -1 nobody's: int64 [person]. Who unsubscribes later keeps it here."""
        accepted = self.lines(Event.ACCEPTED)
        inviter = np.full(self.plan.people, -1)
        inviter[accepted["who"]] = accepted["amount"]
        return inviter

    @cached_property
    def root(self) -> np.ndarray:
        """Who stands at the beginning of everybody's chain of invitations: int64 [person]."""
        return self._ancestry[0]

    @cached_property
    def generation(self) -> np.ndarray:
        """Invitations between the root and the person: int64 [person]."""
        return self._ancestry[1]

    @cached_property
    def _ancestry(self) -> tuple[np.ndarray, np.ndarray]:
        inviter = self.inviter
        root = np.arange(len(inviter))
        depth = np.zeros(len(inviter), np.int64)
        while True:
            above = inviter[root]
            if (above < 0).all():
                return root, depth
            depth += above >= 0
            root = np.where(above >= 0, above, root)

    def customers(self) -> np.ndarray:
        """Numbers of all who ever ordered."""
        return np.flatnonzero(self.ledger.people["orders"] > 0)

    def lines(self, *kinds: Event) -> np.ndarray:
        """Lines of the journal of these kinds."""
        journal = self.ledger.journal
        return journal[np.isin(journal["kind"], kinds)]


Quantity = Callable[[Observed, float, str | None], tuple[float, float]]
"""(observed, at, of) -> (estimate, standard error)."""


def mean(values: np.ndarray) -> tuple[float, float]:
    """Mean of independent values and its standard error; NaN where there are none, and where one tells no error."""
    if len(values) < 2:
        return float(values[0]) if len(values) else np.nan, np.nan
    return float(values.mean()), float(values.std(ddof=1) / np.sqrt(len(values)))


def ratio(top: np.ndarray, bottom: np.ndarray) -> tuple[float, float]:
    """Sum of ``top`` over sum of ``bottom``, of independent pairs, and its standard error (delta method)."""
    if len(top) < 2 or not bottom.any():
        return np.nan, np.nan
    value = top.sum() / bottom.sum()
    residual = top - value * bottom
    return float(value), float(residual.std(ddof=1) / (bottom.mean() * np.sqrt(len(top))))


def only(value: float) -> tuple[float, float]:
    """A number of the whole world, whose error only other worlds tell."""
    return float(value), float("nan")
