"""What happens day by day."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
import pandas as pd

from sim.engine import Ledger
from sim.measures.labels import labelled, short
from sim.measures.money import money
from sim.plan import Plan
from sim.standing import standing_by_day
from sim.tables import STAGE_SERIES
from sim.vocabulary import MICRO, Account, Event


def daily(plan: Plan, ledger: Ledger) -> pd.DataFrame:
    """Stage counts at the end of each day, flows and money, scaled to the market: columns day, series, value."""
    stages = standing_by_day(plan, ledger)
    events = ledger.counts.sum(axis=1)
    accounts = money(plan, ledger)
    series = {name: stages[:, k] for k, name in enumerate(STAGE_SERIES)}
    series["new_customers"] = events[:, Event.FIRST_ORDER]
    series["orders"] = events[:, Event.FIRST_ORDER] + events[:, Event.ORDERED]
    series["revenue"] = accounts[:, Account.REVENUE] / MICRO
    series["profit"] = accounts.sum(axis=1) / MICRO
    values = np.concatenate([np.asarray(v, float) for v in series.values()]) * plan.scale
    return labelled(_labels(tuple(series), plan.days), values)


@lru_cache(maxsize=32)
def _labels(series: tuple[str, ...], days: int) -> pd.DataFrame:
    return short(day=np.tile(np.arange(days), len(series)), series=np.repeat(series, days))
