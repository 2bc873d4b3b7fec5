"""From what is stated of open complaints to numbers."""

from __future__ import annotations

from sim.mechanisms.desk.lowering import has_desk
from sim.mechanisms.kinds import Stated


def numbers(stated: Stated) -> dict[str, float]:
    """The numbers of open complaints: there are none without a service desk."""
    ratio = stated("market.satisfaction.complaint_dropout")
    on = has_desk(stated) and ratio != 1.0
    return {"complaints_on": on, "complaint_dropout": ratio if on else 1.0}
