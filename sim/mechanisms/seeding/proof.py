"""How many get the product, and how many invitations they send, by formula."""

from __future__ import annotations

from sim.engine import Ledger
from sim.mechanisms.proofs import UNHEARD, Proof
from sim.plan import Plan
from sim.vocabulary import Event

POLICY, MARKET = "policy.referral.seeding", "market.seeding"
SIZE, PEOPLE, ACCURACY, LEADERS, JOINS, RATIO, TELLS, CONTACTS = 100_000, 20_000, 0.4, 0.2, 0.3, 2.0, 0.35, 12
ALONE = (
    f"market.size={SIZE}",
    *UNHEARD,
    *("market.referral.share_probability=0", f"market.referral.leaders={LEADERS}"),
    *(f"market.referral.contacts={CONTACTS}", "market.referral.network.kind=random"),
    *(f"{POLICY}.active=true", f"{POLICY}.people={PEOPLE}", f"{POLICY}.accuracy={ACCURACY}", f"{POLICY}.day=20"),
    *(f"{MARKET}.taking_part={JOINS}", f"{MARKET}.leader_ratio={RATIO}", f"{MARKET}.tells={TELLS}"),
)
"""Nobody invites anybody but who has got the product."""


def seeded(plan: Plan, ledger: Ledger) -> float:
    """Who gets the product, per person."""
    return float(ledger.counts[:, :, Event.SEEDED].sum() / plan.people)


def sent(plan: Plan, ledger: Ledger) -> float:
    """Invitations, per person."""
    return float(ledger.people["invites"].sum() / plan.people)


def expected_sent(plan: Plan) -> float:
    """Leaders are among those found, and at their share among the others; they take part more often."""
    share = PEOPLE / SIZE
    leaders = share * (ACCURACY + (1.0 - ACCURACY) * LEADERS)
    return (leaders * RATIO + (share - leaders)) * JOINS * TELLS * CONTACTS


PROOFS = (
    Proof("who gets the product", ALONE, seeded, lambda plan: PEOPLE / SIZE),
    Proof("invitations of who has got the product", ALONE, sent, expected_sent),
)
