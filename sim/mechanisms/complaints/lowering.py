"""From what is stated of open complaints to numbers."""

from __future__ import annotations

from sim.mechanisms.kinds import Stated


def numbers(stated: Stated) -> dict[str, float]:
    """The numbers of open complaints: there are none without a service desk."""
    ratio = stated("market.satisfaction.complaint_dropout")
    desk = stated("policy.service.desk.active") > 0.0 and stated("market.service.desks") > 0.0
    return {"complaints_on": desk and ratio != 1.0, "complaint_dropout": ratio if desk else 1.0}
