"""How many lines are on a deal, and how many units a line has."""

from __future__ import annotations

from math import exp

from sim.engine import Ledger
from sim.mechanisms.proofs import Proof
from sim.plan import Plan
from sim.vocabulary import Assorted

MARKET = "market.assortment"
SHARE, DEPTH, EFFECT, EXTRA = 0.3, 0.3, 2.0, 0.7
ALIKE = (
    *("market.start.customer=1", "market.awareness.organic_rate=0", "market.referral.share_probability=0"),
    *(f"{MARKET}.categories=200", f"{MARKET}.products=50", f"{MARKET}.category_zipf=0", f"{MARKET}.product_zipf=0"),
    *(f"{MARKET}.lines=3", f"{MARKET}.again=0", f"{MARKET}.deal_depth={DEPTH}", f"{MARKET}.deal_spread=0"),
    *(f"{MARKET}.deal_effect={EFFECT}", f"{MARKET}.deal_units=1", f"{MARKET}.extra_units={EXTRA}"),
    *(f"{MARKET}.switching=0", f"{MARKET}.image=0"),
)
"""Ten thousand products that are as good as each other, of which an order holds few: hardly one twice."""


def on_deal(plan: Plan, ledger: Ledger) -> float:
    """The share of lines that are on a deal."""
    total = ledger.assorted.sum(axis=(0, 1))
    return float(total[Assorted.ON_DEAL] / total[Assorted.LINES])


def expected_on_deal(plan: Plan) -> float:
    """Products on a deal are taken so many times as readily (a logit over all of them)."""
    readily = SHARE * exp(EFFECT * DEPTH)
    return readily / (readily + 1.0 - SHARE)


def units(plan: Plan, ledger: Ledger) -> float:
    """Units of a line."""
    total = ledger.assorted.sum(axis=(0, 1))
    return float(total[Assorted.UNITS] / total[Assorted.LINES])


PROOFS = (
    Proof("lines on a deal", (*ALIKE, f"{MARKET}.deal_share={SHARE}"), on_deal, expected_on_deal),
    Proof("units of a line", (*ALIKE, f"{MARKET}.deal_share=0"), units, lambda plan: 1.0 + EXTRA),
)
