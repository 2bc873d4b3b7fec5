"""From what is stated of goods that come back to numbers; more may, by place (scenarios.lowering.places)."""

from __future__ import annotations

from sim.mechanisms.kinds import Stated


def numbers(stated: Stated) -> dict[str, float]:
    """The numbers of goods that come back."""
    share = stated("market.spend.return_share")
    return {"returns_on": share > 0.0 or stated("market.places") > 0.0, "return_share": share}
