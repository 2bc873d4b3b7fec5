"""The reference engine: Plan -> Ledger on SimPy, one process for each person. Slow, and the judge of the other.

It shares with the compiled engine the formulas and the numbers drawn at addresses, so that every float is the
same to the last bit; the order of things, what follows from what, and the books are told here a second time.
"""

from __future__ import annotations

from sim.reference.market import run

__all__ = ["run"]
