"""What must come out where it is known by formula: the proofs of mechanisms."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from sim.engine import Ledger
from sim.plan import Plan

UNHEARD = (
    *(
        "market.start.reached=0",
        "market.start.retained=0",
        "market.start.customer=0",
        "market.awareness.organic_rate=0",
    ),
    *(f"policy.channel.weekly_spend.{name}=0" for name in ("search", "social", "video")),
)
"""Nobody hears of the firm of themselves, nor by the media of base."""


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
