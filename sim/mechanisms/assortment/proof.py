"""How many lines are on a deal, and how many are of the largest category."""

from __future__ import annotations

from math import exp

import numpy as np

from sim.engine import Ledger
from sim.mechanisms.proofs import Proof
from sim.plan import Plan
from sim.vocabulary import Assorted

MARKET = "market.assortment"
SHARE, DEPTH, EFFECT, CATEGORIES = 0.3, 0.3, 2.0, 200
ALIKE = (
    *("market.start.customer=1", "market.awareness.organic_rate=0", "market.referral.share_probability=0"),
    *(
        f"{MARKET}.categories={CATEGORIES}",
        f"{MARKET}.products=50",
        f"{MARKET}.category_zipf=0",
        f"{MARKET}.product_zipf=0",
    ),
    *(f"{MARKET}.lines=3", f"{MARKET}.again=0", f"{MARKET}.deal_depth={DEPTH}", f"{MARKET}.deal_spread=0"),
    *(f"{MARKET}.deal_effect={EFFECT}", f"{MARKET}.deal_units=1", f"{MARKET}.extra_units=0"),
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


def first_category(plan: Plan, ledger: Ledger) -> float:
    """The share of lines that are of the first category."""
    lines = ledger.assorted[:, :, Assorted.LINES].sum(axis=0)
    return float(lines[0] / lines.sum())


def expected_first(plan: Plan) -> float:
    """Shares fall with the rank."""
    return float(1.0 / np.sum(1.0 / np.arange(1, CATEGORIES + 1)))


PROOFS = (
    Proof("lines on a deal", (*ALIKE, f"{MARKET}.deal_share={SHARE}"), on_deal, expected_on_deal),
    Proof(
        "lines of the first category",
        (*ALIKE, f"{MARKET}.deal_share=0", f"{MARKET}.category_zipf=1", f"{MARKET}.price_spread=0"),
        first_category,
        expected_first,
    ),
)
