"""The reference engine: Plan -> Ledger on SimPy, one process for each person. Slow, and the judge of the other.

It shares with the compiled engine the formulas and the numbers drawn at addresses, so that every float is the
same to the last bit; the order of things, what follows from what, and the books are told here a second time.
"""

from __future__ import annotations

from sim.engine import Ledger
from sim.plan import Plan


def run(plan: Plan, journal: bool = True) -> Ledger:
    """Run a plan (sim.reference.simulation.run)."""
    from sim.reference import simulation  # mechanisms tell their parts of a story in files that stand on this package

    return simulation.run(plan, journal)
