"""From what is stated of promoters to the numbers of behaviour."""

from __future__ import annotations

from math import exp, log1p

from sim.core.verbs.refer import lifted
from sim.mechanisms.kinds import Stated

POLICY, MARKET = "policy.referral.promoters", "market.promoters"
KINDS = ("staff", "partners")
MONTH = 365.0 / 12.0
"""Days of a month."""
SURELY = 1.0 - 1e-9
"""The largest share that may speak in a month."""


def numbers(stated: Stated) -> dict[str, float]:
    """The numbers of promoters."""
    made = {
        "promoters_on": float(any(stated(f"{POLICY}.{kind}.heads") > 0.0 for kind in KINDS)),
        "promoter_joins": stated(f"{MARKET}.joining"),
    }
    for kind in KINDS:
        known = stated(f"{POLICY}.{kind}.heads") * stated(f"{MARKET}.contacts") / stated("market.size")
        pay = stated(f"{POLICY}.{kind}.commission")
        odds = stated(f"{MARKET}.{kind}_pay_odds") ** (10.0 * pay)
        active = min(lifted(stated(f"{MARKET}.{kind}_active"), odds), SURELY)
        made |= {
            f"{kind}_known": known,
            f"{kind}_none": exp(-known),
            f"{kind}_rate": -log1p(-active) / MONTH,
            f"{kind}_pay": pay,
        }
    return made
