"""Ways to price beside one level for all: paths with a name, a discount by quantity, a price for new customers first.

Each is compared with today's prices in the same worlds; the rival may be told to react to all of them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from decisions.evidence import Evidence
from decisions.paired import against_first, judged, paired
from scenarios.changes import changed
from scenarios.lowering.levers import mean_order
from scenarios.policy.price import PriceChange, PricePath, PricePolicy, QuantityDiscount, QuantityStep
from scenarios.running.batch import WITHIN, Batch
from scenarios.running.progress import Progress
from scenarios.scenario import Scenario
from sim.problems import BadInput, Problem, shown

REACTION = "market.competitor.reaction.share"
MOST_RIVAL = 5.0
POINTS = 8
"""Days of the horizon up to which the profit of a scheme is told."""
PATHS = ("penetration", "skimming")
USUAL = tuple(float(PricePath.model_fields[name].default) for name in ("days", "steps"))
"""Of a path, where nobody says how long it takes and in how many steps."""
FORMS = {
    "penetration": "penetration=START[:DAYS[:STEPS]], START below 1",
    "skimming": "skimming=START[:DAYS[:STEPS]], START above 1",
    "quantity": "quantity=PIECES:OFF[:PIECES OF A MEAN ORDER], OFF from 0 to 1",
    "new_first": "new_first=LEVEL[:DAYS UNTIL ALL PAY IT]",
}
"""How each kind is written."""


@dataclass(frozen=True)
class Scheme:
    """A way to price, of a ``kind`` with its ``values``; [those that may be left out, and what they are then].

    penetration, skimming: ratio to today's price at first, days until today's is reached [365], steps [4].
    quantity: pieces from which on the whole order is cheaper, by which share, pieces of a mean order [as the policy
    says].
    new_first: price level of new customers, days after which all pay it [never].
    """

    kind: str
    values: tuple[float, ...]

    @property
    def name(self) -> str:
        """As it is written: "penetration=0.8:365:4"."""
        return f"{self.kind}={':'.join(f'{value:.12g}' for value in self.values)}"


@dataclass(frozen=True)
class Schemes:
    """``plans``: of each of ``schemes``; ``batch``: today's prices and then these; ``against``: the objective of each
    against today's; ``days`` up to which ``gain`` is told: profit over today's, float64 [scheme, day, world]."""

    schemes: tuple[Scheme, ...]
    plans: tuple[Scenario, ...]
    batch: Batch
    against: tuple[Evidence, ...]
    days: tuple[int, ...]
    gain: np.ndarray

    @property
    def best(self) -> int:
        """The number of the scheme that brings most on average."""
        return int(np.nanargmax([one.mean for one in self.against]))


def scheme(text: str) -> Scheme:
    """The scheme that ``text`` says in one of FORMS. BadInput where it says none."""
    kind, _, said = (part.strip() for part in text.partition("="))
    try:
        values = tuple(float(part) for part in said.split(":"))
        values += USUAL[len(values) - 1 :] if kind in PATHS else ()
        _BUILT[kind](_Market(1.0, 1.0), PricePolicy(level=1.0, changes=(), offers={}), *values)
    except (KeyError, ValueError, TypeError):  # also what the policy refuses
        fix = "--scheme penetration=0.8:365:4"
        raise BadInput([Problem("--scheme", 0, "", shown(text), "; ".join(FORMS.values()), fix)]) from None
    return Scheme(kind, values)


def plan_of(scenario: Scenario, one: Scheme) -> Scenario:
    """``scenario`` with its prices set by a scheme, named by it."""
    price = scenario.policy.price
    market = _Market(mean_order(scenario), price.quantity_discount.unit_price)
    policy = scenario.policy.model_copy(update={"price": _BUILT[one.kind](market, price, *one.values)})
    return changed(scenario, {"policy": policy}).model_copy(update={"name": one.name[:80]})


def reacting(scenario: Scenario, share: float) -> Scenario:
    """``scenario`` with a rival that follows a ``share`` of our change of price; 0 ignores it, above 1 undercuts it.

    BadInput unless the share is from 0 to MOST_RIVAL."""
    if not 0.0 <= share <= MOST_RIVAL:
        raise BadInput([Problem("--rival", 0, "", shown(share), f"from 0 to {MOST_RIVAL:g}", "--rival 0.5")])
    return changed(scenario, {REACTION: float(share)})


def compared(
    scenario: Scenario,
    schemes: Sequence[Scheme],
    *,
    objective: str,
    measures: Sequence[str],
    chances: int = 1,
    threads: int | None = None,
    on_progress: Progress | None = None,
) -> Schemes:
    """Run each of ``schemes`` and today's prices in the worlds of ``scenario``, and keep ``measures``; ``chances``: as
    for decisions.sweep.sweep."""
    plans = tuple(plan_of(scenario, one) for one in schemes)
    days = tuple(sorted({round(scenario.days * k / POINTS) for k in range(1, POINTS + 1)} - {0}))
    courses = [f"{WITHIN}{day}" for day in days]
    kept = tuple(dict.fromkeys((objective, *measures, *courses)))
    every = paired([scenario, *plans], kept, chances=chances, threads=threads, on_progress=on_progress)
    batch, against = every[0], judged(against_first(every, objective), scenario)
    gain = np.stack([batch.of(name)[1:] - batch.of(name)[0] for name in courses], axis=1)
    return Schemes(tuple(schemes), plans, batch, against, days, gain)


@dataclass(frozen=True)
class _Market:
    """What a mean order is worth, and a piece, currency."""

    mean_order: float
    unit_price: float


def _path(kind: str, way: float) -> Callable[..., PricePolicy]:
    def built(market: _Market, price: PricePolicy, start: float, days: float, steps: float) -> PricePolicy:
        if way * (1.0 - start) <= 0.0:
            raise ValueError(start)
        path = PricePath(kind=kind, start=start, days=_whole(days), steps=_whole(steps))  # type: ignore[arg-type]
        return price.model_copy(update={"path": path})

    return built


def _quantity(
    market: _Market, price: PricePolicy, least: float, off: float, pieces: float | None = None
) -> PricePolicy:
    unit = market.unit_price if pieces is None else market.mean_order / pieces if pieces > 0.0 else 0.0
    steps = (QuantityStep(from_=_whole(least), off=off),)
    return price.model_copy(
        update={"quantity_discount": QuantityDiscount(unit_price=unit, kind="all_units", steps=steps)}
    )


def _new_first(market: _Market, price: PricePolicy, level: float, until: float | None = None) -> PricePolicy:
    last = None if until is None else _whole(until)
    first = PriceChange(day=0, level=level, for_="new", until=last)
    return price.model_copy(update={"changes": (first, *price.changes)})


def _whole(value: float) -> int:
    if value != round(value):
        raise ValueError(value)
    return int(value)


_BUILT: Mapping[str, Callable[..., PricePolicy]] = {
    **{kind: _path(kind, way) for kind, way in zip(PATHS, (1.0, -1.0), strict=True)},
    "quantity": _quantity,
    "new_first": _new_first,
}
