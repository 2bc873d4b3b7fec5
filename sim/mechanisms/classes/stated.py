"""Which classes of customers something is for, as it is stated."""

from __future__ import annotations

from sim.mechanisms.kinds import Stated


def classes(stated: Stated, path: str) -> int:
    """1 for C, 2 for B and 4 for A, summed, from the switches ``to_a``, ``to_b`` and ``to_c`` below ``path``."""
    return sum(1 << place for place, name in enumerate("cba") if stated(f"{path}.to_{name}") > 0.0)
