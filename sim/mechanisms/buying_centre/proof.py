"""How many firms are won, and what work on them costs, where each wish is decided on almost at once."""

from __future__ import annotations

from collections.abc import Callable
from math import exp

import numpy as np
from numpy.polynomial import polynomial

from sim.engine import Ledger
from sim.mechanisms.proofs import Proof
from sim.plan import Plan
from sim.vocabulary import MICRO, Account

POLICY, MARKET = "policy.relationship.buying_centre", "market.buying_centre"
RATE, SHARE, SCEPTICS, ODDS, WON, COST = 0.02, 0.3, 0.5, 0.4, 0.6, 2.0
PEOPLE = {"users": 3, "technicians": 1, "buyers": 2, "bosses": 1}
FIRMS = (
    *(
        "market.start.reached=1",
        "market.start.customer=0",
        "market.awareness.fade_rate=0",
        "market.retain.optin_rate=0",
    ),
    *(f"market.need.prospect_rate={RATE}", f"market.choice.share_reached={SHARE}", "market.choice.quality_effect=0"),
    *("market.referral.share_probability=0", "market.recognise.potential_share=1", "market.lapse.return_rate=0"),
    *(f"policy.channel.weekly_spend.{name}=0" for name in ("search", "social", "video")),
    *(f"{MARKET}.{role}={many}" for role, many in PEOPLE.items()),
    *(f"{MARKET}.active=true", f"{MARKET}.sceptics={SCEPTICS}", f"{MARKET}.sceptic_odds={ODDS}"),
    *(f"{MARKET}.cycle_days=0.001", f"{MARKET}.users_won={WON}", f"{POLICY}.users.active=true"),
    f"{POLICY}.users.cost_per_account={COST}",
)
"""Everybody knows us and is a firm; its users are shown the product."""


def objecting() -> np.ndarray:
    """Probability of so many who object, from 0 on: independent people, fewer of them users who were won."""
    law = np.array([1.0])
    for role, many in PEOPLE.items():
        chance = SCEPTICS * (1.0 - WON) if role == "users" else SCEPTICS
        law = polynomial.polymul(law, polynomial.polypow([1.0 - chance, chance], many))
    return np.asarray(law)


def expected(of: Callable[[float], float]) -> float:
    """The mean over firms of what follows from the chance of a decision for us."""
    odds = SHARE / (1.0 - SHARE) * ODDS ** np.arange(sum(PEOPLE.values()) + 1)
    return float(sum(p * of(one / (1.0 + one)) for p, one in zip(objecting(), odds, strict=True)))


def won_by(plan: Plan) -> float:
    """Occasions are a Poisson process, and each is decided for us with one chance."""
    return expected(lambda chance: 1.0 - exp(-RATE * chance * plan.days))


def cost_until(plan: Plan) -> float:
    """Wishes come at one rate until the firm is won."""
    return COST * expected(lambda chance: SHARE / chance * (1.0 - exp(-RATE * chance * plan.days)))


def won(plan: Plan, ledger: Ledger) -> float:
    """The share of firms that are customers, or have been."""
    return float((ledger.people["orders"] > 0).mean())


def cost(plan: Plan, ledger: Ledger) -> float:
    """What work on accounts costs for each firm, currency."""
    return float(-ledger.sums[:, :, Account.ACCOUNT_WORK].sum() / MICRO / plan.people)


PROOFS = (
    Proof("firms that are won", FIRMS, won, won_by),
    Proof("what work on accounts costs", FIRMS, cost, cost_until),
)
