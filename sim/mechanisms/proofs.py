"""What must come out where it is known by formula: the proofs of mechanisms."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from sim.engine import Ledger
from sim.plan import Plan


@dataclass(frozen=True)
class Proof:
    """In worlds of a ``scenario`` with ``overrides`` (PATH=VALUE), the mean of what is observed is what is expected.

    ``observed`` and ``expected`` are numbers of one world; the law of their difference over worlds has mean 0.
    """

    says: str
    overrides: tuple[str, ...]
    observed: Callable[[Plan, Ledger], float]
    expected: Callable[[Plan], float]
    scenario: str = "base"
