"""What it should cost: profit along the price, the best price, and the volume that a price may lose."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from decisions.levers import Lever
from decisions.paired import CHANCES
from decisions.schemes import Scheme, Schemes, compared
from decisions.stages import Stages
from decisions.sweep import MEASURES, Sweep, sweep
from scenarios.lowering.unit_cost import unit_cost
from scenarios.running.progress import Progress
from scenarios.scenario import Scenario
from sim.tables import PART

PATH = "policy.price.level"
LOW, HIGH, POINTS = 0.7, 1.5, 13
BESIDE = ("won_by_invitation", "leaving_rate", "active_customers", "repeat_orders", "earned")
"""What a price also moves: invitations, drop-out, those who stay, orders again, what orders bring."""


@dataclass(frozen=True)
class Watch:
    """A price: ``volume``, orders over today's (ratio); ``allowed``, what these may fall to before contribution falls
    (ratio, NaN where no volume makes up for it); ``by_segment``: orders over today's of each segment."""

    level: float
    volume: float
    allowed: float
    by_segment: dict[str, float]


@dataclass(frozen=True)
class Price:
    """``sweep`` along the price; the ``best`` price, with the 5 % and 95 % points over worlds (``low``, ``high``);
    ``edge``: share of worlds whose best lies at an end of what was tried; ``watch``: volume against what it may be;
    ``schemes``: other ways to price against today's, None where none was asked for."""

    sweep: Sweep
    best: float
    low: float
    high: float
    edge: float
    watch: tuple[Watch, ...]
    schemes: Schemes | None = None


def price(
    scenario: Scenario,
    *,
    low: float = LOW,
    high: float = HIGH,
    points: int = POINTS,
    objective: str = "profit",
    schemes: Sequence[Scheme] = (),
    threads: int | None = None,
    on_progress: Progress | None = None,
) -> Price:
    """Run ``points`` prices from ``low`` to ``high``, ratios to today's price, and ``schemes``, in the worlds of
    ``scenario``."""
    if on_progress is not None:
        plans = CHANCES * (points + 1 + (len(schemes) + 1 if schemes else 0))
        on_progress = Stages(on_progress, plans * scenario.worlds)
    lever = Lever(PATH, low, high)
    segments = [segment.name for segment in scenario.market.segments]
    split = [PART.join(("orders", "segment", name)) for name in segments]
    kept = (*MEASURES, *BESIDE, *split)
    found = sweep(
        scenario, [lever], [lever.grid(points)], objective=objective, measures=kept, chances=CHANCES, threads=threads,
        on_progress=on_progress,
    )  # fmt: skip
    tops = found.by_world[:, 0]
    ends = (low, high)
    first, last = np.quantile(tops, [0.05, 0.95])
    edge = float(np.isin(tops, ends).mean())
    beside = None
    if schemes:
        beside = compared(
            scenario, schemes, objective=objective, measures=(*MEASURES, *BESIDE), chances=CHANCES, threads=threads,
            on_progress=on_progress,
        )  # fmt: skip
    watch = tuple(_watch(scenario, found, segments))
    return Price(found, _top(found), float(first), float(last), edge, watch, beside)


def _top(found: Sweep) -> float:
    """The top of a curve through the means of the points, which are smoother than any point alone."""
    from decisions.sweep import tops

    means = np.array([[one.mean for one in found.against]])
    return float(tops(found.points, means)[0, 0])


def _watch(scenario: Scenario, found: Sweep, segments: Sequence[str]) -> list[Watch]:
    """Break-even volume: Q / Q0 = (contribution of an order today) / (the same at the price), costs an order as they
    are (Nagle & Muller, Strategy and Tactics of Pricing)."""
    product = scenario.policy.product
    costs = unit_cost(scenario)
    now = scenario.policy.price.level
    orders = found.batch.of("orders").mean(axis=1)
    rows = []
    for k, (level,) in enumerate(found.points, 1):
        margin = level * (1.0 - product.commission_ratio) - costs
        today = now * (1.0 - product.commission_ratio) - costs
        by = {}
        for name in segments:
            of = found.batch.of(PART.join(("orders", "segment", name))).mean(axis=1)
            by[name] = float(of[k] / of[0]) if of[0] > 0 else np.nan
        allowed = today / margin if margin > 0.0 and today > 0.0 else np.nan
        rows.append(Watch(float(level), float(orders[k] / orders[0]) if orders[0] > 0 else np.nan, allowed, by))
    return rows
