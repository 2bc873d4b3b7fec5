"""The parts of a customer. Written by `make generate` of the folders of sim.mechanisms."""

from __future__ import annotations

from sim.mechanisms.assortment import story as assortment
from sim.mechanisms.buying_centre import story as buying_centre
from sim.mechanisms.care_calls import story as care_calls
from sim.mechanisms.chain_care import story as chain_care
from sim.mechanisms.classes import story as classes
from sim.mechanisms.discretion import story as discretion
from sim.mechanisms.first_order_service import story as first_order_service
from sim.mechanisms.free_tier import story as free_tier
from sim.mechanisms.messages import story as messages
from sim.mechanisms.offers import story as offers
from sim.mechanisms.places import story as places
from sim.mechanisms.points import story as points
from sim.mechanisms.promoters import story as promoters
from sim.mechanisms.seeding import story as seeding
from sim.mechanisms.tiers import story as tiers
from sim.mechanisms.use import story as use
from sim.reference.part import FIRST_CLOCK, Part

PARTS: dict[str, type[Part]] = {
    "points_on": points.Story,
    "call_on": care_calls.Story,
    "rows_on": offers.Story,
    "tiers_on": tiers.Story,
    "free_on": free_tier.Story,
    "message_on": messages.Story,
    "welcome_on": first_order_service.Story,
    "classes_on": classes.Story,
    "places_on": places.Story,
    "promoters_on": promoters.Story,
    "care_on": chain_care.Story,
    "seeding_on": seeding.Story,
    "discretion_on": discretion.Story,
    "use_on": use.Story,
    "centre_on": buying_centre.Story,
    "assortment_on": assortment.Story,
}
"""The parts by the number of behaviour that is above 0 where they are on."""

Part.CLOCKS = {
    "at_silence": FIRST_CLOCK + 0,
    "at_question": FIRST_CLOCK + 1,
    "at_pause": FIRST_CLOCK + 2,
    "at_tier": FIRST_CLOCK + 3,
    "at_call": FIRST_CLOCK + 4,
    "at_call_fades": FIRST_CLOCK + 5,
    "at_offer": FIRST_CLOCK + 6,
    "at_message": FIRST_CLOCK + 7,
    "at_welcome_over": FIRST_CLOCK + 8,
    "at_review": FIRST_CLOCK + 9,
    "at_staff": FIRST_CLOCK + 10,
    "at_partners": FIRST_CLOCK + 11,
    "at_seed": FIRST_CLOCK + 12,
}
