"""The parts of a customer. Written by `make generate` of the folders of sim.mechanisms."""

from __future__ import annotations

from sim.mechanisms.care_calls import story as care_calls
from sim.mechanisms.free_tier import story as free_tier
from sim.mechanisms.offers import story as offers
from sim.mechanisms.places import story as places
from sim.mechanisms.points import story as points
from sim.mechanisms.tiers import story as tiers
from sim.reference.part import FIRST_CLOCK, Part

PARTS: dict[str, type[Part]] = {
    "points_on": points.Story,
    "call_on": care_calls.Story,
    "rows_on": offers.Story,
    "tiers_on": tiers.Story,
    "free_on": free_tier.Story,
    "places_on": places.Story,
}
"""The parts by the number of behaviour that is above 0 where they are on."""

Part.CLOCKS = {
    "at_tier": FIRST_CLOCK + 0,
    "at_call": FIRST_CLOCK + 1,
    "at_call_fades": FIRST_CLOCK + 2,
    "at_offer": FIRST_CLOCK + 3,
}
