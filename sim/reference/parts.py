"""The parts of a customer. Written by `make generate` of the folders of sim.mechanisms."""

from __future__ import annotations

from sim.mechanisms.points import story as points
from sim.reference.part import FIRST_CLOCK, Part

PARTS: dict[str, type[Part]] = {
    "points_on": points.Story,
}
"""The parts by the number of behaviour that is above 0 where they are on."""

Part.CLOCKS = {
    "at_tier": FIRST_CLOCK + 0,
}
