"""What is given in a world: its numbers, levers, offers, incentives and curves, and the numbers drawn at addresses."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import numpy as np

from sim.core.ground import clocks, draws, placed, world
from sim.core.ground.state import CATEGORY, INCENTIVE, KNOWN, PLACE, PRODUCT
from sim.plan import Plan, empty_world
from sim.vocabulary import Decision

READ = (
    *("days", "rows", "pieces", "touch_memory", "ambient"),
    *("network_kind", "network_key", "friends", "population", "next_person"),
)
LOOKED_INTO = (
    *("curves", "first_days", "steps", "tables", "decays"),
    *("desk_table", "daytime", "ambient_levels", "links_from", "links"),
)
"""What the formulas read of a world: numbers and arrays. To hand over all of its record would take longer than they
do."""
RECORD = np.dtype(
    [(name, world.WORLD[name]) for name in READ]
    + [(name, kind) for array in LOOKED_INTO for name, kind in world.finding(array, world.ARRAYS[array])]
)
placed.find_arrays(RECORD, {name: world.ARRAYS[name] for name in LOOKED_INTO})

BY_PLACE = ("ours", "competitor", "nothing", "accept_reason")
"""Numbers of behaviour with a value for each stage or reason."""


def _records(array: np.ndarray, kind: np.dtype) -> list[SimpleNamespace]:
    """An array of records as objects with the names of their fields."""
    return [SimpleNamespace(**dict(zip(kind.names or (), one, strict=True))) for one in array.tolist()]


class Givens:
    """One world under one scenario. Numbers depend on addresses alone: asking twice gives the same."""

    def __init__(self, plan: Plan) -> None:
        self._world = empty_world(plan)  # kept, as the record holds the addresses of its arrays
        record = np.zeros(1, RECORD)
        for name in RECORD.names or ():
            record[name] = self._world.record[name]
        self._w: Any = record[0]
        behaviour = plan.behaviour[0]
        self._key: Any = np.uint64(behaviour["key"])
        self._shares = plan.mixture.tolist()
        self._traits = {name: plan.traits[name].tolist() for name in plan.traits.dtype.names or ()}
        self._levers = {name: plan.levers[name].tolist() for name in plan.levers.dtype.names or ()}
        self._by_place = {name: behaviour[name].tolist() for name in BY_PLACE}
        for name in ("nothing_weight", "others", "rival_part", "breadth_ratios"):
            self._by_place[name] = self._world.record[name][0].tolist()
        self._number = {name: behaviour[name].item() for name in set(behaviour.dtype.names) - set(BY_PLACE)}
        # of each: its utility, its size, its category, and the segments that it is made to, a bit each
        self.offers: list[tuple[float, float, int, int]] = self._world.offers_made.tolist()
        self._offer_prices = self._world.offer_prices.tolist()
        self.incentive_rows = _records(plan.incentive_rows, INCENTIVE)
        self._known = _records(plan.known, KNOWN)
        self.breaks: list[list[float]] = plan.breaks.tolist()
        self.place_rows: list[int] = plan.place_rows.tolist()
        self.place_weights: list[list[list[float]]] = plan.place_weights.tolist()
        self._place_terms = [_records(row, PLACE) for row in plan.place_terms]
        self.new_prices: list[int] = plan.new_prices.tolist()
        self.kept_prices: list[list[float]] = plan.kept_prices.tolist()
        self.incentive_who: list[list[int]] = plan.incentive_who.tolist()
        self._baskets = self._world.baskets.tolist()
        self.categories = _records(plan.categories_sold, CATEGORY)
        self.products = _records(plan.products_sold, PRODUCT)
        self.missions: list[list[list[float]]] = plan.missions.tolist()
        self.mission_laws: list[list[float]] = plan.mission_laws.tolist()
        self._desks = {name: plan.desk_table[name].tolist() for name in plan.desk_table.dtype.names or ()}
        # of each desk, by hour of the run
        self.staff: list[list[int]] = plan.staff.tolist()
        self._causes = plan.cause_shares.tolist()
        self.sources = len(plan.channels) + 1
        self.classes, self.labels = int(behaviour["classes"]), plan.labels

    def number(self, name: str) -> float:
        """A number of behaviour that is the same for everybody (see sim.core.ground.behaviour.BEHAVIOUR)."""
        return self._number[name]

    def amount(self, name: str) -> int:
        """A whole number of behaviour."""
        return self._number[name]

    def has(self, name: str) -> bool:
        """Whether a mechanism is on whose switch, share, rate or effect is 0 where it is off."""
        return self._number[name] > 0

    def known(self, who: int) -> SimpleNamespace | None:
        """What is known of somebody who is a customer, or was, before time 0 (sim.core.ground.state.KNOWN)."""
        return self._known[who] if who < len(self._known) else None

    def of(self, name: str, place: int) -> float:
        """A number of behaviour with a value for each stage, reason or number of categories."""
        return self._by_place[name][place]

    def lever(self, name: str, cell: int, t: float) -> float:
        """A lever of a cell on the day of ``t``; amounts in micro-units."""
        return self._levers[name][cell][int(t)]

    def offer_price(self, cell: int, offer: int, t: float) -> float:
        """An offer's price to those of a cell on the day of ``t``, ratio to that of today."""
        prices = self._levers["price_list"][cell][int(t)]
        return self._offer_prices[prices * len(self.offers) + offer][int(t)]

    def places(self, t: float) -> list[SimpleNamespace]:
        """The terms of each place to buy at on the day of ``t`` (sim.core.ground.state.PLACE)."""
        return self._place_terms[self.place_rows[int(t)]]

    def basket(self, category: int, u: float) -> tuple[int, float]:
        """What is bought together with an offer of ``category``: the set of categories, and the order's size."""
        sets = self._baskets[category]
        chosen = next((s for s, (below, _) in enumerate(sets) if u < below), len(sets) - 1)
        return chosen, sets[chosen][1]

    def desk(self, name: str, desk: int) -> float:
        """What a service desk is like (see sim.core.ground.state.DESK)."""
        return self._desks[name][desk]

    def uniform(self, decision: Decision, who: int, when: int = 0, item: int = 0) -> float:
        """The uniform number of an address."""
        return draws.uniform(self._key, int(decision), who, when, item)

    def patience(self, decision: Decision, who: int, when: int, item: int = 0) -> float:
        """The unit-exponential threshold of an address."""
        return draws.threshold(self._key, int(decision), who, when, item)

    def whim(self, decision: Decision, who: int, occasion: int, alternative: int) -> float:
        """The standard Gumbel draw of one alternative on an occasion."""
        return draws.gumbel(self._key, int(decision), who, occasion, int(alternative))

    def quantile(self, law: int, u: float) -> float:
        """The quantile of one of the world's laws (rows of its tables)."""
        return draws.quantile(self._w, law, u)

    def level(self, cell: int, curve: int, t: float) -> float:
        """A curve's level at ``t``."""
        return clocks.level(self._w, cell, curve, t)

    def share(self, cell: int, curve: int, t: float) -> float:
        """The share that a curve, not cumulated, has on the day of ``t``."""
        return float(self._world.curves[cell, curve, int(t)])

    def when(self, cell: int, curve: int, level: float, now: float) -> float:
        """When a curve reaches a level, not before ``now``."""
        return clocks.when(self._w, cell, curve, level, now)

    def after(self, patience: float, rate: float, now: float) -> float:
        """When a constant hazard from ``now`` on uses up a threshold."""
        return clocks.after(patience, rate, now)
