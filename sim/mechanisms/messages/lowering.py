"""From what is stated of messages to customers to the numbers of behaviour."""

from __future__ import annotations

from math import exp, expm1, log, log1p

from sim.core.ground.ledger import micro
from sim.mechanisms.classes.stated import classes
from sim.mechanisms.kinds import Stated

POLICY, MARKET = "policy.relationship.messages", "market.messages"
SURELY = 1.0 - 1e-9
"""The largest share of occasions that messages may lead to."""


def numbers(stated: Stated) -> dict[str, float]:
    """The numbers of messages to customers."""
    personal = stated(f"{POLICY}.personal") > 0.0
    often = stated(f"{POLICY}.per_week")
    each = stated(f"{POLICY}.cost_per_message") + (stated(f"{POLICY}.personal_cost") if personal else 0.0)
    ratio = 1.0 - stated(f"{MARKET}.order_lift") * expm1(-often / stated(f"{MARKET}.scale"))
    ratio *= stated(f"{MARKET}.personal_ratio") if personal else 1.0
    stays = 1.0 - stated(f"{MARKET}.opt_out")
    return {
        "message_who": classes(stated, POLICY),
        "message_many": often,
        "message_cost": micro(often * each),
        "message_lift": utility_of(ratio, stated("market.choice.share_customer")),
        "message_stop": 1.0 - exp(often * log(stays)) if stays > 0.0 else 1.0,
    }


def utility_of(ratio: float, share: float) -> float:
    """Utility by which the probability ``share`` of a logit becomes ``ratio`` times as large, and not more than 1."""
    if share in (0.0, 1.0) or ratio == 1.0:
        return 0.0
    more = min(ratio * share, SURELY)
    return log(more) - log1p(-more) - log(share) + log1p(-share)
