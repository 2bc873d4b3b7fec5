"""From what is stated of offers to the numbers of behaviour; their rows are made by scenarios.lowering.offer_rows."""

from __future__ import annotations

from sim.core.ground.ledger import micro
from sim.mechanisms.kinds import Stated


def numbers(stated: Stated) -> dict[str, float]:
    """The numbers of offers."""
    return {
        "rows_on": stated("policy.offers"),
        "friend_rows": stated.count("policy.offers", on="friend"),
        "talk_cost": micro(stated("policy.relationship.talk.cost_per_talk")),
        "talk_match": stated("market.gifts.match_ratio"),
    }
