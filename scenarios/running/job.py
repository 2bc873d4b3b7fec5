"""What is run at a time: one world of one plan."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple


class Job(NamedTuple):
    """One world of one plan, by their numbers; ``chance`` and ``stated`` as in scenarios.lowering.lower.lower."""

    plan: int
    world: int
    chance: int = 0
    stated: Mapping[str, float] | None = None
