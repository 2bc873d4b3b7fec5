"""How many are told, and by how many of those one joins: acquaintances are finite, and used up one by one."""

from __future__ import annotations

from math import exp, log1p

import numpy as np

from sim.engine import Ledger
from sim.mechanisms.promoters.lowering import MONTH
from sim.mechanisms.proofs import UNHEARD, Proof
from sim.plan import Plan
from sim.vocabulary import Event

POLICY, MARKET = "policy.referral.promoters", "market.promoters"
SIZE, CONTACTS, JOINING = 100_000, 20, 0.5
HEADS = {"staff": 4000.0, "partners": 1000.0}
ACTIVE = {"staff": 0.1, "partners": 0.3}
NOBODY_ELSE = (
    f"market.size={SIZE}",
    *UNHEARD,
    *("policy.referral.active=false", f"{MARKET}.contacts={CONTACTS}", f"{MARKET}.joining={JOINING}"),
    *(f"{MARKET}.{kind}_pay_odds=1" for kind in HEADS),
    *(f"{MARKET}.{kind}_active={active}" for kind, active in ACTIVE.items()),
    *(f"{POLICY}.{kind}.heads={heads}" for kind, heads in HEADS.items()),
    *(f"{POLICY}.{kind}.commission=0.1" for kind in HEADS),
)
"""Nobody hears of the firm but by promoters."""


def spoken(plan: Plan) -> dict[str, float]:
    """Acquaintances of a person who have told it by the end, in the mean, by kind."""
    used = {kind: 1.0 - exp(log1p(-active) * plan.days / MONTH) for kind, active in ACTIVE.items()}
    return {kind: HEADS[kind] * CONTACTS / SIZE * share for kind, share in used.items()}


def told(plan: Plan, ledger: Ledger) -> float:
    """Contacts by promoters, per person."""
    return float(ledger.counts[:, :, [Event.TOLD_BY_STAFF, Event.TOLD_BY_PARTNER]].sum() / plan.people)


def joined(plan: Plan, ledger: Ledger) -> float:
    """Who came to the list by a promoter's word."""
    return float(np.mean(ledger.more["promoter"] > 0))


def expected_joined(plan: Plan) -> float:
    """At least one of a Poisson number of words convinces."""
    return 1.0 - exp(-JOINING * sum(spoken(plan).values()))


PROOFS = (
    Proof("whom promoters have told", NOBODY_ELSE, told, lambda plan: sum(spoken(plan).values())),
    Proof("who joins by a promoter's word", NOBODY_ELSE, joined, expected_joined),
)
