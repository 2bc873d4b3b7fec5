"""How mechanisms become numbers. Written by `make generate` of the folders of sim.mechanisms."""

from __future__ import annotations

from collections.abc import Callable

from sim.mechanisms.care_calls import lowering as care_calls
from sim.mechanisms.free_tier import lowering as free_tier
from sim.mechanisms.kinds import Stated
from sim.mechanisms.offers import lowering as offers
from sim.mechanisms.places import lowering as places
from sim.mechanisms.points import lowering as points
from sim.mechanisms.tiers import lowering as tiers

LOWERED: tuple[Callable[[Stated], dict[str, float]], ...] = (
    points.numbers,
    care_calls.numbers,
    offers.numbers,
    tiers.numbers,
    free_tier.numbers,
    places.numbers,
)
