"""From what is stated of reasons for dropping out to numbers."""

from __future__ import annotations

from sim.mechanisms.kinds import Stated


def numbers(stated: Stated) -> dict[str, float]:
    """The numbers of reasons; what the prices do to their shares is a lever of the day."""
    price, rival, service = (stated(f"market.lapse.leave.{name}_share") for name in ("price", "competitor", "service"))
    named = price + rival + service
    return {"reasons": named > 0.0, "leave_need": max(1.0 - named, 0.0)}
