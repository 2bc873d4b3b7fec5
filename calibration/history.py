"""An order history to fit to: a real sample or a company's file, checked for being enough."""

from __future__ import annotations

import os
from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from calibration.profile import Profile, load
from calibration.reading.account import Reading
from calibration.samples import SAMPLES, sample
from calibration.sources import orders_of
from calibration.summary import Histories, summarise
from sim.problems import BadInput, Problem, shown

FEWEST_DAYS = 60
FEWEST_REPEATERS = 30


@dataclass(frozen=True)
class History:
    """Orders and where they come from.

    ``place`` is what messages call the input. ``rows`` counts those of the file, ``reading`` says how they were
    read; ``profile`` and ``reading`` are None for a sample.
    """

    name: str
    title: str
    place: str
    orders: pd.DataFrame
    currency_stated: bool
    rows: int
    reading: Reading | None
    profile: Profile | None

    def up_to(self, until: str | date | np.datetime64 | None) -> Histories:
        """Histories up to the day ``until`` (default: the last order); BadInput if that is too little."""
        first, last = (self.orders["ordered_at"].agg(end) for end in ("min", "max"))
        allowed = f"a day from {first + pd.Timedelta(days=FEWEST_DAYS):%Y-%m-%d} to {last:%Y-%m-%d}"
        if until is not None:
            until = as_day(until, "--until", allowed)
            if not first.to_datetime64() <= until <= last.to_datetime64().astype("datetime64[D]"):
                raise BadInput([Problem("--until", 0, "", str(until), allowed)])
        histories = summarise(self.orders, until)
        days = int((histories.until - histories.first.min()).astype(int))
        repeaters = int((histories.x > 0).sum())
        if days < FEWEST_DAYS:
            found = f"{days + 1} days of history ({histories.first.min()} to {histories.until})"
            raise BadInput([Problem(self.place, 0, "", found, f"at least {FEWEST_DAYS} days")])
        if repeaters < FEWEST_REPEATERS:
            found = f"{repeaters} customers with a repeat order by {histories.until}"
            raise BadInput([Problem(self.place, 0, "", found, f"at least {FEWEST_REPEATERS}")])
        return histories


def history(sample_name: str | None, profile: str | os.PathLike[str] | None, otherwise_currency: str) -> History:
    """The history of a sample or of a profile's file; exactly one of the two has to be given."""
    if (sample_name is None) == (profile is None):
        found = "both" if sample_name is not None else "neither"
        raise BadInput([Problem("--sample, --profile", 0, "", found, "one of the two")])
    if sample_name is not None:
        orders = sample(sample_name)
        title = SAMPLES[sample_name].title
        return History(sample_name, title, f"sample {sample_name}", orders, True, len(orders), None, None)
    assert profile is not None
    read = load(profile)
    imported = orders_of(read, otherwise_currency)
    if imported.orders.empty:
        found = f"no customer acquired from {read.acquired_from} on"
        raise BadInput([Problem(read.path.name, 0, "acquired_from", found, "a day before the last first order")])
    return History(
        name=read.name,
        title=read.name,
        place=read.file.name,
        orders=imported.orders,
        currency_stated=imported.currency_stated,
        rows=imported.rows,
        reading=imported.reading,
        profile=read,
    )


def as_day(value: str | date | np.datetime64, option: str, allowed: str) -> np.datetime64:
    """``value`` as a calendar day; BadInput naming ``option`` if it is none."""
    try:
        day = date.fromisoformat(value) if isinstance(value, str) else value
        return np.datetime64(day).astype("datetime64[D]")
    except ValueError:
        raise BadInput([Problem(option, 0, "", f"'{shown(value)}'", allowed, "write it as 1997-09-30")]) from None
