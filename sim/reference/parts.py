"""The parts of a customer. Written by `make generate` of the folders of sim.mechanisms."""

from __future__ import annotations

from sim.mechanisms.assortment import story as assortment
from sim.mechanisms.baskets import story as baskets
from sim.mechanisms.bonds import story as bonds
from sim.mechanisms.buying_centre import story as buying_centre
from sim.mechanisms.care_calls import story as care_calls
from sim.mechanisms.chain_care import story as chain_care
from sim.mechanisms.cheats import story as cheats
from sim.mechanisms.classes import story as classes
from sim.mechanisms.community import story as community
from sim.mechanisms.complaints import story as complaints
from sim.mechanisms.deal_habit import story as deal_habit
from sim.mechanisms.desk import story as desk
from sim.mechanisms.discretion import story as discretion
from sim.mechanisms.first_order_service import story as first_order_service
from sim.mechanisms.free_tier import story as free_tier
from sim.mechanisms.hunters import story as hunters
from sim.mechanisms.incentives import story as incentives
from sim.mechanisms.messages import story as messages
from sim.mechanisms.news import story as news
from sim.mechanisms.pauses import story as pauses
from sim.mechanisms.places import story as places
from sim.mechanisms.points import story as points
from sim.mechanisms.promoters import story as promoters
from sim.mechanisms.quantity_discount import story as quantity_discount
from sim.mechanisms.reference_price import story as reference_price
from sim.mechanisms.returns import story as returns
from sim.mechanisms.satisfaction import story as satisfaction
from sim.mechanisms.second_life import story as second_life
from sim.mechanisms.seeding import story as seeding
from sim.mechanisms.silence import story as silence
from sim.mechanisms.stock import story as stock
from sim.mechanisms.trial import story as trial
from sim.mechanisms.use import story as use
from sim.mechanisms.willingness import story as willingness
from sim.reference.part import Part

PARTS: dict[str, type[Part]] = {
    "label_days": silence.Story,
    "desks": desk.Story,
    "letters": news.Story,
    "community_on": community.Story,
    "bonds_on": bonds.Story,
    "hunters_on": hunters.Story,
    "cheats_on": cheats.Story,
    "complaints_on": complaints.Story,
    "pause_rate": pauses.Story,
    "stores": stock.Story,
    "trial_days": trial.Story,
    "reference_gain": reference_price.Story,
    "deal_effect": deal_habit.Story,
    "points_on": points.Story,
    "call_on": care_calls.Story,
    "incentives_on": incentives.Story,
    "price_breaks": quantity_discount.Story,
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
    "returns_on": returns.Story,
    "second_life_on": second_life.Story,
    "rule": willingness.Story,
    "categories": baskets.Story,
    "satisfaction_on": satisfaction.Story,
}
"""The parts by the number of behaviour that is above 0 where they are on."""
