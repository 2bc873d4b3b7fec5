"""How mechanisms become numbers. Written by `make generate` of the folders of sim.mechanisms."""

from __future__ import annotations

from collections.abc import Callable

from sim.mechanisms.assortment import lowering as assortment
from sim.mechanisms.baskets import lowering as baskets
from sim.mechanisms.bonds import lowering as bonds
from sim.mechanisms.buying_centre import lowering as buying_centre
from sim.mechanisms.care_calls import lowering as care_calls
from sim.mechanisms.chain_care import lowering as chain_care
from sim.mechanisms.cheats import lowering as cheats
from sim.mechanisms.classes import lowering as classes
from sim.mechanisms.community import lowering as community
from sim.mechanisms.complaints import lowering as complaints
from sim.mechanisms.contagion import lowering as contagion
from sim.mechanisms.deal_habit import lowering as deal_habit
from sim.mechanisms.desk import lowering as desk
from sim.mechanisms.discretion import lowering as discretion
from sim.mechanisms.first_order_service import lowering as first_order_service
from sim.mechanisms.free_tier import lowering as free_tier
from sim.mechanisms.hunters import lowering as hunters
from sim.mechanisms.kinds import Stated
from sim.mechanisms.messages import lowering as messages
from sim.mechanisms.news import lowering as news
from sim.mechanisms.offers import lowering as offers
from sim.mechanisms.pauses import lowering as pauses
from sim.mechanisms.places import lowering as places
from sim.mechanisms.points import lowering as points
from sim.mechanisms.promoters import lowering as promoters
from sim.mechanisms.reasons import lowering as reasons
from sim.mechanisms.reference_price import lowering as reference_price
from sim.mechanisms.returns import lowering as returns
from sim.mechanisms.satisfaction import lowering as satisfaction
from sim.mechanisms.second_life import lowering as second_life
from sim.mechanisms.seeding import lowering as seeding
from sim.mechanisms.silence import lowering as silence
from sim.mechanisms.stock import lowering as stock
from sim.mechanisms.tiers import lowering as tiers
from sim.mechanisms.trial import lowering as trial
from sim.mechanisms.use import lowering as use
from sim.mechanisms.willingness import lowering as willingness

LOWERED: tuple[Callable[[Stated], dict[str, float]], ...] = (
    silence.numbers,
    desk.numbers,
    news.numbers,
    community.numbers,
    bonds.numbers,
    hunters.numbers,
    cheats.numbers,
    complaints.numbers,
    pauses.numbers,
    stock.numbers,
    trial.numbers,
    reference_price.numbers,
    deal_habit.numbers,
    points.numbers,
    care_calls.numbers,
    offers.numbers,
    tiers.numbers,
    free_tier.numbers,
    messages.numbers,
    first_order_service.numbers,
    classes.numbers,
    places.numbers,
    promoters.numbers,
    chain_care.numbers,
    seeding.numbers,
    discretion.numbers,
    use.numbers,
    buying_centre.numbers,
    assortment.numbers,
    returns.numbers,
    second_life.numbers,
    reasons.numbers,
    willingness.numbers,
    contagion.numbers,
    baskets.numbers,
    satisfaction.numbers,
)
