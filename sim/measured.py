"""What mechanisms report of a run. Written by `make generate` of the folders of sim.mechanisms."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np

from sim.engine import Ledger
from sim.mechanisms.assortment import books as books_of_assortment
from sim.mechanisms.assortment import worth as worth_of_assortment
from sim.mechanisms.buying_centre import books as books_of_buying_centre
from sim.mechanisms.buying_centre import worth as worth_of_buying_centre
from sim.mechanisms.care_calls import books as books_of_care_calls
from sim.mechanisms.care_calls import future as future_of_care_calls
from sim.mechanisms.chain_care import books as books_of_chain_care
from sim.mechanisms.classes import books as books_of_classes
from sim.mechanisms.classes import future as future_of_classes
from sim.mechanisms.classes import worth as worth_of_classes
from sim.mechanisms.discretion import books as books_of_discretion
from sim.mechanisms.first_order_service import books as books_of_first_order_service
from sim.mechanisms.first_order_service import future as future_of_first_order_service
from sim.mechanisms.free_tier import worth as worth_of_free_tier
from sim.mechanisms.incentives import books as books_of_incentives
from sim.mechanisms.incentives import future as future_of_incentives
from sim.mechanisms.incentives import worth as worth_of_incentives
from sim.mechanisms.messages import books as books_of_messages
from sim.mechanisms.messages import future as future_of_messages
from sim.mechanisms.messages import worth as worth_of_messages
from sim.mechanisms.places import books as books_of_places
from sim.mechanisms.places import worth as worth_of_places
from sim.mechanisms.points import books as books_of_points
from sim.mechanisms.points import worth as worth_of_points
from sim.mechanisms.promoters import books as books_of_promoters
from sim.mechanisms.promoters import worth as worth_of_promoters
from sim.mechanisms.quantity_discount import books as books_of_quantity_discount
from sim.mechanisms.seeding import books as books_of_seeding
from sim.mechanisms.seeding import worth as worth_of_seeding
from sim.mechanisms.use import worth as worth_of_use
from sim.plan import Plan

Row = tuple[str, str, str, float]

ROWS: tuple[Callable[[Plan, Ledger], Iterator[Row]], ...] = (
    worth_of_points.rows,
    worth_of_incentives.rows,
    worth_of_free_tier.rows,
    worth_of_messages.rows,
    worth_of_classes.rows,
    worth_of_places.rows,
    worth_of_promoters.rows,
    worth_of_seeding.rows,
    worth_of_use.rows,
    worth_of_buying_centre.rows,
    worth_of_assortment.rows,
)
"""Rows (measure, by, key, value) of each."""
FAULTS: tuple[Callable[[Plan, Ledger], dict[str, np.ndarray]], ...] = (
    books_of_points.faults,
    books_of_care_calls.faults,
    books_of_incentives.faults,
    books_of_quantity_discount.faults,
    books_of_messages.faults,
    books_of_first_order_service.faults,
    books_of_classes.faults,
    books_of_places.faults,
    books_of_promoters.faults,
    books_of_chain_care.faults,
    books_of_seeding.faults,
    books_of_discretion.faults,
    books_of_buying_centre.faults,
    books_of_assortment.faults,
)
"""Of each, what never happens, to be found nowhere."""
MAY_INVITE: tuple[Callable[[Plan, Ledger], np.ndarray], ...] = (books_of_seeding.may_invite,)
"""By which people invite friends who have not bought: bool [person]."""
COSTS: tuple[Callable[[Plan, np.ndarray, np.ndarray | None, np.ndarray], np.ndarray], ...] = (
    future_of_care_calls.cost_by_day,
    future_of_incentives.cost_by_day,
    future_of_messages.cost_by_day,
    future_of_classes.cost_by_day,
)
"""What they cost a day from the horizon on, currency: float64 [person]; by records and orders."""
FORGOTTEN: tuple[Callable[[Plan, np.ndarray, np.ndarray], np.ndarray], ...] = (
    future_of_first_order_service.ratio_without,
)
"""The ratio on the drop-out rate, float64 [person], once what they do is forgotten; by second records."""
