"""An order history to fit to: a real sample or a company's file, checked for being enough."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from calibration.profile import Profile, load
from calibration.reading.account import Reading
from calibration.samples import SAMPLES, sample
from calibration.sources import Imported, orders_of
from calibration.span import Span, span
from calibration.summary import Histories, coded, histories_of, order_days
from sim.problems import BadInput, Problem, shown

FEWEST_DAYS = 60
FEWEST_REPEATERS = 30


@dataclass(frozen=True)
class History:
    """Orders and where they come from.

    ``place`` is what messages call the input. ``rows`` counts those of the file, ``reading`` says how they were
    read (None for a sample); ``profile`` is None for a sample that no profile names. ``orders`` are those of
    customers acquired since ``span.first``, without stray ones before; ``rows_before`` are the rows left out so, of
    ``customers_before``.
    """

    name: str
    title: str
    place: str
    orders: pd.DataFrame
    currency_stated: bool
    rows: int
    reading: Reading | None
    profile: Profile | None
    span: Span
    rows_before: int
    customers_before: int

    @property
    def rows_of_earlier_customers(self) -> int:
        """Rows of customers who ordered before ``acquired_from`` of the profile."""
        aside = 0 if self.reading is None else len(self.reading.rejects) + self.reading.merged
        return self.rows - aside - self.rows_before - len(self.orders)

    @property
    def born(self) -> bool:
        """Whether first orders are stated to be first ever: no row lies before ``acquired_from`` of the profile."""
        stated = self.profile is not None and self.profile.acquired_from is not None
        return stated and self.rows_of_earlier_customers == 0

    @cached_property
    def days(self) -> pd.DataFrame:
        """The orders merged by customer and day: summary.order_days."""
        return order_days(self.orders)

    def up_to(self, until: str | date | np.datetime64 | None) -> Histories:
        """Histories up to the day ``until`` (default: the end of the continuous history); BadInput if that is too
        little, or if ``until`` lies in a gap or beyond the orders."""
        earliest = self.span.first + FEWEST_DAYS
        allowed = f"a day from {earliest} to {self.span.last}{self._beyond()}"
        if until is None:
            until = self.span.last
        else:
            until = as_day(until, "--until", allowed)
            if until < self.span.first or not self.span.holds(until):
                raise BadInput([Problem("--until", 0, "", str(until), allowed, self._fix(until))])
        histories = histories_of(self.days, until, str(self.orders["currency"].iloc[0]))
        days = int((histories.until - histories.first.min()).astype(int))
        repeaters = int((histories.x > 0).sum())
        if days < FEWEST_DAYS:
            found = f"{days + 1} days of history ({histories.first.min()} to {histories.until})"
            fix = "export a longer period, or state a later --until where the file goes on"
            raise BadInput([Problem(self.place, 0, "", found, f"at least {FEWEST_DAYS} days", fix)])
        if repeaters < FEWEST_REPEATERS:
            found = f"{repeaters} of {len(histories):,} customers with a repeat order by {histories.until}"
            fix = (
                "export a longer period, or all customers; if the ids change from order to order, map a column that"
                " stays; until then take the market of base or of a sample, and say what you know under market.need"
            )
            raise BadInput([Problem(self.place, 0, "", found, f"at least {FEWEST_REPEATERS}", fix)])
        return histories

    def _beyond(self) -> str:
        """The later stretches of the history that may be asked for, in words."""
        later = [f"{start} to {end}" for start, end in self.span.blocks if start > self.span.last]
        return "".join(f" or {one}" for one in later)

    def _fix(self, until: np.datetime64) -> str:
        gap = next((gap for gap in self.span.gaps if gap.before < until < gap.after), None)
        if gap is None:
            return "take a day of that time, or leave --until out: then the continuous history is taken whole"
        return f"there are no orders from {gap}; take a day before that"


def history(
    sample_name: str | None,
    profile: str | os.PathLike[str] | Mapping[str, Any] | None,
    otherwise_currency: str,
    tables: Mapping[str, pd.DataFrame] | None = None,
) -> History:
    """The history of a sample or of a profile's file; exactly one of the two has to be given.

    ``profile``, ``tables``: as in ``calibration.profile.load``.

    Stray orders before the continuous history (see ``calibration.span``), and customers of an earlier stretch, are
    left out and counted.
    """
    if (sample_name is None) == (profile is None):
        found = "both" if sample_name is not None else "neither"
        raise BadInput([Problem("--sample, --profile", 0, "", found, "one of the two")])
    if sample_name is not None:
        orders = sample(sample_name)
        title = SAMPLES[sample_name].title
        return _continuous(sample_name, title, f"sample {sample_name}", orders, True, len(orders), None, None)
    assert profile is not None
    return history_of(load(profile, tables), otherwise_currency)


def history_of(read: Profile, otherwise_currency: str) -> History:
    """The history that a profile points to; amounts are in ``otherwise_currency`` where none is stated."""
    if read.sample is not None:
        orders = sample(read.sample)
        title = SAMPLES[read.sample].title
        place = f"sample {read.sample}"
        return _continuous(read.name, title, place, orders, True, len(orders), None, read)
    return history_from(read, orders_of(read, otherwise_currency))


def history_from(read: Profile, imported: Imported) -> History:
    """The history of a profile whose orders have been read."""
    if imported.orders.empty:
        found = f"no customer acquired from {read.acquired_from} on"
        raise BadInput([Problem(read.path.name, 0, "acquired_from", found, "a day before the last first order")])
    stated, rows, reading = imported.currency_stated, imported.rows, imported.reading
    return _continuous(read.name, read.name, read.orders.name, imported.orders, stated, rows, reading, read)


def _continuous(
    name: str,
    title: str,
    place: str,
    orders: pd.DataFrame,
    currency_stated: bool,
    rows: int,
    reading: Reading | None,
    profile: Profile | None,
) -> History:
    day = orders["ordered_at"].to_numpy("datetime64[D]")
    found = span(day, _first_days(orders, day))
    stray = day < found.start
    first = _first_days(orders[~stray], day[~stray])
    early = stray.copy()
    early[~stray] = first < found.first
    left = orders[~early].reset_index(drop=True) if early.any() else orders
    customers = int(orders["customer_id"][early].nunique())
    counts = (int(early.sum()), customers)
    return History(name, title, place, left, currency_stated, rows, reading, profile, found, *counts)


def _first_days(orders: pd.DataFrame, day: NDArray[np.datetime64]) -> NDArray[np.datetime64]:
    """The day of the first order of the customer of each row."""
    who, _ = coded(orders["customer_id"])
    first = np.full(int(who.max(initial=-1)) + 1, np.iinfo(np.int64).max)
    np.minimum.at(first, who, day.astype(np.int64))
    return first[who].astype("datetime64[D]")


def as_day(value: str | date | np.datetime64, option: str, allowed: str) -> np.datetime64:
    """``value`` as a calendar day; BadInput naming ``option`` if it is none."""
    try:
        day = date.fromisoformat(value) if isinstance(value, str) else value
        return np.datetime64(day).astype("datetime64[D]")
    except ValueError:
        raise BadInput([Problem(option, 0, "", f"'{shown(value)}'", allowed, "write it as 1997-09-30")]) from None
