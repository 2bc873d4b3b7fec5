"""What a customer costs in two plans by each way of counting: blended, last touch, incremental, marginal.

Only incremental cost says whether spend as it is pays, and marginal cost whether a little more of it does. Both take
runs of their own: each channel without its spend, and with a step more of it, in the same worlds.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from scenarios.lowering.incremental import changes_of, paid_channels, with_spend
from scenarios.running.batch import evaluate
from scenarios.running.progress import Progress
from scenarios.scenario import Scenario
from sim.tables import PART

DRAWS, SEED = 500, 1
"""Of worlds, with replacement, for the range of a ratio of means (Efron 1979)."""


@dataclass(frozen=True)
class Cost:
    """What a customer costs in ``plan`` by the way of counting ``kind``, on the ``channel`` ("" = all): mean money over
    mean customers, NaN where the money brings nobody; ``low`` and ``high``: 5 % and 95 % points of its error, infinite
    where so few come of it that the ratio has no end."""

    plan: str
    channel: str
    kind: str
    value: float
    low: float
    high: float


def costs(
    plans: Mapping[str, Scenario],
    worlds: Sequence[int],
    *,
    threads: int | None = None,
    on_progress: Progress | None = None,
) -> tuple[Cost, ...]:
    """The costs of a customer in each of ``plans``, by name, in ``worlds``."""
    found: list[Cost] = []
    for name, plan in plans.items():
        paid = paid_channels(plan)
        last = [PART.join(("cac_last_touch", "channel", channel)) for channel in paid]
        measures = ("media", "customers", "cac", "cac_paid", *last)
        own = evaluate([plan], measures, worlds=worlds, threads=threads, on_progress=on_progress)
        kinds = [("", "blended", "cac"), ("", "last_touch", "cac_paid")]
        kinds += [(channel, "last_touch", measure) for channel, measure in zip(paid, last, strict=True)]
        for channel, kind, measure in kinds:
            row = own.of(measure)[0]
            kept = row[np.isfinite(row)]
            low, high = np.quantile(kept, [0.05, 0.95]) if len(kept) > 1 else (np.nan, np.nan)
            found.append(Cost(name, channel, kind, float(kept.mean()) if len(kept) else np.nan, low, high))
        changes = changes_of(paid)
        if not changes:
            continue
        changed = [with_spend(plan, change) for change in changes]
        batch = evaluate(changed, ("media", "customers"), worlds=worlds, threads=threads, on_progress=on_progress)
        media, customers = batch.of("media") - own.of("media"), batch.of("customers") - own.of("customers")
        for k, change in enumerate(changes):
            for channel in (key for _, key in change.rows):
                found.append(Cost(name, channel, change.kind, *_ratio(media[k], customers[k])))
    return tuple(found)


def _ratio(money: np.ndarray, people: np.ndarray) -> tuple[float, float, float]:
    """Mean money over mean people, float64 [world] each, and its 5 % and 95 % points over draws of worlds."""
    known = np.isfinite(money) & np.isfinite(people)
    money, people = money[known], people[known]
    if not len(money) or people.mean() * np.sign(money.mean()) <= 0.0:
        return np.nan, np.nan, np.nan
    drawn = np.random.default_rng(SEED).integers(0, len(money), (DRAWS, len(money)))
    sign = np.sign(money.mean())
    tops, below = sign * money[drawn].mean(axis=1), sign * people[drawn].mean(axis=1)
    ratios = np.divide(tops, below, out=np.full(DRAWS, np.inf), where=below > 0.0)
    low, high = np.quantile(ratios, [0.05, 0.95], method="nearest")
    return float(money.mean() / people.mean()), float(low), float(high)
