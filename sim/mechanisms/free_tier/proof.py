"""How many free users pay in the end, and after how long: decisions come at one rate, and each may be the last."""

from __future__ import annotations

from sim.engine import Ledger
from sim.mechanisms.proofs import Proof
from sim.plan import Plan
from sim.vocabulary import MICRO, Account, Stage

PAYS, LEAVES, RATE, COST = 0.15, 0.2, 0.1, 0.03
MARKET, POLICY = "market.free_tier", "policy.product.free_tier"
ALIKE = (
    *("market.start.retained=1", "market.need.prospect_rate=0", "market.retain.unsubscribe_rate=0"),
    *("market.retain.unsubscribe_fatigue=0", "market.referral.share_probability=0"),
    *(f"{MARKET}.start_rate=0.2", f"{MARKET}.decision_rate={RATE}", f"{MARKET}.conversion={PAYS}"),
    *(f"{MARKET}.leaving={LEAVES}", f"{POLICY}.active=true", f"{POLICY}.cost_per_day={COST}"),
)
"""Everybody is on the list from day 0 and uses the free tier sooner or later."""
LAST = PAYS + (1.0 - PAYS) * LEAVES
"""Probability that a decision is the last one."""


def paid(plan: Plan, ledger: Ledger) -> float:
    """Of free users who have stopped being one, those who pay."""
    ways = ledger.flows[:, Stage.TRIAL].sum(axis=0)
    return float(ways[Stage.CUSTOMER] / ways.sum())


def stopped_too_often(plan: Plan, ledger: Ledger) -> float:
    """Free users who have stopped, less the decisions that were the last one, to be expected of all days of free use:
    these are read off what they cost."""
    days = -ledger.sums[:, :, Account.TRIAL].sum() / MICRO / COST
    return float((ledger.flows[:, Stage.TRIAL].sum() - RATE * LAST * days) / plan.people)


PROOFS = (
    Proof("the share that pays", ALIKE, paid, lambda plan: PAYS / LAST),
    Proof("how long free use lasts and what it costs", ALIKE, stopped_too_often, lambda plan: 0.0),
)
