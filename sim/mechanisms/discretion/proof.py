"""How often the staff compensates whom it helps."""

from __future__ import annotations

from sim.engine import Ledger
from sim.mechanisms.proofs import Proof
from sim.plan import Plan
from sim.vocabulary import Account, Event

POLICY = "policy.service.discretion"
ASKED = (
    *("market.start.customer=1", "policy.service.desk.active=true", "market.service.question_rate=0.02"),
    *("market.size=3000", f"{POLICY}.level=0.5", f"{POLICY}.compensated_share=0.2", f"{POLICY}.compensation=3"),
)
"""Everybody is a customer who asks once in fifty days."""


def share(plan: Plan, ledger: Ledger) -> float:
    """Compensated tickets, of those solved until the last day, whose customers hear of it the next."""
    return float(ledger.counts[:, :, Event.COMPENSATED].sum() / ledger.counts[:-1, :, Event.SOLVED].sum())


def booked(plan: Plan, ledger: Ledger) -> float:
    """What compensation costs, currency per solved ticket."""
    paid = -ledger.sums[:, :, Account.COMPENSATION].sum() / 1e6
    return float(paid / ledger.counts[:-1, :, Event.SOLVED].sum())


PROOFS = (
    Proof("share of solved tickets that are compensated", ASKED, share, lambda plan: 0.1),
    Proof("what compensation costs", ASKED, booked, lambda plan: 0.3),
)
