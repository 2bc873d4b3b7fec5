"""The specs of all mechanisms. Written by `make generate` of sim.mechanisms.NAMES."""

from __future__ import annotations

from sim.mechanisms.assortment.spec import SPEC as assortment
from sim.mechanisms.buying_centre.spec import SPEC as buying_centre
from sim.mechanisms.care_calls.spec import SPEC as care_calls
from sim.mechanisms.chain_care.spec import SPEC as chain_care
from sim.mechanisms.classes.spec import SPEC as classes
from sim.mechanisms.discretion.spec import SPEC as discretion
from sim.mechanisms.first_order_service.spec import SPEC as first_order_service
from sim.mechanisms.free_tier.spec import SPEC as free_tier
from sim.mechanisms.kinds import Mechanism
from sim.mechanisms.messages.spec import SPEC as messages
from sim.mechanisms.offers.spec import SPEC as offers
from sim.mechanisms.places.spec import SPEC as places
from sim.mechanisms.points.spec import SPEC as points
from sim.mechanisms.promoters.spec import SPEC as promoters
from sim.mechanisms.seeding.spec import SPEC as seeding
from sim.mechanisms.tiers.spec import SPEC as tiers
from sim.mechanisms.use.spec import SPEC as use

ALL: tuple[Mechanism, ...] = (
    points,
    care_calls,
    offers,
    tiers,
    free_tier,
    messages,
    first_order_service,
    classes,
    places,
    promoters,
    chain_care,
    seeding,
    discretion,
    use,
    buying_centre,
    assortment,
)
