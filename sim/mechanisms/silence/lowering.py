"""From what is stated of silent customers to numbers."""

from __future__ import annotations

from sim.mechanisms.kinds import Stated

MARKET = "market.lapse"


def numbers(stated: Stated) -> dict[str, float]:
    """The numbers of silence; under contract the firm waits from when the next payment is due."""
    waiting = stated.count("policy.offers", on="silence", days=0.0) or stated(f"{MARKET}.label")
    due = stated("market.need.renewal_days") if stated.count("market.need", dropout="renewal") else 0.0
    days = stated(f"{MARKET}.label_days") + due
    return {"label_multiple": stated(f"{MARKET}.label_multiple"), "label_days": days if waiting else 0.0}
