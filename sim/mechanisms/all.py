"""The specs of all mechanisms. Written by `make generate` of sim.mechanisms.NAMES."""

from __future__ import annotations

from sim.mechanisms.assortment.spec import SPEC as assortment
from sim.mechanisms.baskets.spec import SPEC as baskets
from sim.mechanisms.bonds.spec import SPEC as bonds
from sim.mechanisms.buying_centre.spec import SPEC as buying_centre
from sim.mechanisms.care_calls.spec import SPEC as care_calls
from sim.mechanisms.chain_care.spec import SPEC as chain_care
from sim.mechanisms.cheats.spec import SPEC as cheats
from sim.mechanisms.classes.spec import SPEC as classes
from sim.mechanisms.community.spec import SPEC as community
from sim.mechanisms.complaints.spec import SPEC as complaints
from sim.mechanisms.contagion.spec import SPEC as contagion
from sim.mechanisms.deal_habit.spec import SPEC as deal_habit
from sim.mechanisms.desk.spec import SPEC as desk
from sim.mechanisms.discretion.spec import SPEC as discretion
from sim.mechanisms.first_order_service.spec import SPEC as first_order_service
from sim.mechanisms.free_tier.spec import SPEC as free_tier
from sim.mechanisms.hunters.spec import SPEC as hunters
from sim.mechanisms.incentives.spec import SPEC as incentives
from sim.mechanisms.kinds import Mechanism
from sim.mechanisms.messages.spec import SPEC as messages
from sim.mechanisms.news.spec import SPEC as news
from sim.mechanisms.pauses.spec import SPEC as pauses
from sim.mechanisms.places.spec import SPEC as places
from sim.mechanisms.points.spec import SPEC as points
from sim.mechanisms.promoters.spec import SPEC as promoters
from sim.mechanisms.quantity_discount.spec import SPEC as quantity_discount
from sim.mechanisms.reasons.spec import SPEC as reasons
from sim.mechanisms.reference_price.spec import SPEC as reference_price
from sim.mechanisms.returns.spec import SPEC as returns
from sim.mechanisms.satisfaction.spec import SPEC as satisfaction
from sim.mechanisms.second_life.spec import SPEC as second_life
from sim.mechanisms.seeding.spec import SPEC as seeding
from sim.mechanisms.silence.spec import SPEC as silence
from sim.mechanisms.stock.spec import SPEC as stock
from sim.mechanisms.trial.spec import SPEC as trial
from sim.mechanisms.use.spec import SPEC as use
from sim.mechanisms.willingness.spec import SPEC as willingness

ALL: tuple[Mechanism, ...] = (
    silence,
    desk,
    news,
    community,
    bonds,
    hunters,
    cheats,
    complaints,
    pauses,
    stock,
    trial,
    reference_price,
    deal_habit,
    points,
    care_calls,
    incentives,
    quantity_discount,
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
    returns,
    second_life,
    reasons,
    willingness,
    contagion,
    baskets,
    satisfaction,
)
